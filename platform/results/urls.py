from django.urls import path

from results import api

urlpatterns = [path("exercises", api.ExerciseList.as_view())]
