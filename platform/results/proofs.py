"""What is recorded of an assessment: who did what with it, and the file that proves it."""

import json
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from anchors.records import JournalRow
from anchors.selectors import actor_names, leaf_states
from anchors.services import bundle_of
from audit.kinds import Kind
from audit.selectors import history
from audit.services import record
from results.errors import NothingToProve
from results.models import Assessment, Reanalysis, Report
from tenants.records import Actor
from tenants.services import grant_use


def report_source(row: JournalRow) -> Mapping[str, Any]:
    """The report that this event recorded, found by its digest; empty when it is gone."""
    if row.subject_id is None:
        return {}
    digest = json.loads(row.payload).get("report_sha256")
    for kept in (Report, Reanalysis):  # in force, or replaced by a newer one
        found = kept.objects.filter(assessment_id=row.subject_id, sha256=digest)
        body = found.values_list("body", flat=True).first()
        if body is not None:
            return {"report": body}
    return {}


def accesses(row: Assessment) -> list[dict[str, Any]]:
    """The whole history of an assessment, newest first, each line with its place in the log."""
    rows = list(history(("assessment", row.id)))
    states = leaf_states(one.id for one in rows)
    names = actor_names((one.actor_kind, one.actor_id) for one in rows)
    return [
        {
            "event": one.id,
            "kind": Kind(one.kind).name.lower(),
            "at": one.created_at,
            "actor": {
                "kind": one.actor_kind,
                "id": one.actor_id,
                "name": names.get(one.actor_id) if one.actor_id else None,
            },
            "state": states[one.id].state,
            "index": states[one.id].index,
        }
        for one in rows
    ]


def proof_export(row: Assessment, *, actor: Actor) -> bytes:
    """The bundle of the newest report; that it was exported is the last line of its history.

    Must not run inside a transaction. Raises NothingToProve, and as bundle_of does.
    """
    recorded = history(("assessment", row.id)).filter(kind=Kind.REPORT_RECORDED).first()
    if recorded is None or not Report.objects.filter(assessment=row).exists():
        raise NothingToProve
    grant_use(actor=actor, participant_id=row.participant_id)
    with transaction.atomic():
        record(
            Kind.PROOF_EXPORTED,
            subject=("assessment", row.id),
            actor=actor.ref,
            person=row.participant_id,
        )
    return bundle_of(recorded.id)
