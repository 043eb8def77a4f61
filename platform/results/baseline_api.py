"""A person's own baseline over HTTP, reached by a clip of that person and exercise."""

import uuid
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers as s
from rest_framework.request import Request
from rest_framework.response import Response

from results.api import AssessmentView
from results.baselines import baseline_record, baseline_set, baseline_withdraw
from results.models import Assessment
from results.services import view_recorded
from tenants.permissions import Perm


class BaselineOfSerializer(s.Serializer[Any]):
    id = s.UUIDField()
    view = s.CharField()
    assessment = s.UUIDField(help_text="The clip that it was set from.")
    filmed_at = s.DateTimeField()
    repetitions = s.ListField(child=s.IntegerField())
    set_at = s.DateTimeField()
    set_by = s.CharField()
    withdrawn_at = s.DateTimeField(allow_null=True)
    withdrawn_by = s.CharField(allow_null=True)


class OwnBaselineSerializer(s.Serializer[Any]):
    known = s.BooleanField(help_text="Whether the exercise has a learned verdict at all.")
    speaks = s.BooleanField(help_text="Whether that verdict may speak here already.")
    accepted = s.ListField(child=s.IntegerField(), help_text="Repetitions judged correct.")
    fewest = s.IntegerField()
    in_force = BaselineOfSerializer(allow_null=True)
    usable = s.BooleanField(help_text="False: it can't be made for today's weights any more.")
    compared = BaselineOfSerializer(allow_null=True, help_text="What this report was held against.")
    history = BaselineOfSerializer(many=True)


class AssessmentBaseline(AssessmentView):
    perms = {
        "GET": Perm.BASELINE_VIEW,
        "POST": Perm.BASELINE_MANAGE,
        "DELETE": Perm.BASELINE_MANAGE,
    }

    @extend_schema(responses=OwnBaselineSerializer)
    def get(self, request: Request, org: str, assessment_id: uuid.UUID) -> Response:
        """The own baseline of this clip's person and exercise."""
        del request, org
        row = self.row(assessment_id)
        view_recorded(row, actor=self.actor)
        return self.told(row)

    @extend_schema(request=None, responses=OwnBaselineSerializer)
    def post(self, request: Request, org: str, assessment_id: uuid.UUID) -> Response:
        """Set it from the repetitions of this clip that were judged correct."""
        del request, org
        row = self.row(assessment_id)
        baseline_set(row, actor=self.actor)
        return self.told(row)

    @extend_schema(request=None, responses={200: OwnBaselineSerializer})
    def delete(self, request: Request, org: str, assessment_id: uuid.UUID) -> Response:
        """Withdraw the one in force; its history stays."""
        del request, org
        row = self.row(assessment_id)
        baseline_withdraw(row, actor=self.actor)
        return self.told(row)

    def told(self, row: Assessment) -> Response:
        return Response(OwnBaselineSerializer(baseline_record(row)).data)
