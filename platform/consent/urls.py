from django.urls import path

from consent import api

urlpatterns = [
    path("consent", api.OwnConsent.as_view()),
]
