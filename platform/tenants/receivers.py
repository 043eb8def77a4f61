"""Sign-ins and second factors enter the journal of every organisation that the person belongs to.

Our own code never talks through signals. Django and allauth announce these events in no other way
(their adapters have no hook for sign-out, for a changed password or for a second factor), so these
receivers listen to third-party signals alone. They stand here and not in accounts, because
accounts does not know organisations.
"""

import uuid
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa import signals as mfa
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import transaction

from accounts.selectors import user_by_email
from audit.kinds import Kind
from audit.records import SYSTEM, ActorRef
from audit.services import Json, record
from base import scope
from tenants.selectors import memberships_of


def connect() -> None:
    """Called once, when the app is ready."""
    listeners = (
        (user_logged_in, _signed_in),
        (user_logged_out, _signed_out),
        (user_login_failed, _refused),
        (mfa.authentication_failed, _second_factor_refused),
        (password_changed, _password_changed),
        (password_set, _password_changed),
        (password_reset, _password_changed),
        (mfa.authenticator_added, _factor_added),
        (mfa.authenticator_reset, _factor_added),
        (mfa.authenticator_removed, _factor_removed),
    )
    for signal, receiver in listeners:
        signal.connect(receiver, weak=False, dispatch_uid=f"tenants.{receiver.__name__}")


def _signed_in(*, request: Any, user: Any, **_: Any) -> None:
    records = get_authentication_records(request, user)
    methods = [str(one.get("type") or one["method"]) for one in records]
    _record(Kind.SIGNED_IN, user.pk, payload={"methods": list[Json](methods)})


def _signed_out(*, user: Any, **_: Any) -> None:
    if user is not None and user.is_authenticated:
        _record(Kind.SIGNED_OUT, user.pk)


def _refused(*, credentials: dict[str, Any], **_: Any) -> None:
    user = user_by_email(str(credentials.get("email") or ""))
    if user is not None:
        _record(Kind.SIGN_IN_REFUSED, user.id, SYSTEM, {"methods": ["password"]})


def _second_factor_refused(*, user: Any, authenticator: Any = None, **_: Any) -> None:
    method = authenticator.type if authenticator is not None else "mfa"
    _record(Kind.SIGN_IN_REFUSED, user.pk, SYSTEM, {"methods": [method]})


def _password_changed(*, user: Any, **_: Any) -> None:
    _record(Kind.PASSWORD_CHANGED, user.pk)


def _factor_added(*, user: Any, authenticator: Any, **_: Any) -> None:
    _record(Kind.SECOND_FACTOR_ADDED, user.pk, payload={"type": authenticator.type})


def _factor_removed(*, user: Any, authenticator: Any, **_: Any) -> None:
    _record(Kind.SECOND_FACTOR_REMOVED, user.pk, payload={"type": authenticator.type})


@transaction.atomic
def _record(
    kind: Kind,
    user_id: uuid.UUID,
    actor: ActorRef | None = None,
    payload: dict[str, Json] | None = None,
) -> None:
    for row in memberships_of(user_id):
        with scope.tenant(row.tenant_id):
            record(
                kind,
                subject=("user", user_id),
                actor=actor or ActorRef("user", user_id),
                person=row.id,
                payload=payload,
            )
