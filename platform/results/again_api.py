"""Analysing clips again over HTTP."""

import uuid
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers as s
from rest_framework.request import Request
from rest_framework.response import Response

from results.again import again_ask, agains_ask
from results.api import AssessmentView
from results.judging import REASONS
from results.models import LABELS
from results.reanalyses import again_record, outdated_rows, standing_records
from results.serializers import VERDICTS
from results.services import view_recorded
from tenants.http import TenantView
from tenants.permissions import Perm


class ChangeSerializer(s.Serializer[Any]):
    start_s = s.FloatField()
    before = s.IntegerField(allow_null=True, help_text="Its number in the report before.")
    after = s.IntegerField(allow_null=True)
    label_before = s.ChoiceField(choices=VERDICTS, allow_null=True)
    label_after = s.ChoiceField(choices=VERDICTS, allow_null=True)


class LeftBehindSerializer(s.Serializer[Any]):
    repetition = s.IntegerField()
    label = s.ChoiceField(choices=LABELS)  # type: ignore[assignment]  # the stubs know a field's own label
    start_s = s.FloatField()


class ModelNamedSerializer(s.Serializer[Any]):
    name = s.CharField()
    weights_sha256 = s.CharField()
    card = s.CharField()


class ReplacedSerializer(s.Serializer[Any]):
    id = s.UUIDField()
    ended_at = s.DateTimeField()
    asked_by = s.CharField()
    recorded_at = s.DateTimeField(help_text="When the replaced report was recorded.")
    models = ModelNamedSerializer(many=True, help_text="That judged the replaced report.")
    before = s.IntegerField()
    after = s.IntegerField()
    changes = ChangeSerializer(many=True)
    left_behind = LeftBehindSerializer(many=True)


class AgainSerializer(s.Serializer[Any]):
    outdated = s.ListField(child=s.ChoiceField(choices=REASONS))
    now = s.ChoiceField(choices=["waiting", "working", "failed"], allow_null=True)
    percent = s.FloatField(allow_null=True)
    sentence = s.CharField(allow_null=True)
    history = ReplacedSerializer(many=True)


class StandingOfExerciseSerializer(s.Serializer[Any]):
    exercise = s.CharField()
    reports = s.IntegerField()
    outdated = s.IntegerField()
    under_way = s.IntegerField()
    reasons = s.ListField(child=s.ChoiceField(choices=REASONS))
    repetitions = s.IntegerField(help_text="Of all that was analysed again.")
    changed = s.IntegerField(help_text="So many of those repetitions changed.")


class ReanalysesSerializer(s.Serializer[Any]):
    results = StandingOfExerciseSerializer(many=True)


class ReanalysesRequestSerializer(s.Serializer[Any]):
    exercise = s.CharField(max_length=40)


class AssessmentAgain(AssessmentView):
    perms = {"GET": Perm.ASSESSMENT_AGAIN, "POST": Perm.ASSESSMENT_AGAIN}

    @extend_schema(responses=AgainSerializer)
    def get(self, request: Request, org: str, assessment_id: uuid.UUID) -> Response:
        """Whether today's models would judge this clip otherwise, and what came of it before."""
        del request, org
        row = self.row(assessment_id)
        view_recorded(row, actor=self.actor)
        return Response(AgainSerializer(again_record(row)).data)

    @extend_schema(request=None, responses=AgainSerializer)
    def post(self, request: Request, org: str, assessment_id: uuid.UUID) -> Response:
        del request, org
        row = self.row(assessment_id)
        again_ask(row, actor=self.actor)
        return Response(AgainSerializer(again_record(row)).data)


class ReanalysisList(TenantView):
    perms = {"GET": Perm.ASSESSMENT_AGAIN, "POST": Perm.ASSESSMENT_AGAIN}

    @extend_schema(responses=ReanalysesSerializer)
    def get(self, request: Request, org: str) -> Response:
        """By exercise: how many results other models made."""
        del request, org
        return Response(ReanalysesSerializer({"results": standing_records()}).data)

    @extend_schema(request=ReanalysesRequestSerializer, responses=ReanalysesSerializer)
    def post(self, request: Request, org: str) -> Response:
        """Analyse all of an exercise again that other models judged, one after the other."""
        del org
        asked = ReanalysesRequestSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        agains_ask(outdated_rows(asked.validated_data["exercise"]), actor=self.actor)
        return Response(ReanalysesSerializer({"results": standing_records()}).data)
