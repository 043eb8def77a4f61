"""Cosignatures for the newest head, from the witnesses that the operator named."""

import datetime as dt
from typing import Any

from django.db import transaction

from anchors.limits import WITNESS_REST_S
from anchors.models import Checkpoint, Log
from anchors.policy import policy_of
from anchors.store import Tree
from anchors.transport import post
from base import clock
from ledger.note import note_parse
from ledger.policy import Policy
from ledger.witness.client import Collected, collect


def cosign(log: Log, head: Checkpoint, *, again: bool = False) -> Checkpoint:
    """Ask every witness that has not failed a moment ago; the head with what was answered.

    `again` asks for a head that has enough cosignatures too. A witness that is away costs
    WITNESS_TIMEOUT_S at most, and its own line.
    """
    policy = policy_of(log)
    if not policy.urls or (head.is_cosigned and not again):
        return head
    asked = _rested(policy, log.witnesses)
    if not asked.urls:
        return head
    sizes = {name: told["size"] or 0 for name, told in log.witnesses.items()}
    tree = Tree()
    found = collect(
        note_parse(head.note),
        asked,
        send=post,
        proofs=lambda old_size: tree.consistency(old_size, head.size),
        sizes=sizes,
    )
    return _keep(log, head, found)


def ahead(log: Log) -> str:
    """The sentence of a witness, still asked, that has seen more of this log than there is."""
    told = (log.witnesses.get(name, {}) for name in policy_of(log).urls)
    return next((one["trouble"] for one in told if one.get("is_ahead")), "")


def _rested(policy: Policy, told: dict[str, Any]) -> Policy:
    """The policy with those witnesses alone that did not fail within WITNESS_REST_S."""
    since = (clock.now() - dt.timedelta(seconds=WITNESS_REST_S)).isoformat()
    urls = {
        name: url
        for name, url in policy.urls.items()
        if not (told.get(name, {}).get("trouble") and told[name]["at"] > since)
    }
    return Policy(policy.logs, policy.witnesses, urls, policy.groups, policy.quorum)


@transaction.atomic
def _keep(log: Log, head: Checkpoint, found: Collected) -> Checkpoint:
    """Store what the witnesses answered beside what others stored meanwhile."""
    log = Log.objects.select_for_update().get(id=log.id)
    head = Checkpoint.objects.get(id=head.id)
    note = note_parse(head.note).with_lines(found.note.lines)
    names = {line.name for line in note.lines}
    policy = policy_of(log)
    cosigned = {name for name, key in policy.witnesses.items() if key.name in names}
    head.note, head.is_cosigned = str(note), policy.is_met(cosigned)
    head.save(update_fields=["note", "is_cosigned"])
    now = clock.now().isoformat()
    for name, size in found.sizes.items():
        log.witnesses[name] = {"size": size, "at": now, "trouble": "", "is_ahead": False}
    for name, why in found.refused.items():
        size = log.witnesses.get(name, {}).get("size")
        log.witnesses[name] = {
            "size": found.ahead.get(name, size),
            "at": now,
            "trouble": why,
            "is_ahead": name in found.ahead,
        }
    log.save(update_fields=["witnesses"])
    return head
