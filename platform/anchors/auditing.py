"""One pass over everything that the database says of a tenant's log.

Each line is held against the journal's row that it was made of, against the tree above it, and,
where somebody kept the log's files, against those: whoever administers the database can make all of
it anew, keys and signatures included, but not the copy that others hold and witnesses cosigned.
"""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef

from anchors.errors import NotProvable, PersonErased
from anchors.keys import subject_key
from anchors.models import Checkpoint, Leaf, Log, Waiting
from anchors.openings import history_opening, whole_opening
from anchors.records import JournalRow
from anchors.replay import contradictions, things
from anchors.sources import extra_of, has_source
from anchors.store import Tree
from audit.kinds import Kind
from audit.selectors import events, events_by_id
from ledger.canonical import LedgerError
from ledger.commitments import check_opening, entry_of
from ledger.merkle import leaf_hash
from ledger.mirror import Mirror
from ledger.tree import MemoryTree

CHUNK = 1000  # chosen: a thousand reports are some tens of megabytes
# After these, the report of an earlier event may rightly be gone.
REPLACING = (Kind.REPORT_RECORDED, Kind.PERSON_CHOSEN)


@dataclass(frozen=True)
class Alarm:
    """`thing` is the event's id, or that of a grant or membership; None where it is the log."""

    sentence: str
    thing: uuid.UUID | None = None
    index: int | None = None


@dataclass
class Audit:
    """What a pass found. `checks` counts comparisons that were made."""

    alarms: list[Alarm] = field(default_factory=list)
    checks: int = 0
    lines: int = 0

    def expect(self, holds: bool, sentence: str, *where: Any) -> bool:
        self.checks += 1
        if not holds:
            self.alarms.append(Alarm(sentence, *where))
        return holds


def audit(mirror: Mirror | None = None) -> Audit:
    """Check the whole log of the tenant in scope; `mirror` is what somebody else kept of it."""
    found, tree, stored, keys = Audit(), MemoryTree(), Tree(), _Keys()
    log = Log.objects.get()
    kept: Sequence[bytes] = mirror.entries if mirror else ()
    after = 0  # the place that the next line should have
    for leaves in _chunks():
        rows = events_by_id(leaf.id for leaf in leaves)
        replaced = _replaced(leaves, rows)
        for leaf in leaves:
            tree.append(leaf_hash(bytes(leaf.entry)))
            _missing(found, range(after, min(leaf.index, log.size)))
            after = leaf.index + 1
            if leaf.index < len(kept):
                is_kept = bytes(leaf.entry) == kept[leaf.index]
                found.expect(is_kept, "others keep another line here", leaf.id, leaf.index)
            if leaf.index < log.size:
                is_tile = stored.leaf(leaf.index) == tree.node(0, tree.size - 1)
                found.expect(is_tile, "the tree holds another line here", leaf.id, leaf.index)
            row = rows.get(leaf.id)
            if found.expect(row is not None, "the event of a line is gone", leaf.id, leaf.index):
                _check_record(found, log, leaf, row, keys, is_replaced=leaf.id in replaced)
    _missing(found, range(after, max(len(kept), log.size)))
    found.lines = tree.size
    found.expect(tree.size == log.size, "the log's size is not the number of its lines")
    _check_heads(found, log, tree)
    _check_journal(found)
    for thing, sentence in contradictions():
        found.alarms.append(Alarm(sentence, thing))
    found.checks += things()
    return found


class _Keys:
    """Keys of people, each opened once; None for somebody erased."""

    def __init__(self) -> None:
        self._known: dict[uuid.UUID | None, bytes | None] = {}

    def of(self, person: uuid.UUID | None) -> bytes | None:
        if person not in self._known:
            try:
                self._known[person] = subject_key(person)
            except PersonErased:
                self._known[person] = None
        return self._known[person]


def _chunks() -> Iterator[list[Leaf]]:
    after = -1
    while leaves := list(Leaf.objects.filter(index__gt=after).order_by("index")[:CHUNK]):
        yield leaves
        after = leaves[-1].index


def _missing(found: Audit, places: range) -> None:
    found.alarms += [Alarm("a line is gone", None, index) for index in places]


def _check_record(
    found: Audit,
    log: Log,
    leaf: Leaf,
    row: JournalRow | None,
    keys: _Keys,
    *,
    is_replaced: bool,
) -> None:
    key = keys.of(row.person_id) if row else None
    if row is None or key is None:
        return  # erased: the line stands and opens for nobody
    public_id = bytes(log.public_id)
    is_whole = not (is_replaced and has_source(Kind(row.kind)) and not extra_of(row))
    opened = whole_opening if is_whole else history_opening
    try:
        opening = opened(leaf, row, key=key, public_id=public_id)
        check_opening(opening)
        holds = entry_of(opening.record, opening.salt) == bytes(leaf.entry)
    except (NotProvable, LedgerError, KeyError):
        holds = False
    found.expect(holds, "an event is not what was recorded", leaf.id, leaf.index)
    has_subject = (leaf.subject_kind, leaf.subject_id) == (row.subject_kind, row.subject_id)
    found.expect(has_subject, "a line lies under another thing", leaf.id, leaf.index)


def _replaced(leaves: list[Leaf], rows: Mapping[uuid.UUID, JournalRow]) -> set[uuid.UUID]:
    """Those whose source may be gone, since a later event of the same thing replaced it."""
    sourced = {leaf.id: leaf for leaf in leaves if leaf.shape is not None and leaf.id in rows}
    subjects = {leaf.subject_id for leaf in sourced.values()}
    later = events().filter(subject_id__in=subjects, kind__in=[int(kind) for kind in REPLACING])
    places = dict(Leaf.objects.filter(id__in=later.values("id")).values_list("id", "index"))
    last: dict[uuid.UUID | None, int] = {}
    for event_id, subject_id in later.values_list("id", "subject_id"):
        last[subject_id] = max(last.get(subject_id, -1), places.get(event_id, -1))
    return {one for one, leaf in sourced.items() if leaf.index < last.get(leaf.subject_id, -1)}


def _check_heads(found: Audit, log: Log, tree: MemoryTree) -> None:
    stored = Tree()
    if log.size and log.size == tree.size:
        found.expect(stored.root(log.size) == tree.root(), "the tiles are not those of the lines")
    for head in Checkpoint.objects.order_by("size"):
        holds = head.size <= tree.size and tree.root(head.size) == bytes(head.root)
        found.expect(holds, f"the signed head of {head.size} lines is of another log")


def _check_journal(found: Audit) -> None:
    """Every event of the journal is a line, or waits to be one."""
    rows = events()
    leaf = Leaf.objects.filter(id=OuterRef("id"))
    waits = Waiting.objects.filter(event_id=OuterRef("id"))
    found.checks += rows.count()
    for event_id in rows.filter(~Exists(leaf), ~Exists(waits)).values_list("id", flat=True):
        found.alarms.append(Alarm("an event of the journal never came into the log", event_id))
