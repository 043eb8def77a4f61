"""A journal row as the record that is committed, and as an opening of it.

Everything is made again from the row and the person's key; nothing that could be opened is kept
twice. Only of records that hold more than their row is the shape kept (`Leaf.shape`): the places of
the fields that a history shows, and the hashes of all others.
"""

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from anchors.errors import NotProvable
from anchors.models import Leaf
from anchors.records import JournalRow
from anchors.sources import extra_of, has_source
from audit.kinds import Kind
from ledger.commitments import Committed, Field, Header, Opening, RecordKeys, commit
from ledger.content import SHOWN_OF_HISTORY
from ledger.records import MalformedRecord, fields_of, without_floats

# Opened in a history where a record has them: by these one sees which video became which report.
DIGESTS = frozenset({"/payload/sha256", "/payload/video_sha256", "/payload/report_sha256"})


def record_of(
    row: JournalRow, seq: int | None, extra: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The record of docs/formats/leaf.md section 1; `extra` are its further members."""
    return {
        "kind": Kind(row.kind).name.lower(),
        "at": row.created_at.astimezone(dt.UTC).isoformat(timespec="microseconds")[:-6] + "Z",
        "actor": {"kind": row.actor_kind, "id": _text(row.actor_id)},
        "subject": {"kind": row.subject_kind, "id": _text(row.subject_id)},
        "seq": seq,
        "payload": _committable(json.loads(row.payload)),
        **{name: _committable(value) for name, value in (extra or {}).items()},
    }


def committed(
    row: JournalRow,
    seq: int | None,
    *,
    key: bytes,
    public_id: bytes,
    extra: Mapping[str, Any] | None = None,
) -> Committed:
    """The record committed under `key`; without `extra` its source is asked for the rest of it."""
    record = record_of(row, seq, extra_of(row) if extra is None else extra)
    return commit(record, subject_key=key, event=row.id, tenant=public_id)


def shape_of(row: JournalRow, one: Committed) -> dict[str, Any] | None:
    """What a history needs of a record whose source may be gone by then; None where there is none.
    No value and no salt is in it.
    """
    if not has_source(Kind(row.kind)):
        return None
    opening = one.open(SHOWN_OF_HISTORY | DIGESTS & one.names)
    return {
        "fields": opening.record.fields,
        "root": opening.record.root.hex(),
        "places": {field.name: field.place for field in opening.fields},
        "hidden": [node.hex() for node in opening.hidden],
    }


def whole_opening(leaf: Leaf, row: JournalRow, *, key: bytes, public_id: bytes) -> Opening:
    """Every field. Raises NotProvable where the record is not what was committed any more."""
    return _checked(leaf, committed(row, leaf.seq, key=key, public_id=public_id)).open()


def history_opening(leaf: Leaf, row: JournalRow, *, key: bytes, public_id: bytes) -> Opening:
    """The fields that a history shows. Raises NotProvable."""
    if leaf.shape is None:
        one = committed(row, leaf.seq, key=key, public_id=public_id)
        return _checked(leaf, one).open(SHOWN_OF_HISTORY | DIGESTS & one.names)
    keys, values = RecordKeys(key, row.id), fields_of(record_of(row, leaf.seq))
    fields = [
        Field(place, name, values[name], keys.field(name))
        for name, place in sorted(leaf.shape["places"].items(), key=lambda one: one[1])
    ]
    root = bytes.fromhex(leaf.shape["root"])
    return Opening(
        record=Header(row.id, leaf.shape["fields"], root, public_id),
        salt=keys.header(),
        fields=tuple(fields),
        hidden=tuple(bytes.fromhex(node) for node in leaf.shape["hidden"]),
    )


def _checked(leaf: Leaf, one: Committed) -> Committed:
    if one.entry != bytes(leaf.entry):
        raise NotProvable
    return one


def _committable(value: Any) -> Any:
    """The value without floats; as text where its keys could not be told from places in a list, so
    that no event, whatever it holds, can stop the log.
    """
    found = without_floats(value)
    if not found:  # as most payloads are
        return found
    try:
        fields_of({"value": found})
    except MalformedRecord:
        return {"json": json.dumps(found, sort_keys=True, ensure_ascii=True)}
    return found


def _text(one: Any) -> str | None:
    return None if one is None else str(one)
