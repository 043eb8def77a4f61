"""Salted commitments to records, opened field by field (docs/formats/leaf.md).

Purpose: the log holds 33 bytes of which nobody can guess the content, one field can be shown
without the rest, and destroying one key closes all records of a subject for good.
"""

import uuid
from bisect import bisect_left
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ledger.canonical import LedgerError, canonical_bytes
from ledger.encoding import base64_encode
from ledger.macs import Mac, hkdf, mac
from ledger.merkle import leaf_hash, node_hash
from ledger.records import MalformedRecord, Scalar, canonical_or_malformed, walked

__all__ = [
    "Committed",
    "Field",
    "Header",
    "Opening",
    "OpeningMismatch",
    "RecordKeys",
    "check_opening",
    "commit",
    "entry_of",
    "narrowed",
]

PURPOSE = "plumbline-record/1"
FIELD_PURPOSE = "plumbline-field/1"
ENTRY_VERSION = b"\x01"
KEY_BYTES = 32
MIN_FIELDS, MAX_FIELDS = 8, 1 << 16  # chosen: an access event has 8, a long report 5,000
_HKDF_INFO = b"plumbline/record/1"

Sealed = tuple[str, Scalar, bytes]  # name, value, salt


class OpeningMismatch(LedgerError):
    """The opened fields are not those of the record."""


@dataclass(frozen=True)
class Field:
    """An opened field. `place` is its index in the field tree; a filler is ("", None)."""

    place: int
    name: str
    value: Scalar
    salt: bytes

    def digest(self) -> bytes:
        return field_digest(self.name, self.value, self.salt)


@dataclass(frozen=True)
class Header:
    """What is committed: `fields` counts fillers too, `tenant` is 32 bytes."""

    event: uuid.UUID
    fields: int
    root: bytes
    tenant: bytes

    def as_json(self) -> dict[str, Any]:
        return {
            "event": str(self.event),
            "fields": self.fields,
            "purpose": PURPOSE,
            "root": base64_encode(self.root),
            "tenant": "0x" + self.tenant.hex(),
        }


@dataclass(frozen=True)
class Opening:
    """What is shown of a record; `hidden` are roots of subtrees without an opened field."""

    record: Header
    salt: bytes
    fields: tuple[Field, ...]
    hidden: tuple[bytes, ...]

    @property
    def is_whole(self) -> bool:
        return not self.hidden

    def value(self, name: str) -> Scalar:
        """The opened value. Raises OpeningMismatch when the field is not opened."""
        for field in self.fields:
            if field.name == name:
                return field.value
        raise OpeningMismatch(f"The field {name} is not opened.")


class RecordKeys:
    """The salts of one record, from the key of its subject and the event's id (section 3)."""

    def __init__(self, subject_key: bytes, event: uuid.UUID) -> None:
        if len(subject_key) != KEY_BYTES:
            raise MalformedRecord("The key of a subject has 32 bytes.")
        self._salt = Mac(hkdf(subject_key, _HKDF_INFO + event.bytes)).of

    def header(self) -> bytes:
        return self._salt(b"\x00")

    def field(self, name: str) -> bytes:
        return self._salt(b"\x01" + name.encode())

    def filler(self, number: int) -> bytes:
        return self._salt(b"\x02" + number.to_bytes(4, "big"))


class Committed:
    """A record as its writer knows it: the entry for the log, and openings on demand.

    `sealed` are name, value and salt of each field by its place, `leaves` their leaf hashes.
    """

    def __init__(
        self, header: Header, salt: bytes, sealed: Sequence[Sealed], leaves: Sequence[bytes]
    ) -> None:
        self.header = header
        self.entry = entry_of(header, salt)
        self._salt, self._sealed, self._leaves = salt, sealed, leaves

    @property
    def names(self) -> frozenset[str]:
        """Of all fields but fillers."""
        return frozenset(name for name, _, _ in self._sealed if name)

    def open(self, names: Collection[str] | None = None) -> Opening:
        """Show the fields in `names`, or everything. Raises MalformedRecord for unknown names."""
        fields = (Field(place, *one) for place, one in enumerate(self._sealed))
        shown = [one for one in fields if names is None or one.name in names]
        if names is not None and len(shown) != len(set(names)):
            raise MalformedRecord("The record has no field of that name.")
        hidden: list[bytes] = []
        places = {field.place: self._leaves[field.place] for field in shown}
        _fold(len(self._sealed), places, lambda first, count: self._hide(hidden, first, count))
        return Opening(self.header, self._salt, tuple(shown), tuple(hidden))

    def _hide(self, hidden: list[bytes], first: int, count: int) -> bytes:
        hidden.append(_root(self._leaves[first : first + count]))
        return hidden[-1]


def commit(
    record: Mapping[str, Any], *, subject_key: bytes, event: uuid.UUID, tenant: bytes
) -> Committed:
    """Commit to a record without floats; `tenant` is the tenant's 32 bytes.

    Raises MalformedRecord.
    """
    if len(tenant) != KEY_BYTES:
        raise MalformedRecord("A tenant's id has 32 bytes.")
    keys, values = RecordKeys(subject_key, event), walked(record)
    size = max(MIN_FIELDS, 1 << (len(values) - 1).bit_length())
    if size > MAX_FIELDS:
        raise MalformedRecord(f"A record has at most {MAX_FIELDS} fields.")
    with canonical_or_malformed():
        named = [(name, value, keys.field(name)) for name, value in values.items()]
        named += [("", None, keys.filler(number)) for number in range(size - len(named))]
        placed = sorted((field_digest(*one), one) for one in named)
    leaves = [leaf_hash(digest) for digest, _ in placed]
    header = Header(event, size, _root(leaves), tenant)
    return Committed(header, keys.header(), [one for _, one in placed], leaves)


def narrowed(opening: Opening, names: Collection[str]) -> Opening:
    """The same record with `names` alone: its holder needs no key to hide the rest.

    Raises OpeningMismatch when the record is not whole, MalformedRecord for unknown names.
    """
    check_opening(opening)
    if not opening.is_whole:
        raise OpeningMismatch("Only a record that is open as a whole can be narrowed.")
    leaves = [leaf_hash(field.digest()) for field in opening.fields]
    sealed = [(field.name, field.value, field.salt) for field in opening.fields]
    return Committed(opening.record, opening.salt, sealed, leaves).open(names)


def field_digest(name: str, value: Scalar, salt: bytes) -> bytes:
    """The salted digest of one field (section 4)."""
    return mac(salt, canonical_bytes([FIELD_PURPOSE, name, value]))


def entry_of(header: Header, salt: bytes) -> bytes:
    """The 33 bytes of the log entry (section 4)."""
    return ENTRY_VERSION + mac(salt, canonical_bytes(header.as_json()))


def check_opening(opening: Opening) -> None:
    """Rebuild the field tree (section 5). Raises OpeningMismatch."""
    hidden = iter(opening.hidden)

    def take(first: int, count: int) -> bytes:
        for one in hidden:
            return one
        raise OpeningMismatch(f"Fields {first} to {first + count - 1} are left out unhashed.")

    places = {field.place: leaf_hash(field.digest()) for field in opening.fields}
    root = _fold(opening.record.fields, places, take)
    if any(True for _ in hidden):
        raise OpeningMismatch("There are more hidden hashes than hidden fields.")
    if root != opening.record.root:
        raise OpeningMismatch("A field, its salt or a hidden hash is not that of the record.")


def _fold(count: int, places: Mapping[int, bytes], hide: Callable[[int, int], bytes]) -> bytes:
    """The root over `count` leaves: `places`, by rising place, as given, the rest from `hide`."""
    order = list(places)

    def root(first: int, count: int) -> bytes:
        shown = bisect_left(order, first)
        if shown == len(order) or order[shown] >= first + count:
            return hide(first, count)
        if count == 1:
            return places[first]
        half = count // 2
        left = root(first, half)
        return node_hash(left, root(first + half, half))

    return root(0, count)


def _root(leaves: Sequence[bytes]) -> bytes:
    """The root of 2^k leaf hashes."""
    row = list(leaves)
    while len(row) > 1:
        row = [node_hash(row[i], row[i + 1]) for i in range(0, len(row), 2)]
    return row[0]
