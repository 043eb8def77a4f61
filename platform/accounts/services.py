"""Creating people and devices, and signing people in; the journal is written alongside."""

import datetime as dt
import secrets
import uuid
from collections.abc import Sequence

from allauth.account.models import EmailAddress
from allauth.account.utils import perform_login
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest

from accounts import errors, selectors
from accounts.models import Device, User
from accounts.records import token_digest
from audit.kinds import Kind
from audit.records import ActorRef
from audit.services import record
from base import clock, scope
from base.errors import NotFound
from base.scope import Crossing

DEVICE_TOKEN_PREFIX = "pld_"  # noqa: S105 -- a prefix, not a secret
NOBODY_EMAIL = "nobody@erased.invalid"  # RFC 2606: a name that no mail reaches
NOBODY_NAME = "Erased person"
TOUCH_EVERY = dt.timedelta(minutes=1)  # a busy device does not write its row on each request


@transaction.atomic
def user_create(*, email: str, name: str, password: str) -> User:
    """A person whose address is proven already (the mailed link was opened).

    Raises EmailTaken, PasswordTooWeak.
    """
    if selectors.user_by_email(email) is not None:
        raise errors.EmailTaken
    user = User(email=email.strip().lower(), name=name.strip())
    try:
        validate_password(password, user)
    except ValidationError as refused:
        raise errors.PasswordTooWeak(fields={"password": " ".join(refused.messages)}) from refused
    user.set_password(password)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def user_update(*, user_id: uuid.UUID, name: str | None = None, locale: str | None = None) -> User:
    user = User.objects.get(id=user_id)
    if name is not None:
        user.name = name.strip()
    if locale is not None:
        user.locale = locale
    user.save(update_fields=["name", "locale"])
    return user


def user_sign_in(*, request: HttpRequest, user_id: uuid.UUID) -> None:
    """Begin a session as allauth itself does: new key, listed among the person's sessions."""
    perform_login(request, User.objects.get(id=user_id), email_verification="none")


@transaction.atomic
def user_erase(*, user_id: uuid.UUID) -> None:
    """Delete an account, its addresses, second factors and sessions; nothing may refer to it."""
    keys = UserSession.objects.filter(user_id=user_id).values_list("session_key", flat=True)
    Session.objects.filter(session_key__in=list(keys)).delete()
    User.objects.get(id=user_id).delete()


def user_nobody() -> User:
    """Who stands where an erased person stood: one account for all of them; it cannot sign in."""
    unusable = {"name": NOBODY_NAME, "password": make_password(None), "is_active": False}
    return User.objects.get_or_create(email=NOBODY_EMAIL, defaults=unusable)[0]


@transaction.atomic
def device_create(*, actor: ActorRef, name: str, scopes: Sequence[str]) -> tuple[Device, str]:
    """The new device and its token, which is shown this once and kept as a hash."""
    token = DEVICE_TOKEN_PREFIX + secrets.token_urlsafe(32)
    device = Device.objects.create(
        name=name.strip(), token_sha256=token_digest(token), scopes=sorted(set(scopes))
    )
    record(
        Kind.DEVICE_CREATED,
        subject=("device", device.id),
        actor=actor,
        person=None,
        payload={"scopes": list(device.scopes)},
    )
    return device, token


@transaction.atomic
def device_revoke(*, actor: ActorRef, device_id: uuid.UUID) -> Device:
    """End a device's token; a second time changes nothing. Raises NotFound."""
    device = Device.objects.select_for_update().filter(id=device_id).first()
    if device is None:
        raise NotFound
    if device.revoked_at is None:
        device.revoked_at = clock.now()
        device.save(update_fields=["revoked_at"])
        record(Kind.DEVICE_REVOKED, subject=("device", device.id), actor=actor, person=None)
    return device


def device_touch(*, device: Device) -> None:
    """Note that the device was here."""
    now = clock.now()
    if device.last_used_at is not None and now - device.last_used_at < TOUCH_EVERY:
        return
    with scope.across_tenants(Crossing.ACTOR_LOOKUP):
        Device.objects.filter(id=device.id).update(last_used_at=now)
