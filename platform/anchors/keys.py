"""Keys of a tenant: its log's signing key, and the key that each person's records hang on."""

import base64
import secrets
import uuid
from collections.abc import Collection
from urllib.parse import urlsplit

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q

from anchors.errors import PersonErased
from anchors.models import Leaf, Log, SubjectKey, Waiting
from audit.selectors import events
from base import clock
from base.sealing import Use, seal, unseal
from ledger.keys import KeyKind, LocalSigner

KEY_BYTES = 32


def log_open() -> Log:
    """The log of the tenant in scope, made on first use."""
    found = Log.objects.first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            return _log_create()
    except IntegrityError:  # another process was faster
        return Log.objects.get()


def _log_create() -> Log:
    public_id = secrets.token_bytes(KEY_BYTES)
    origin, verifier, sealed_key = new_identity(public_id)
    return Log.objects.create(
        origin=origin, public_id=public_id, verifier=verifier, sealed_key=sealed_key
    )


def new_identity(public_id: bytes, again: str = "") -> tuple[str, str, str]:
    """Origin, public key and sealed key of a new log of the tenant; `again` tells it from an older
    one of the same tenant.
    """
    origin = f"{urlsplit(settings.SITE_URL).netloc}/ledger/{public_id.hex()[:16]}"
    origin += f"/{again}" if again else ""
    signer = LocalSigner(origin, KeyKind.ED25519, secrets.token_bytes(KEY_BYTES))
    return origin, str(signer.verifier), seal(signer.secret(), Use.LOG_KEY)


def log_signer(log: Log) -> LocalSigner:
    return LocalSigner.parse(unseal(log.sealed_key, Use.LOG_KEY))


def subject_key(person: uuid.UUID | None) -> bytes:
    """The 32-byte key of a person, or of the tenant itself (None), made on first use.

    Raises PersonErased.
    """
    found = subject_keys([person])[person]
    if found is None:
        raise PersonErased
    return found


def subject_keys(persons: Collection[uuid.UUID | None]) -> dict[uuid.UUID | None, bytes | None]:
    """Keys of many, in one question; None for whom an erasure destroyed it."""
    wanted = Q(person__in=[one for one in persons if one is not None])
    if None in persons:
        wanted |= Q(person__isnull=True)
    rows = {row.person: row for row in SubjectKey.objects.filter(wanted)}
    rows |= {one: _key_create(one) for one in persons if one not in rows}
    return {
        one: None if row.erased_at else base64.b64decode(unseal(row.sealed_key, Use.SUBJECT_KEY))
        for one, row in rows.items()
    }


def subject_forget(person: uuid.UUID) -> None:
    """Destroy the person's key for good; a mark keeps it from being made again.

    The leaves stay, and say no more to which thing they belonged.
    """
    theirs = events().filter(person_id=person).values("id")
    Leaf.objects.filter(id__in=theirs).update(
        subject_kind="", subject_id=None, seq=None, shape=None
    )
    Waiting.objects.filter(event_id__in=theirs).update(extra=None)
    row = SubjectKey.objects.filter(person=person).first() or _key_create(person)
    SubjectKey.objects.filter(id=row.id).update(
        sealed_key="", erased_at=row.erased_at or clock.now()
    )


def _key_create(person: uuid.UUID | None) -> SubjectKey:
    key = base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()
    try:
        with transaction.atomic():
            return SubjectKey.objects.create(person=person, sealed_key=seal(key, Use.SUBJECT_KEY))
    except IntegrityError:
        return SubjectKey.objects.get(person=person)
