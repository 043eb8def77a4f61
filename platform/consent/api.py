"""A person's own agreement over HTTP."""

import uuid

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from base import errors
from consent import selectors, services
from consent import serializers as shapes
from consent.catalogue import current
from tenants.http import TenantView
from tenants.permissions import Perm, Role


class OwnConsent(TenantView):
    """The text in force, and whether the person signed in has agreed to it."""

    perms = {
        "GET": Perm.CONSENT_GIVE,
        "POST": Perm.CONSENT_GIVE,
        "DELETE": Perm.CONSENT_GIVE,
    }

    @extend_schema(responses=shapes.ConsentSerializer)
    def get(self, request: Request, org: str) -> Response:
        del request, org
        given = selectors.consent_in_force(self.person_id)
        needed = given is None and self.actor.role is Role.PARTICIPANT
        body = {"document": current(), "given": given, "needed": needed}
        return Response(shapes.ConsentSerializer(body).data)

    @extend_schema(request=shapes.ConsentRequestSerializer, responses={201: shapes.GivenSerializer})
    def post(self, request: Request, org: str) -> Response:
        """Agree to the version that was read."""
        del org
        asked = shapes.ConsentRequestSerializer(data=request.data)
        asked.is_valid(raise_exception=True)

        def create() -> Response:
            row = services.consent_give(
                membership_id=self.person_id, actor=self.actor.ref, **asked.validated_data
            )
            return Response(dict(shapes.GivenSerializer(row).data), status=201)

        return self.idempotent(request, create)

    @extend_schema(request=None, responses=shapes.GivenSerializer)
    def delete(self, request: Request, org: str) -> Response:
        """Take the agreement back; no new clip of this person is accepted from now on."""
        del request, org
        row = services.consent_withdraw(membership_id=self.person_id, actor=self.actor.ref)
        return Response(shapes.GivenSerializer(row).data)

    @property
    def person_id(self) -> uuid.UUID:
        if self.actor.membership_id is None:
            raise errors.Refused
        return self.actor.membership_id
