from django.urls import path

from media import api

urlpatterns = [path("<uuid:assessment_id>/<str:name>", api.clip_file)]
