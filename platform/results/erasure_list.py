"""The list of erasures outside the database, so that a restored database meets it.

One small file an erasure in the file store: `erasures/<tenant>/<person>.json`. `person` is the
number of a membership behind which there is nobody any more.
"""

import json
import uuid
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from base import clock, scope
from results.models import Erasure
from uploads.store import chosen


@dataclass(frozen=True)
class Listed:
    person_id: uuid.UUID
    account: bool


def add(row: Erasure) -> None:
    """Write one erasure of the tenant in scope to the list; twice is once."""
    key = f"{_folder()}{row.person_id}.json"
    entry = {"person": str(row.person_id), "account": row.account}
    if not default_storage.exists(key):
        default_storage.save(key, ContentFile(json.dumps(entry).encode()))
    Erasure.objects.filter(id=row.id).update(listed_at=clock.now())


def listed() -> list[Listed]:
    """Erasures of the tenant in scope, as the list has them."""
    return [_read(key) for key in chosen().keys(_folder())]


def _read(key: str) -> Listed:
    with default_storage.open(key) as file:
        entry = json.loads(file.read())
    return Listed(uuid.UUID(entry["person"]), bool(entry["account"]))


def _folder() -> str:
    return f"erasures/{scope.tenant_id()}/"
