"""Erasing a person over HTTP: what would go and what stays, then the deed."""

import uuid
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers as s
from rest_framework.request import Request
from rest_framework.response import Response

from results.erasure import erasure_perform, erasure_preview
from tenants.http import TenantView
from tenants.permissions import Perm
from tenants.services import access_erasable


class ErasureCountsSerializer(s.Serializer[Any]):
    assessments = s.IntegerField()
    videos = s.IntegerField()
    reviews = s.IntegerField()
    consents = s.IntegerField()
    journal_rows = s.IntegerField()


class ErasurePreviewSerializer(s.Serializer[Any]):
    name = s.CharField()
    counts = ErasureCountsSerializer()
    account = s.BooleanField(help_text="The account can go too: it belongs nowhere else.")
    stays = s.ListField(child=s.CharField(), help_text="What cannot be erased, in sentences.")


class ErasureRequestSerializer(s.Serializer[Any]):
    confirm = s.CharField(max_length=120, help_text="The person's name, as the page shows it.")
    account = s.BooleanField(
        default=True, help_text="Erase the account too, where it belongs nowhere else."
    )


class ErasedSerializer(s.Serializer[Any]):
    erased_at = s.DateTimeField()
    counts = ErasureCountsSerializer()
    event = s.UUIDField(help_text="The journal's row; it does not say who was erased.")


class ParticipantErasure(TenantView):
    perms = {"GET": Perm.PARTICIPANT_ERASE, "POST": Perm.PARTICIPANT_ERASE}

    @extend_schema(responses=ErasurePreviewSerializer)
    def get(self, request: Request, org: str, participant_id: uuid.UUID) -> Response:
        """What would go and what stays."""
        del request, org
        return Response(ErasurePreviewSerializer(erasure_preview(participant_id)).data)

    @extend_schema(request=ErasureRequestSerializer, responses=ErasedSerializer)
    def post(self, request: Request, org: str, participant_id: uuid.UUID) -> Response:
        """Erase this person for good; nothing can bring it back."""
        del org
        access_erasable(participant_id)
        asked = ErasureRequestSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        erased = erasure_perform(
            participant_id=participant_id, actor=self.actor.ref, **asked.validated_data
        )
        return Response(ErasedSerializer(erased).data)
