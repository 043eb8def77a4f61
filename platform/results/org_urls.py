from django.urls import path

from results import (
    again_api,
    api,
    baseline_api,
    elements_api,
    erasure_api,
    models_api,
    proof_api,
)

ONE = "assessments/<uuid:assessment_id>"

urlpatterns = [
    path(
        "participants/<uuid:participant_id>/elements",
        elements_api.ElementProgress.as_view(),
    ),
    path(f"{ONE}/sheet", elements_api.RoutineSheet.as_view()),
    path(f"{ONE}/sheet.csv", elements_api.RoutineCsv.as_view()),
    path(f"{ONE}/sheet.pdf", elements_api.RoutinePdf.as_view()),
    path(f"{ONE}/element-reviews", elements_api.ElementReviews.as_view()),
    path(f"{ONE}/element-reviews/<uuid:review_id>", elements_api.ElementReviewOne.as_view()),
    path("participants", api.ParticipantList.as_view()),
    path("participants/<uuid:participant_id>/erasure", erasure_api.ParticipantErasure.as_view()),
    path("agreement", models_api.AgreementList.as_view()),
    path("reanalyses", again_api.ReanalysisList.as_view()),
    path("assessments", api.AssessmentList.as_view()),
    path(ONE, api.AssessmentDetail.as_view()),
    path(f"{ONE}/events", api.AssessmentEvents.as_view()),
    path(f"{ONE}/landmarks", api.AssessmentLandmarks.as_view()),
    path(f"{ONE}/accesses", proof_api.AssessmentAccesses.as_view()),
    path(f"{ONE}/proof", proof_api.AssessmentProof.as_view()),
    path(f"{ONE}/again", again_api.AssessmentAgain.as_view()),
    path(f"{ONE}/baseline", baseline_api.AssessmentBaseline.as_view()),
    path(f"{ONE}/cancel", api.AssessmentCancel.as_view()),
    path(f"{ONE}/retry", api.AssessmentRetry.as_view()),
    path(f"{ONE}/person", api.AssessmentPerson.as_view()),
    path(f"{ONE}/reviews", api.ReviewList.as_view()),
    path(f"{ONE}/reviews/<uuid:review_id>", api.ReviewDetail.as_view()),
    path(f"{ONE}/sign", api.AssessmentSign.as_view()),
]
