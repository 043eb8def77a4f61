"""Grants over HTTP: list, give, ask, decide, withdraw."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers as s
from rest_framework.request import Request
from rest_framework.response import Response

from base import clock
from tenants import services
from tenants.access import access_grant
from tenants.grants import grantee_of
from tenants.http import PageView, TenantView
from tenants.models import Grant
from tenants.permissions import Perm, Reach, Role
from tenants.records import Actor
from tenants.selectors import grantee_names, user_names

GRANTEES = ["guest", "device"]


class GranteeSerializer(s.Serializer[Any]):
    kind = s.ChoiceField(choices=GRANTEES)
    id = s.UUIDField()


class NamedGranteeSerializer(GranteeSerializer):
    name = s.CharField()


class GrantPersonSerializer(s.Serializer[Any]):
    id = s.UUIDField()
    name = s.CharField(help_text="Empty for whoever asks, until it was granted once.")


class GrantSerializer(s.Serializer[Any]):
    id = s.UUIDField()
    grantee = NamedGranteeSerializer()
    participant = GrantPersonSerializer()
    state = s.ChoiceField(choices=Grant.State.choices)
    reason = s.CharField()
    asked_at = s.DateTimeField()
    decided_at = s.DateTimeField(allow_null=True)
    decided_by = s.CharField(allow_null=True)
    until = s.DateTimeField(allow_null=True)
    uses = s.IntegerField(help_text="Hours in which it was used.")
    last_used_at = s.DateTimeField(allow_null=True)


class GrantFilterSerializer(s.Serializer[Any]):
    state = s.ChoiceField(choices=Grant.State.choices, default="")


class GrantGiveSerializer(s.Serializer[Any]):
    grantee = GranteeSerializer()
    participant = s.UUIDField()
    until = s.DateTimeField()
    reason = s.CharField(max_length=200, allow_blank=True, default="")


class GrantRequestSerializer(s.Serializer[Any]):
    participant = s.UUIDField()
    reason = s.CharField(max_length=200)
    until = s.DateTimeField()


class GrantDecisionSerializer(s.Serializer[Any]):
    granted = s.BooleanField()
    until = s.DateTimeField(required=False, allow_null=True, default=None)


class GrantList(PageView):
    """Who may look at whose results, who asks to, and who might once."""

    perms = {"GET": Perm.GRANT_LIST, "POST": Perm.GRANT_DECIDE}

    @extend_schema(parameters=[GrantFilterSerializer], responses=GrantSerializer(many=True))
    def get(self, request: Request, org: str) -> Response:
        del org
        asked = GrantFilterSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        rows = _in_state(_within(self.actor, self.reach), asked.validated_data["state"])
        return self.page(request, rows, lambda page: _shown(page, self.actor))

    @extend_schema(request=GrantGiveSerializer, responses={201: GrantSerializer})
    def post(self, request: Request, org: str) -> Response:
        """Open a participant's results to a guest or a device, until an end."""
        del org
        asked = GrantGiveSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        wanted: dict[str, Any] = asked.validated_data

        def create() -> Response:
            row = services.grant_give(
                actor=self.actor,
                grantee_kind=wanted["grantee"]["kind"],
                grantee_id=wanted["grantee"]["id"],
                participant_id=wanted["participant"],
                until=wanted["until"],
                reason=wanted["reason"],
            )
            return Response(_shown([row], self.actor)[0], status=201)

        return self.idempotent(request, create)


class GrantRequests(TenantView):
    perms = {"POST": Perm.GRANT_REQUEST}

    @extend_schema(request=GrantRequestSerializer, responses={201: GrantSerializer})
    def post(self, request: Request, org: str) -> Response:
        """Ask to see a participant's results."""
        del org
        asked = GrantRequestSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        wanted: dict[str, Any] = asked.validated_data

        def create() -> Response:
            row = services.grant_request(
                actor=self.actor,
                participant_id=wanted["participant"],
                reason=wanted["reason"],
                until=wanted["until"],
            )
            return Response(_shown([row], self.actor)[0], status=201)

        return self.idempotent(request, create)


class GrantDecision(TenantView):
    perms = {"POST": Perm.GRANT_DECIDE}

    @extend_schema(request=GrantDecisionSerializer, responses=GrantSerializer)
    def post(self, request: Request, org: str, grant_id: uuid.UUID) -> Response:
        """Answer a request."""
        del org
        access_grant(grant_id)
        asked = GrantDecisionSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        row = services.grant_decide(actor=self.actor, grant_id=grant_id, **asked.validated_data)
        return Response(_shown([row], self.actor)[0])


class GrantWithdrawal(TenantView):
    perms = {"POST": Perm.GRANT_DECIDE}

    @extend_schema(request=None, responses=GrantSerializer)
    def post(self, request: Request, org: str, grant_id: uuid.UUID) -> Response:
        """Take a grant back: it opens nothing from now on."""
        del request, org
        row = services.grant_withdraw(actor=self.actor, grant_id=grant_id)
        return Response(_shown([row], self.actor)[0])


def _within(actor: Actor, reach: Reach) -> QuerySet[Grant]:
    rows = Grant.objects.select_related("participant__user")
    if reach is Reach.ALL:
        return rows
    if actor.role is Role.PARTICIPANT:
        return rows.filter(participant_id=actor.membership_id)
    return rows.filter(grantee_id=grantee_of(actor)[1])


def _in_state(rows: QuerySet[Grant], state: str) -> QuerySet[Grant]:
    kept, now = Q(withdrawn_at__isnull=True), clock.now()
    given = kept & Q(is_granted=True)
    found = {
        "requested": kept & Q(decided_at__isnull=True),
        "granted": given & Q(until__gt=now),
        "expired": given & Q(until__lte=now),
        "refused": kept & Q(decided_at__isnull=False, is_granted=False),
        "withdrawn": Q(withdrawn_at__isnull=False),
    }
    return rows.filter(found[state]) if state else rows


def _shown(rows: Sequence[Grant], actor: Actor) -> list[dict[str, Any]]:
    """Whoever asked by a number learns no name by it."""
    now = clock.now()
    grantees = grantee_names(row.grantee_id for row in rows)
    deciders = user_names(row.decided_by for row in rows if row.decided_by)
    asks = actor.role in {Role.GUEST, Role.DEVICE}
    return [
        dict(
            GrantSerializer(
                {
                    "id": row.id,
                    "grantee": {
                        "kind": row.grantee_kind,
                        "id": row.grantee_id,
                        "name": grantees.get(row.grantee_id, ""),
                    },
                    "participant": {
                        "id": row.participant_id,
                        "name": "" if asks and not row.is_granted else row.participant.user.name,
                    },
                    "state": row.state_at(now),
                    "reason": row.reason,
                    "asked_at": row.created_at,
                    "decided_at": row.decided_at,
                    "decided_by": deciders.get(row.decided_by) if row.decided_by else None,
                    "until": row.until,
                    "uses": row.uses,
                    "last_used_at": row.last_used_at,
                }
            ).data
        )
        for row in rows
    ]
