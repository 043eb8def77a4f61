"""T2: what one audit pass finds of what was altered, and what it says of what was not."""

import itertools
import random
import time
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.db import transaction

from anchors.auditing import audit
from anchors.keys import log_open, log_signer
from anchors.models import Checkpoint, Leaf, Log
from anchors.policy import policy_of
from anchors.services import checkpoint_now
from anchors.signing import trouble_of
from anchors.tiles import files_of
from audit.kinds import Kind
from audit.selectors import events
from ledger.checkpoint import Checkpoint as Head
from ledger.checkpoint import checkpoint_sign
from ledger.merkle import ProofError, leaf_hash, node_hash, verify_consistency
from ledger.mirror import Mirror, mirror_read
from ledger.tree import NodeReader, consistency_proof, root_of
from ledger.witness.cosigner import Witness
from ledger.witness.requests import request_write
from tenants.models import Grant
from tests.drills.traceability.alterations import BY_CLASS, named_by, rows_of

CONTRADICTION = 422  # what a witness answers to it


@dataclass
class Found:
    name: str
    injected: int
    found: int
    alarms_elsewhere: int
    clean_checks: int


def mirror_of(folder: Path) -> Mirror:
    """What somebody else keeps: the log's files under a head that the quorum cosigned."""
    log = log_open()
    head = checkpoint_now()
    for name, content in files_of(head):
        path = folder / "log" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return mirror_read(folder / "log", policy_of(log), now_s=int(time.time()))


class _Back(Exception):
    """Rolls an alteration back."""


def altered(count: int, mirror: Mirror, rng: random.Random) -> list[Found]:
    """Alter `count` rows of each class, none of them twice, audit everything once, and put all
    back. Alarms elsewhere, and checks that gave none, are told with the first class.
    """
    found: list[Found] = []
    try:
        with transaction.atomic():
            marks = {name: BY_CLASS[name](rows, rng) for name, rows in _chosen(count, rng).items()}
            done = audit(mirror)
            named = named_by(done.alarms)
            expected: set[UUID | int] = {0}
            for one in itertools.chain(*marks.values()):
                expected |= one
            for name, mine in marks.items():
                found.append(Found(name, len(mine), sum(1 for mark in mine if mark & named), 0, 0))
            found[0].alarms_elsewhere = len(named - expected)
            found[0].clean_checks = done.checks - len(done.alarms)
            raise _Back
    except _Back:
        return found


def _chosen(count: int, rng: random.Random) -> dict[str, list[UUID]]:
    """Rows for each class, by what it alters; those of scores and looks are picked first."""
    rows = Leaf.objects.filter(subject_kind="assessment")
    reports = set(rows.filter(shape__isnull=False).values_list("id", flat=True))
    looks = set(events().filter(kind=int(Kind.REPORT_SEEN)).values_list("id", flat=True))
    chosen = {
        "change role row": rng.sample(sorted(Grant.objects.values_list("id", flat=True)), count),
        "edit score": rng.sample(sorted(reports), count),
        "drop access event": rng.sample(sorted(looks), count),
    }
    free = set(rows.values_list("id", flat=True)).difference(*chosen.values())
    for name in BY_CLASS:
        if name not in chosen:
            wanted = 2 * count if name == "swap order" else count
            chosen[name] = rng.sample(sorted(free), wanted)
            free.difference_update(chosen[name])
    return {name: chosen[name] for name in BY_CLASS}


def restored(count: int, rng: random.Random) -> Found:
    """The database put back as it was `m` lines ago: the log says so before it signs anything."""
    log, hit = log_open(), 0
    for _ in range(count):
        size = rng.randrange(1, log.size)
        try:
            with transaction.atomic():
                rows_of(Checkpoint).filter(tenant_id=log.tenant_id, size__gt=size).delete()
                rows_of(Log).filter(id=log.id).update(size=size)
                hit += bool(trouble_of(Log.objects.get(id=log.id)))
                raise _Back
        except _Back:
            continue
    return Found("restore old backup", count, hit, 0, int(not trouble_of(log)))


def forked(count: int, witness: Witness, mirror: Mirror, rng: random.Random) -> tuple[Found, Found]:
    """Another history under the log's own key, shown to a witness, and to a device that holds a
    head: T2's last class, and C5.
    """
    log, size = log_open(), mirror.head.size
    signer = log_signer(log)
    told_witness = told_device = 0
    for _ in range(count):
        read = _forked(mirror.tree.node, size, rng)
        grown = size + rng.randrange(2)
        head = Head(log.origin, grown, root_of(read, grown))
        proof = consistency_proof(read, size, grown)
        body = request_write(size, proof, checkpoint_sign(head, signer))
        told_witness += witness.add_checkpoint(body).status == CONTRADICTION
        try:
            verify_consistency(size, grown, mirror.head.root, head.root, proof)
        except ProofError:
            told_device += 1
    return (
        Found("sign a fork", count, told_witness, 0, 0),
        Found("fork seen by a second device", count, told_device, 0, 0),
    )


def _forked(node: NodeReader, size: int, rng: random.Random) -> NodeReader:
    """The tree with another leaf somewhere, and one more at the end."""
    at, leaf, extra = (
        rng.randrange(size),
        leaf_hash(rng.randbytes(33)),
        leaf_hash(rng.randbytes(33)),
    )

    def read(level: int, index: int) -> bytes:
        if level == 0:
            return {at: leaf, size: extra}.get(index) or node(0, index)
        if index == at >> level or (index + 1) << level > size:
            return node_hash(read(level - 1, 2 * index), read(level - 1, 2 * index + 1))
        return node(level, index)

    return read
