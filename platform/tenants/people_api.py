"""What a person may ask outside any organisation: who am I, and what is this link in my mail."""

import uuid

from drf_spectacular.utils import extend_schema
from rest_framework.authentication import SessionAuthentication
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.selectors import user_get, user_standing
from accounts.services import user_sign_in, user_update
from tenants import selectors, services
from tenants import serializers as shapes
from tenants.http import PrivateView
from tenants.invitations import invitation_shown
from tenants.throttles import LinkThrottle


class Me(PrivateView):
    """The person signed in, and everywhere that this person belongs."""

    permission_classes = (IsAuthenticated,)

    @extend_schema(responses=shapes.MeSerializer)
    def get(self, request: Request) -> Response:
        return _me(request)

    @extend_schema(request=shapes.MeRequestSerializer, responses=shapes.MeSerializer)
    def patch(self, request: Request) -> Response:
        asked = shapes.MeRequestSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        user_update(user_id=_user_id(request), **asked.validated_data)
        return _me(request)


class InvitationOpened(PrivateView):
    """An invitation as the bearer of its link sees it."""

    permission_classes = (AllowAny,)
    throttle_classes = (LinkThrottle,)

    @extend_schema(responses=shapes.InvitationShownSerializer)
    def get(self, request: Request, token: str) -> Response:
        del request
        return Response(shapes.InvitationShownSerializer(invitation_shown(token)).data)


class InvitationAccepted(PrivateView):
    permission_classes = (AllowAny,)
    throttle_classes = (LinkThrottle,)

    @extend_schema(request=shapes.AcceptRequestSerializer, responses={201: shapes.JoinedSerializer})
    def post(self, request: Request, token: str) -> Response:
        """Join: as the person signed in, or as a new person, who is signed in by it."""
        SessionAuthentication().enforce_csrf(request)  # it begins a session: no other site may
        asked = shapes.AcceptRequestSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        signed_in = _user_id(request) if request.user.is_authenticated else None
        joined = services.invitation_accept(token=token, user_id=signed_in, **asked.validated_data)
        if joined.created:
            user_sign_in(request=request._request, user_id=joined.user_id)  # noqa: SLF001 -- Django's own request, below DRF's
        return Response(shapes.JoinedSerializer(joined).data, status=201)


def _user_id(request: Request) -> uuid.UUID:
    return uuid.UUID(str(request.user.pk))


def _me(request: Request) -> Response:
    user = user_get(_user_id(request))
    standing = user_standing(user.id)
    body = {
        "id": user.id,
        "email": user.email,
        "name": user.name,
        "locale": user.locale,
        "email_verified": standing.email_verified,
        "totp_enabled": standing.totp_enabled,
        "passkey_count": standing.passkey_count,
        "memberships": selectors.standing_of(user.id),
    }
    return Response(shapes.MeSerializer(body).data)
