"""Who looked at an assessment, and the file that proves its report, over HTTP."""

import uuid
from typing import Any, get_args

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers as s
from rest_framework.request import Request
from rest_framework.response import Response

from anchors.records import State
from audit.kinds import Kind
from audit.serializers import JournalActorSerializer
from base import clock
from results.api import AssessmentView
from results.proofs import accesses, proof_export
from results.services import view_recorded
from tenants.permissions import Perm


class JournalLineSerializer(s.Serializer[Any]):
    event = s.UUIDField()
    kind = s.CharField()
    at = s.DateTimeField()
    actor = JournalActorSerializer()
    state = s.ChoiceField(choices=get_args(State))
    index = s.IntegerField(allow_null=True)


class AccessesSerializer(s.Serializer[Any]):
    results = JournalLineSerializer(many=True)


class AssessmentAccesses(AssessmentView):
    perms = {"GET": Perm.ACCESS_LIST}

    @extend_schema(responses=AccessesSerializer)
    def get(self, request: Request, org: str, assessment_id: uuid.UUID) -> Response:
        """Everything that is recorded of this assessment, newest first."""
        del request, org
        row = self.row(assessment_id)
        view_recorded(row, actor=self.actor, kind=Kind.LEDGER_SEEN)
        return Response(AccessesSerializer({"results": accesses(row)}).data)


class AssessmentProof(AssessmentView):
    perms = {"POST": Perm.PROOF_EXPORT}

    @extend_schema(request=None, responses={(200, "application/json"): OpenApiTypes.BINARY})
    def post(self, request: Request, org: str, assessment_id: uuid.UUID) -> HttpResponse:
        """The proof of this report as one file; that it was taken is recorded first."""
        del request, org
        row = self.row(assessment_id)
        proof = proof_export(row, actor=self.actor)
        name = f"plumbline-proof-{clock.now():%Y-%m-%d}-{str(row.id)[:8]}.json"
        return HttpResponse(
            proof,
            content_type="application/json",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )
