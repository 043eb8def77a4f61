from django.urls import path

from results import api, models_api

urlpatterns = [
    path("exercises", api.ExerciseList.as_view()),
    path("models", models_api.ModelList.as_view()),
    path("models/<slug:name>", models_api.ModelDetail.as_view()),
]
