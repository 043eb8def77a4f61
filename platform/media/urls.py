from django.urls import path

from media import api

urlpatterns = [
    path("<uuid:assessment_id>/proxy.mp4", api.ClipCopy.as_view(name="proxy.mp4")),
    path("<uuid:assessment_id>/poster.jpg", api.ClipCopy.as_view(name="poster.jpg")),
    path("<uuid:assessment_id>/thumbs.jpg", api.ClipCopy.as_view(name="thumbs.jpg")),
    path("<uuid:assessment_id>/original", api.ClipOriginal.as_view()),
]
