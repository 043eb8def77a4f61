"""What other apps may ask about people and devices."""

import uuid

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db.models import Q, QuerySet

from accounts.models import Device, User
from accounts.records import Standing
from base import scope
from base.scope import Crossing


def user_by_email(email: str) -> User | None:
    """The person who has proven this address, or whose account began with it."""
    asked = email.strip().lower()
    proven = EmailAddress.objects.filter(email__iexact=asked, verified=True)
    return User.objects.filter(Q(email=asked) | Q(id__in=proven.values("user_id"))).first()


def user_get(user_id: uuid.UUID) -> User:
    return User.objects.get(id=user_id)


def user_addresses(user_id: uuid.UUID) -> list[str]:
    """Every address of this person, proven or not."""
    further = EmailAddress.objects.filter(user_id=user_id).values_list("email", flat=True)
    return sorted({user_get(user_id).email.lower(), *(one.lower() for one in further)})


def user_standing(user_id: uuid.UUID) -> Standing:
    """How well this person's account is proven and guarded."""
    kinds = list(Authenticator.objects.filter(user_id=user_id).values_list("type", flat=True))
    return Standing(
        email_verified=EmailAddress.objects.filter(user_id=user_id, verified=True).exists(),
        totp_enabled=Authenticator.Type.TOTP in kinds,
        passkey_count=kinds.count(Authenticator.Type.WEBAUTHN),
    )


def devices() -> QuerySet[Device]:
    """Devices of the tenant in scope, revoked ones too."""
    return Device.objects.all()


def device_by_digest(digest: str) -> Device | None:
    """The device in force whose token has this SHA-256, in whichever organisation."""
    with scope.across_tenants(Crossing.ACTOR_LOOKUP):
        return (
            Device.objects.select_related("tenant")
            .filter(token_sha256=digest, revoked_at__isnull=True)
            .first()
        )
