"""What has to be done again after a backup was restored.

The list of erasures lies outside the database (results.erasure_list); a database that is older than
an entry of it still holds the person.
"""

import re
import uuid
from collections.abc import Collection

from audit.records import SYSTEM
from base import scope
from base.errors import NotFound
from results import erasure_list
from results.erasure import person_forget
from results.models import Assessment
from tenants.selectors import organisations
from uploads.selectors import upload_ids
from uploads.store import chosen

UUID_AT_START = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def erasures_reapply() -> int:
    """Erase again whoever the list names and the database still holds; how many people."""
    again = 0
    for organisation in organisations():
        with scope.tenant(organisation.id):
            for one in erasure_list.listed():
                try:
                    person_forget(participant_id=one.person_id, account=one.account, actor=SYSTEM)
                except NotFound:
                    continue  # erased here already, or joined after the backup was made
                again += 1
    return again


def orphans_delete() -> int:
    """Delete originals, clips and landmarks of which no row knows; how many keys.

    A row is always written before its files, so a file without one is of something that is gone.
    """
    gone = 0
    for tenant_id in organisations().values_list("id", flat=True):
        with scope.tenant(tenant_id):
            assessments = set(Assessment.objects.values_list("id", flat=True))
            gone += _sweep(f"originals/{tenant_id}/", upload_ids())
            gone += _sweep(f"clips/{tenant_id}/", assessments)
            gone += _sweep(f"landmarks/{tenant_id}/", assessments)
    return gone


def _sweep(folder: str, known: Collection[uuid.UUID]) -> int:
    store, gone = chosen(), 0
    for key in store.keys(folder):
        found = UUID_AT_START.match(key.removeprefix(folder))
        if found is not None and uuid.UUID(found[0]) not in known:
            store.erase(key)
            gone += 1
    return gone
