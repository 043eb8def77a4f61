"""What judges, and how far people agree with it, over HTTP."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers as s
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from results.agreement import agreement_records
from results.cards import card_names, card_record, exercise_records, model_record
from tenants.http import TenantView
from tenants.permissions import Perm

SOURCES = ["learned", "rubric", "none"]


class WeightsFileSerializer(s.Serializer[Any]):
    name = s.CharField()
    sha256 = s.CharField()


class ModelSerializer(s.Serializer[Any]):
    name = s.CharField()
    title = s.CharField()
    files = WeightsFileSerializer(many=True)


class FiguresSerializer(s.Serializer[Any]):
    n = s.IntegerField()
    accuracy = s.FloatField()
    f1 = s.FloatField()
    f1_incorrect = s.FloatField()
    auc = s.FloatField(allow_null=True)
    ece = s.FloatField()
    coverage = s.FloatField()
    own_accuracy = s.FloatField(help_text="With an own baseline.")


class LearnedSerializer(s.Serializer[Any]):
    protocol = s.CharField()
    n = s.IntegerField()
    subjects = s.IntegerField()
    metrics = s.DictField(child=s.FloatField())
    intervals = s.DictField(child=s.ListField(child=s.FloatField()))
    reliability = s.ListField(
        child=s.ListField(child=s.FloatField()),
        help_text="Per bin: probability told, share that was correct, repetitions.",
    )
    own_metrics = s.DictField(child=s.FloatField())
    own_reliability = s.ListField(child=s.ListField(child=s.FloatField()))
    exercises = s.DictField(child=FiguresSerializer())


class CardSerializer(ModelSerializer):
    text = s.CharField(help_text="The card, in Markdown.")
    figures = LearnedSerializer(allow_null=True)


class SourceOfExerciseSerializer(s.Serializer[Any]):
    exercise = s.CharField()
    source = s.ChoiceField(choices=SOURCES)  # type: ignore[assignment]  # the stubs know a field's own source
    rules = s.IntegerField()
    figures = FiguresSerializer(allow_null=True)
    live = s.DictField(child=s.FloatField(), help_text="On what a pose network saw.")


class ModelsSerializer(s.Serializer[Any]):
    models = ModelSerializer(many=True)
    exercises = SourceOfExerciseSerializer(many=True)


class AgreementOfExerciseSerializer(s.Serializer[Any]):
    exercise = s.CharField(allow_blank=True)
    source = s.ChoiceField(choices=SOURCES)  # type: ignore[assignment]  # the stubs know a field's own source
    pairs = s.IntegerField(help_text="Repetitions that both decided.")
    people = s.IntegerField()
    same = s.IntegerField()
    undecided = s.IntegerField(help_text="One of the two could not tell.")
    kappa = s.FloatField(allow_null=True)
    low = s.FloatField(allow_null=True)
    high = s.FloatField(allow_null=True)


class AgreementSerializer(s.Serializer[Any]):
    results = AgreementOfExerciseSerializer(many=True)


class ModelList(APIView):
    """What judges in Plumbline, and where the verdict of each exercise comes from."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses=ModelsSerializer)
    def get(self, request: Request) -> Response:
        del request
        found = {"models": map(model_record, card_names()), "exercises": exercise_records()}
        return Response(ModelsSerializer(found).data)


class ModelDetail(APIView):
    """One model with its card."""

    permission_classes = [IsAuthenticated]

    @extend_schema(operation_id="model_card", responses=CardSerializer)
    def get(self, request: Request, name: str) -> Response:
        del request
        return Response(CardSerializer(card_record(name)).data)


class AgreementList(TenantView):
    perms = {"GET": Perm.AGREEMENT_VIEW}

    @extend_schema(responses=AgreementSerializer)
    def get(self, request: Request, org: str) -> Response:
        """Cohen's kappa of verdicts and reviewers, by exercise and source."""
        del request, org
        return Response(AgreementSerializer({"results": agreement_records()}).data)
