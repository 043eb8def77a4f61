"""People, invitations and devices of an organisation over HTTP: validate, call, serialise."""

import uuid
from collections.abc import Sequence
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle

from accounts.selectors import devices
from accounts.services import device_create, device_revoke
from base import clock
from tenants import selectors, services
from tenants import serializers as shapes
from tenants.http import PageView, TenantView
from tenants.models import Invitation
from tenants.permissions import Perm, Role
from tenants.throttles import MailThrottle


class MemberList(PageView):
    """Who belongs to the organisation now."""

    perms = {"GET": Perm.MEMBER_LIST}

    @extend_schema(
        parameters=[shapes.MemberFilterSerializer], responses=shapes.MemberSerializer(many=True)
    )
    def get(self, request: Request, org: str) -> Response:
        del org
        asked = shapes.MemberFilterSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        rows = selectors.members(**asked.validated_data)
        return self.page(request, rows, lambda page: shapes.MemberSerializer(page, many=True).data)


class MemberDetail(TenantView):
    perms = {"PATCH": Perm.MEMBER_MANAGE, "DELETE": Perm.MEMBER_MANAGE}

    @extend_schema(request=shapes.MemberRequestSerializer, responses=shapes.MemberSerializer)
    def patch(self, request: Request, org: str, member_id: uuid.UUID) -> Response:
        """Give a member another role; the last administrator keeps it."""
        del org
        asked = shapes.MemberRequestSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        member = services.member_role_change(
            actor=self.actor, member_id=member_id, role=Role(asked.validated_data["role"])
        )
        return Response(shapes.MemberSerializer(member).data)

    @extend_schema(request=None, responses={204: None})
    def delete(self, request: Request, org: str, member_id: uuid.UUID) -> Response:
        """End a membership at once; the last administrator stays."""
        del request, org
        services.member_remove(actor=self.actor, member_id=member_id)
        return Response(status=204)


class MailingView(TenantView):
    """A view whose POST sends a mail."""

    def get_throttles(self) -> list[BaseThrottle]:
        mailing = [MailThrottle()] if self.request.method == "POST" else []
        return [*super().get_throttles(), *mailing]


class InvitationList(MailingView, PageView):
    """Invitations, whatever became of them."""

    perms = {"GET": Perm.INVITATION_LIST, "POST": Perm.INVITATION_MANAGE}

    @extend_schema(responses=shapes.InvitationSerializer(many=True))
    def get(self, request: Request, org: str) -> Response:
        del org
        return self.page(request, selectors.invitations(), _invitations)

    @extend_schema(
        request=shapes.InvitationRequestSerializer,
        responses={201: shapes.InvitationSerializer},
    )
    def post(self, request: Request, org: str) -> Response:
        """Invite a person by mail; a guest also needs `sees` and `expires_at`."""
        del org
        asked = shapes.InvitationRequestSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        wanted: dict[str, Any] = asked.validated_data

        def create() -> Response:
            row = services.invitation_create(
                actor=self.actor,
                email=wanted["email"],
                role=Role(wanted["role"]),
                sees_id=wanted["sees"],
                guest_until=wanted["expires_at"],
            )
            return Response(_invitations([row])[0], status=201)

        return self.idempotent(request, create)


class InvitationDetail(TenantView):
    perms = {"DELETE": Perm.INVITATION_MANAGE}

    @extend_schema(request=None, responses={204: None})
    def delete(self, request: Request, org: str, invitation_id: uuid.UUID) -> Response:
        """Take an invitation back: its link is dead at once."""
        del request, org
        services.invitation_revoke(actor=self.actor, invitation_id=invitation_id)
        return Response(status=204)


class InvitationResend(MailingView):
    perms = {"POST": Perm.INVITATION_MANAGE}

    @extend_schema(request=None, responses=shapes.InvitationSerializer)
    def post(self, request: Request, org: str, invitation_id: uuid.UUID) -> Response:
        """Mail a new link; the old one is dead."""
        del request, org
        row = services.invitation_resend(actor=self.actor, invitation_id=invitation_id)
        return Response(_invitations([row])[0])


class DeviceList(PageView):
    """Devices and scripts that may act for the organisation."""

    perms = {"GET": Perm.DEVICE_LIST, "POST": Perm.DEVICE_MANAGE}

    @extend_schema(responses=shapes.DeviceSerializer(many=True))
    def get(self, request: Request, org: str) -> Response:
        del org
        return self.page(
            request, devices(), lambda page: shapes.DeviceSerializer(page, many=True).data
        )

    @extend_schema(
        request=shapes.DeviceRequestSerializer, responses={201: shapes.DeviceMadeSerializer}
    )
    def post(self, request: Request, org: str) -> Response:
        """Make a device; its token is in this answer and nowhere else.

        No Idempotency-Key here: the first answer would have to be kept with the token in it.
        """
        del org
        asked = shapes.DeviceRequestSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        device, token = device_create(actor=self.actor.ref, **asked.validated_data)
        shown = {**shapes.DeviceSerializer(device).data, "token": token}
        return Response(shown, status=201)


class DeviceDetail(TenantView):
    perms = {"DELETE": Perm.DEVICE_MANAGE}

    @extend_schema(request=None, responses=shapes.DeviceSerializer)
    def delete(self, request: Request, org: str, device_id: uuid.UUID) -> Response:
        """Revoke a device's token; the row stays in the list."""
        del request, org
        device = device_revoke(actor=self.actor.ref, device_id=device_id)
        return Response(shapes.DeviceSerializer(device).data)


def _invitations(rows: Sequence[Invitation]) -> list[dict[str, Any]]:
    now = clock.now()
    return [
        dict(
            shapes.InvitationSerializer(
                {
                    "id": row.id,
                    "email": row.email,
                    "role": row.role,
                    "state": row.state_at(now),
                    "sees": row.sees_id,
                    "guest_until": row.guest_until,
                    "expires_at": row.expires_at,
                    "created_at": row.created_at,
                }
            ).data
        )
        for row in rows
    ]
