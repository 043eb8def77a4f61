"""What the journal of an organisation says, for asserting on it."""

import json
from typing import Any

from audit.kinds import Kind
from audit.models import Event
from base import scope
from tenants.models import Organisation


def journal(org: Organisation, *kinds: Kind) -> list[tuple[Kind, dict[str, Any]]]:
    """(kind, payload) in order of writing; only these kinds when some are named."""
    with scope.tenant(org.id):
        rows = list(Event.objects.order_by("created_at", "id"))
    found = [(Kind(row.kind), json.loads(row.payload)) for row in rows]
    return [one for one in found if not kinds or one[0] in kinds]


def kinds(org: Organisation) -> list[Kind]:
    return [kind for kind, _ in journal(org)]
