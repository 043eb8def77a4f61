"""Assessments over HTTP: validate, call, serialise."""

import uuid
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers as s
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from assessment.exercises import catalogue
from base.errors import NotFound
from live.selectors import events_after, last_event_id
from results import selectors, services
from results import serializers as shapes
from results.access import access_assessment, assessments_within
from results.filters import Filters, filtered
from results.models import Assessment
from tenants.http import PageView, TenantView
from tenants.permissions import Perm
from tenants.selectors import participants

EVENTS_PAGE = 500


class FiltersSerializer(s.Serializer[Any]):
    state = s.MultipleChoiceField(
        choices=shapes.STATES, required=False, help_text="May be given several times; any of them."
    )
    exercise = s.CharField(default="")
    participant = s.UUIDField(default=None)
    q = s.CharField(default="", max_length=80)
    reviewed = s.BooleanField(default=None, allow_null=True)
    since = s.DateTimeField(default=None)


class ExerciseList(APIView):
    """The exercises that Plumbline knows."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses=shapes.ExerciseSerializer(many=True))
    def get(self, request: Request) -> Response:
        del request
        return Response([one.describe() for one in catalogue()])


class ParticipantFilterSerializer(s.Serializer[Any]):
    q = s.CharField(required=False, default="", max_length=80, help_text="Part of a name.")


class ParticipantList(PageView):
    """Patients of a clinic, athletes of a school."""

    perms = {"GET": Perm.PARTICIPANT_LIST}

    @extend_schema(
        parameters=[ParticipantFilterSerializer],
        responses=shapes.ParticipantSerializer(many=True),
    )
    def get(self, request: Request, org: str) -> Response:
        del org
        asked = ParticipantFilterSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        found = participants(**asked.validated_data)
        return self.page(request, found, selectors.participant_records)


class AssessmentView(TenantView):
    """A view of one assessment: finds the row by the verb of the method."""

    def row(self, assessment_id: uuid.UUID) -> Assessment:
        perm = self.perms[self.request.method or ""]
        try:
            return access_assessment(self.actor, perm, assessment_id)
        except NotFound:
            services.refusal_recorded(assessment_id, actor=self.actor)
            raise

    def shown(self, row: Assessment, status: int = 200) -> Response:
        again = access_assessment(self.actor, Perm.ASSESSMENT_VIEW, row.id)
        return Response(selectors.detail(again, self.actor), status=status)


class AssessmentList(PageView):
    perms = {"GET": Perm.ASSESSMENT_VIEW}

    @extend_schema(
        parameters=[FiltersSerializer],
        responses=shapes.AssessmentItemSerializer(many=True),
    )
    def get(self, request: Request, org: str) -> Response:
        asked = FiltersSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        rows = filtered(assessments_within(self.actor, self.reach), Filters(**asked.validated_data))
        services.list_recorded(actor=self.actor)
        return self.page(request, rows, lambda page: selectors.items(page, org))


class AssessmentDetail(AssessmentView):
    perms = {"GET": Perm.ASSESSMENT_VIEW}

    @extend_schema(responses=shapes.AssessmentSerializer)
    def get(self, request: Request, org: str, assessment_id: uuid.UUID) -> Response:
        del request, org
        row = self.row(assessment_id)
        services.view_recorded(row, actor=self.actor)
        return Response(selectors.detail(row, self.actor))


class AssessmentEvents(AssessmentView):
    perms = {"GET": Perm.ASSESSMENT_VIEW}

    @extend_schema(
        parameters=[OpenApiParameter("after", int, default=0)], responses=shapes.EventsSerializer
    )
    def get(self, request: Request, org: str, assessment_id: uuid.UUID) -> Response:
        del org
        row = self.row(assessment_id)
        services.view_recorded(row, actor=self.actor)
        after = request.query_params.get("after", "0")
        events = events_after(row.id, int(after) if after.isdigit() else 0, EVENTS_PAGE)
        return Response({"events": events, "last_event_id": last_event_id(row.id)})


class AssessmentLandmarks(AssessmentView):
    perms = {"GET": Perm.ASSESSMENT_VIEW}

    @extend_schema(responses=shapes.LandmarksSerializer)
    def get(self, request: Request, org: str, assessment_id: uuid.UUID) -> Response:
        del request, org
        row = self.row(assessment_id)
        services.view_recorded(row, actor=self.actor)
        return Response(selectors.landmarks(row))


class AssessmentCancel(AssessmentView):
    perms = {"POST": Perm.ASSESSMENT_CANCEL}

    @extend_schema(request=None, responses=shapes.AssessmentSerializer)
    def post(self, request: Request, org: str, assessment_id: uuid.UUID) -> Response:
        del request, org
        row = self.row(assessment_id)
        services.assessment_cancel(row, actor=self.actor)
        return self.shown(row)


class AssessmentRetry(AssessmentView):
    perms = {"POST": Perm.ASSESSMENT_CANCEL}

    @extend_schema(request=None, responses=shapes.AssessmentSerializer)
    def post(self, request: Request, org: str, assessment_id: uuid.UUID) -> Response:
        del request, org
        row = self.row(assessment_id)
        services.assessment_retry(row, actor=self.actor)
        return self.shown(row)


class AssessmentPerson(AssessmentView):
    """Several people were seen: the clip is assessed again with the one at this place."""

    perms = {"POST": Perm.ASSESSMENT_FOLLOW}

    @extend_schema(request=shapes.PersonPlaceSerializer, responses=shapes.AssessmentSerializer)
    def post(self, request: Request, org: str, assessment_id: uuid.UUID) -> Response:
        del org
        row = self.row(assessment_id)
        asked = shapes.PersonPlaceSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        services.assessment_follow(row, actor=self.actor, **asked.validated_data)
        return self.shown(row)


class ReviewList(AssessmentView):
    perms = {"POST": Perm.ASSESSMENT_REVIEW}

    @extend_schema(request=shapes.ReviewRequestSerializer, responses={201: shapes.ReviewSerializer})
    def post(self, request: Request, org: str, assessment_id: uuid.UUID) -> Response:
        del org
        row = self.row(assessment_id)
        asked = shapes.ReviewRequestSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        wanted: dict[str, Any] = asked.validated_data

        def create() -> Response:
            review = services.review_create(row, actor=self.actor, **wanted)
            return Response(selectors.review_record(review), status=201)

        return self.idempotent(request, create)


class ReviewDetail(AssessmentView):
    perms = {"DELETE": Perm.ASSESSMENT_REVIEW}

    @extend_schema(responses=shapes.ReviewSerializer)
    def delete(
        self, request: Request, org: str, assessment_id: uuid.UUID, review_id: uuid.UUID
    ) -> Response:
        del request, org
        review = services.review_withdraw(self.row(assessment_id), review_id, actor=self.actor)
        return Response(selectors.review_record(review))


class AssessmentSign(AssessmentView):
    perms = {"POST": Perm.ASSESSMENT_REVIEW, "DELETE": Perm.ASSESSMENT_REVIEW}

    @extend_schema(request=None, responses=shapes.AssessmentSerializer)
    def post(self, request: Request, org: str, assessment_id: uuid.UUID) -> Response:
        del request, org
        row = self.row(assessment_id)
        services.assessment_sign(row, actor=self.actor)
        return self.shown(row)

    @extend_schema(request=None, responses=shapes.AssessmentSerializer)
    def delete(self, request: Request, org: str, assessment_id: uuid.UUID) -> Response:
        del request, org
        row = self.row(assessment_id)
        services.assessment_unsign(row, by=self.actor.ref)
        return self.shown(row)
