"""Elements over HTTP: the tables, a routine's sheet and its files, a coach's word, progress."""

import uuid
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers as s
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from base.errors import NotFound
from results.access import assessments_within
from results.api import AssessmentView
from results.elements import (
    element_overrule,
    element_records,
    overrule_withdraw,
    progress,
    sheet,
)
from results.elements_files import as_csv, as_pdf
from results.services import list_recorded, view_recorded
from tenants.http import TenantView
from tenants.permissions import Perm, Reach
from tenants.selectors import participants

OUTCOMES = ["met", "missed", "unknown"]


class ElementSerializer(s.Serializer[Any]):
    id = s.CharField()
    name = s.CharField()
    kind = s.ChoiceField(choices=["difficulty", "acrobatic"])
    group = s.ChoiceField(choices=["A", "B", "C"], allow_null=True)
    family = s.IntegerField(allow_null=True)
    code = s.CharField(allow_null=True)
    value = s.FloatField(allow_null=True, help_text="Null: no source prints it.")
    cycle = s.CharField(allow_null=True, help_text="The code of points, as its source names it.")


class ElementWordSerializer(s.Serializer[Any]):
    id = s.UUIDField()
    start_s = s.FloatField()
    said = ElementSerializer(allow_null=True, help_text="Null: it is no element.")
    note = s.CharField()
    reviewer_name = s.CharField()
    created_at = s.DateTimeField()
    withdrawn_at = s.DateTimeField(allow_null=True)


class SheetRowSerializer(s.Serializer[Any]):
    index = s.IntegerField()
    start_s = s.FloatField()
    end_s = s.FloatField()
    at_s = s.FloatField()
    side = s.ChoiceField(choices=["left", "right"], allow_null=True)
    confidence = s.FloatField()
    measured_as = ElementSerializer()
    element = ElementSerializer(help_text="As a coach's word leaves it.")
    outcome = s.ChoiceField(choices=OUTCOMES)
    counts = s.BooleanField()
    repeats = s.IntegerField(allow_null=True, help_text="The row that counted it first.")
    checks = s.ListField(child=s.DictField())
    measured = s.DictField(child=s.DictField())
    downgrade = s.CharField(allow_null=True)
    word = ElementWordSerializer(allow_null=True)


class SheetSerializer(s.Serializer[Any]):
    assessment = s.UUIDField()
    participant = s.CharField()
    filmed_at = s.DateTimeField()
    rows = SheetRowSerializer(many=True)
    groups = s.DictField(child=s.IntegerField())
    counted = s.IntegerField()
    cannot_tell = s.IntegerField()
    missed = s.IntegerField()
    downgraded = s.IntegerField()
    known_sum = s.FloatField(help_text="Of known values, each element once.")
    known_values = s.IntegerField()
    unknown_values = s.IntegerField()
    history = ElementWordSerializer(many=True)


class ElementDoneSerializer(s.Serializer[Any]):
    assessment = s.UUIDField()
    filmed_at = s.DateTimeField()
    index = s.IntegerField()
    start_s = s.FloatField()
    outcome = s.ChoiceField(choices=OUTCOMES)
    measured = s.DictField(child=s.DictField())
    downgrade = s.CharField(allow_null=True)


class ElementProgressSerializer(s.Serializer[Any]):
    element = ElementSerializer()
    measure = s.CharField(help_text="The requirement that tells best how it comes on.")
    done = ElementDoneSerializer(many=True)


class ProgressSerializer(s.Serializer[Any]):
    participant = s.CharField()
    elements = ElementProgressSerializer(many=True)


class OverruleSerializer(s.Serializer[Any]):
    element = s.IntegerField(min_value=1, help_text="Its number in the report.")
    said = s.CharField(allow_blank=True, max_length=40, help_text="Empty: it is no element.")
    note = s.CharField(max_length=2000, help_text="Why.")


class ElementList(APIView):
    """The tables of elements."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses=ElementSerializer(many=True))
    def get(self, request: Request) -> Response:
        del request
        return Response(element_records())


class RoutineSheet(AssessmentView):
    perms = {"GET": Perm.ASSESSMENT_VIEW}

    @extend_schema(responses=SheetSerializer)
    def get(self, request: Request, org: str, assessment_id: uuid.UUID) -> Response:
        """Elements of a routine, their groups and values, as a coach's word leaves them."""
        del request, org
        return Response(_seen(self, assessment_id))


class RoutineFile(AssessmentView):
    """The sheet as a file to keep; subclasses say which."""

    perms = {"GET": Perm.ASSESSMENT_VIEW}
    media_type = ""
    suffix = ""
    write: Callable[[dict[str, Any]], str | bytes]

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    def get(self, request: Request, org: str, assessment_id: uuid.UUID) -> HttpResponse:
        del request, org
        found = _seen(self, assessment_id)
        answer = HttpResponse(type(self).write(found), content_type=self.media_type)
        name = f"routine-{found['filmed_at'][:10]}.{self.suffix}"
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer


class RoutineCsv(RoutineFile):
    media_type, suffix, write = "text/csv; charset=utf-8", "csv", staticmethod(as_csv)


class RoutinePdf(RoutineFile):
    media_type, suffix, write = "application/pdf", "pdf", staticmethod(as_pdf)


def _seen(view: AssessmentView, assessment_id: uuid.UUID) -> dict[str, Any]:
    row = view.row(assessment_id)
    view_recorded(row, actor=view.actor)
    return sheet(row)


class ElementReviews(AssessmentView):
    perms = {"POST": Perm.ASSESSMENT_REVIEW}

    @extend_schema(request=OverruleSerializer, responses={201: SheetSerializer})
    def post(self, request: Request, org: str, assessment_id: uuid.UUID) -> Response:
        """Say which element it is, or that it is none, and why."""
        del org
        row = self.row(assessment_id)
        asked = OverruleSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        element_overrule(row, actor=self.actor, **asked.validated_data)
        return Response(sheet(row), status=201)


class ElementReviewOne(AssessmentView):
    perms = {"DELETE": Perm.ASSESSMENT_REVIEW}

    @extend_schema(responses={200: SheetSerializer})
    def delete(
        self, request: Request, org: str, assessment_id: uuid.UUID, review_id: uuid.UUID
    ) -> Response:
        """Take one's word back."""
        del request, org
        row = self.row(assessment_id)
        overrule_withdraw(row, review_id, actor=self.actor)
        return Response(sheet(row))


class ElementProgress(TenantView):
    perms = {"GET": Perm.ASSESSMENT_VIEW}

    @extend_schema(responses=ProgressSerializer)
    def get(self, request: Request, org: str, participant_id: uuid.UUID) -> Response:
        """Each element of an athlete's routines, with every time it was done."""
        del request, org
        person = participants().filter(id=participant_id).first()
        if person is None or (
            self.reach is not Reach.ALL and person.id not in self.actor.own_people
        ):
            raise NotFound
        rows = assessments_within(self.actor, self.reach).filter(participant_id=person.id)
        list_recorded(actor=self.actor)
        return Response({"participant": person.user.name, "elements": progress(rows)})
