from django.urls import path

from results import api, elements_api, models_api

urlpatterns = [
    path("exercises", api.ExerciseList.as_view()),
    path("elements", elements_api.ElementList.as_view()),
    path("models", models_api.ModelList.as_view()),
    path("models/<slug:name>", models_api.ModelDetail.as_view()),
]
