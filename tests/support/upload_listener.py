"""Stands where the results app stands in the product: told of every upload, in its transaction."""

import json
import uuid
from pathlib import Path

from django.conf import settings
from django.db import transaction

from base import scope
from base.errors import Refused
from base.ids import uuid7
from uploads.models import Upload

REFUSED_EXERCISE = "plank"  # uploads of it are refused, as results does without consent


class ConsentNeeded(Refused):
    code = "consent_needed"
    sentence = "Please read and accept how your videos are used first."


def upload_created(upload: Upload) -> uuid.UUID:
    if upload.exercise == REFUSED_EXERCISE:
        raise ConsentNeeded
    assessment_id = uuid7()
    _note("created", upload, str(assessment_id))
    return assessment_id


def upload_finished(upload: Upload) -> None:
    _note("finished", upload, upload.sha256)


def upload_given_up(upload: Upload, reason: str) -> None:
    _note("given_up", upload, reason)


def notes() -> list[dict[str, str]]:
    path = _path()
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def _note(what: str, upload: Upload, said: str) -> None:
    assert transaction.get_connection().in_atomic_block
    assert scope.current().tenant_id == upload.tenant_id
    with _path().open("a") as file:
        file.write(json.dumps({"what": what, "upload": str(upload.id), "said": said}) + "\n")


def _path() -> Path:
    return Path(settings.VAR) / "upload_listener.jsonl"
