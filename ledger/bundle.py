"""The proof bundle: one file that proves one record (docs/formats/bundle.md)."""

import json
from dataclasses import dataclass
from typing import Any

from ledger.anchor import Anchor, anchor_parse
from ledger.commitments import MAX_FIELDS, MIN_FIELDS, PURPOSE, Field, Header, Opening
from ledger.encoding import base64_encode
from ledger.merkle import MAX_PROOF
from ledger.records import is_name, is_scalar
from ledger.schema import (
    WrongShape,
    array,
    document,
    hash32,
    hex_bytes,
    integer,
    members,
    text,
    uuid_,
)

__all__ = ["Bundle", "Entry", "bundle_parse", "bundle_write", "entry_json"]

FORMAT = "plumbline-bundle/1"
MAX_HISTORY = 10_000


@dataclass(frozen=True)
class Entry:
    """An opened entry of the log, at `index`, with its inclusion proof."""

    index: int
    opening: Opening
    proof: tuple[bytes, ...]


@dataclass(frozen=True)
class Bundle:
    checkpoint: str  # the signed note, byte for byte
    entry: Entry
    history: tuple[Entry, ...] = ()
    anchor: Anchor | None = None


def bundle_write(bundle: Bundle) -> bytes:
    """The file, indented by one space: people look into it."""
    value = {
        "format": FORMAT,
        "checkpoint": bundle.checkpoint,
        "entry": entry_json(bundle.entry),
        "history": [entry_json(one) for one in bundle.history],
        "anchor": bundle.anchor.as_json() if bundle.anchor else None,
    }
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def bundle_parse(data: bytes) -> Bundle:
    """Raises NotCanonical for JSON that is not exact, WrongShape for a member out of form."""
    names = ("format", "checkpoint", "entry", "history", "anchor")
    value = members(document(data), names, "bundle")
    if value["format"] != FORMAT:
        raise WrongShape("format", f"not {FORMAT}")
    anchor = value["anchor"]
    return Bundle(
        checkpoint=text(value["checkpoint"], "checkpoint"),
        entry=_entry(value["entry"], "entry"),
        history=array(value["history"], _entry, "history", most=MAX_HISTORY),
        anchor=None if anchor is None else anchor_parse(anchor, "anchor"),
    )


def entry_json(entry: Entry) -> dict[str, Any]:
    opening = entry.opening
    return {
        "index": entry.index,
        "record": opening.record.as_json(),
        "salt": base64_encode(opening.salt),
        "fields": [
            {
                "place": field.place,
                "name": field.name,
                "value": field.value,
                "salt": base64_encode(field.salt),
            }
            for field in opening.fields
        ],
        "hidden": [base64_encode(one) for one in opening.hidden],
        "proof": [base64_encode(one) for one in entry.proof],
    }


def _entry(value: Any, where: str) -> Entry:
    found = members(value, ("index", "record", "salt", "fields", "hidden", "proof"), where)
    record = _header(found["record"], f"{where}.record")
    fields = array(found["fields"], _field, f"{where}.fields", most=record.fields)
    places = [field.place for field in fields]
    if places != sorted(set(places)) or (places and places[-1] >= record.fields):
        raise WrongShape(f"{where}.fields", "the places do not rise below the number of fields")
    names = [field.name for field in fields if field.name]
    if len(names) != len(set(names)):
        raise WrongShape(f"{where}.fields", "a name is opened twice")
    opening = Opening(
        record=record,
        salt=hash32(found["salt"], f"{where}.salt"),
        fields=fields,
        hidden=array(found["hidden"], hash32, f"{where}.hidden", most=record.fields),
    )
    return Entry(
        index=integer(found["index"], f"{where}.index"),
        opening=opening,
        proof=array(found["proof"], hash32, f"{where}.proof", most=MAX_PROOF),
    )


def _header(value: Any, where: str) -> Header:
    found = members(value, ("event", "fields", "purpose", "root", "tenant"), where)
    if found["purpose"] != PURPOSE:
        raise WrongShape(f"{where}.purpose", f"not {PURPOSE}")
    count = integer(found["fields"], f"{where}.fields", least=MIN_FIELDS, most=MAX_FIELDS)
    if count & (count - 1):
        raise WrongShape(f"{where}.fields", "not a power of two")
    return Header(
        event=uuid_(found["event"], f"{where}.event"),
        fields=count,
        root=hash32(found["root"], f"{where}.root"),
        tenant=hex_bytes(found["tenant"], f"{where}.tenant", size=32),
    )


def _field(value: Any, where: str) -> Field:
    found = members(value, ("place", "name", "value", "salt"), where)
    name = text(found["name"], f"{where}.name")
    if name and not is_name(name):
        raise WrongShape(f"{where}.name", "not a pointer")
    if not is_scalar(found["value"]) or (not name and found["value"] is not None):
        raise WrongShape(f"{where}.value", "not a scalar, or a filler that is not null")
    return Field(
        place=integer(found["place"], f"{where}.place"),
        name=name,
        value=found["value"],
        salt=hash32(found["salt"], f"{where}.salt"),
    )
