import dataclasses
import hashlib
import hmac
import json
import uuid
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.canonical import canonical_bytes
from ledger.commitments import (
    Committed,
    Field,
    OpeningMismatch,
    RecordKeys,
    check_opening,
    commit,
    entry_of,
)
from ledger.encoding import base64_decode
from ledger.merkle import leaf_hash, verify_inclusion
from ledger.records import MalformedRecord, fields_of
from ledger.tree import MemoryTree
from tests.ledger.vectors import EXAMPLES

EVENT = uuid.UUID("01a20d12-d2f2-7e02-b2bd-6c94ea076848")
KEY, TENANT = b"k" * 32, b"t" * 32
RECORD: dict[str, Any] = {
    "kind": "report_recorded",
    "report": {"label": "incorrect", "repetitions": [{"index": 1}, {"index": 2}], "quality": []},
}


def committed(record: Mapping[str, Any] = RECORD, key: bytes = KEY) -> Committed:
    return commit(record, subject_key=key, event=EVENT, tenant=TENANT)


def test_whole_opening_shows_every_field_and_hides_nothing() -> None:
    opening = committed().open()
    check_opening(opening)
    assert opening.is_whole
    assert {one.name: one.value for one in opening.fields if one.name} == fields_of(RECORD)
    assert len(opening.fields) == opening.record.fields == 8


def test_one_field_is_shown_without_the_rest() -> None:
    opening = committed().open({"/report/label"})
    check_opening(opening)
    (field,) = opening.fields
    assert (field.name, field.value) == ("/report/label", "incorrect")
    assert len(opening.hidden) == 3  # log2 of 8
    assert not opening.is_whole
    with pytest.raises(OpeningMismatch):
        opening.value("/kind")


def test_every_choice_of_fields_opens() -> None:
    one = committed()
    names = sorted(fields_of(RECORD))
    for chosen in range(1 << len(names)):
        shown = {name for at, name in enumerate(names) if chosen >> at & 1}
        opening = one.open(shown)
        check_opening(opening)
        assert {field.name for field in opening.fields} == shown


def test_places_tell_nothing_about_names() -> None:
    """Digests are sorted, so another key gives another order."""
    orders = {
        tuple(field.name for field in committed(key=bytes([number]) * 32).open().fields)
        for number in range(20)
    }
    assert len(orders) == 20
    digests = [field.digest() for field in committed().open().fields]
    assert digests == sorted(digests)


def test_unknown_field_cannot_be_opened() -> None:
    with pytest.raises(MalformedRecord):
        committed().open({"/report/label", "/absent"})


def test_entry_says_nothing_but_its_version() -> None:
    one = committed()
    assert len(one.entry) == 33
    assert one.entry[:1] == b"\x01"
    opening = one.open()
    expected = hmac.digest(opening.salt, canonical_bytes(one.header.as_json()), "sha256")
    assert one.entry[1:] == expected


@pytest.mark.parametrize(
    "changes",
    [
        {"record": RECORD | {"kind": "report_seen"}},
        {"subject_key": b"K" * 32},
        {"event": uuid.UUID(int=1)},
        {"tenant": b"T" * 32},
    ],
)
def test_entry_changes_with_everything_that_is_committed(changes) -> None:
    given_: dict[str, Any] = {
        "record": RECORD,
        "subject_key": KEY,
        "event": EVENT,
        "tenant": TENANT,
    }
    given_ |= changes
    assert commit(given_.pop("record"), **given_).entry != committed().entry


def test_salts_differ_for_header_fields_and_fillers() -> None:
    keys = RecordKeys(KEY, EVENT)
    salts = [keys.header(), keys.field("/a"), keys.field("/b"), keys.filler(0), keys.filler(1)]
    assert len({*salts, RecordKeys(KEY, uuid.UUID(int=1)).header()}) == 6
    assert {len(salt) for salt in salts} == {32}


def test_guess_cannot_be_checked_without_the_key() -> None:
    """Every score from 0 to 100 is hashed in the ways a guesser would try; none is in the log."""
    entry = committed({"score": 73}).entry
    header = committed({"score": 73}).header
    guesses = set()
    for score in range(101):
        for text in (str(score).encode(), canonical_bytes({"score": score})):
            guesses |= {hashlib.sha256(text).digest(), leaf_hash(text)}
            guesses |= {hmac.digest(salt, text, "sha256") for salt in (bytes(32), b"", TENANT)}
    assert entry[1:] not in guesses
    assert header.root not in guesses


@pytest.mark.parametrize(
    ("_case", "change"),
    [
        ("value", {"value": "correct"}),
        ("name", {"name": "/report/other"}),
        ("salt", {"salt": bytes(32)}),
    ],
)
def test_changed_field_does_not_open(_case, change) -> None:
    opening = committed().open()
    (at,) = [at for at, one in enumerate(opening.fields) if one.name == "/report/label"]
    fields = list(opening.fields)
    fields[at] = dataclasses.replace(fields[at], **change)
    with pytest.raises(OpeningMismatch):
        check_opening(dataclasses.replace(opening, fields=tuple(fields)))


def test_hidden_hashes_must_be_exactly_those_needed() -> None:
    opening = committed().open({"/report/label"})
    for hidden in (
        opening.hidden[:-1],
        (*opening.hidden, bytes(32)),
        opening.hidden[::-1],
        (),
    ):
        with pytest.raises(OpeningMismatch):
            check_opening(dataclasses.replace(opening, hidden=hidden))


@pytest.mark.parametrize(("key", "tenant"), [(b"short", TENANT), (KEY + b"\0", TENANT), (KEY, b"")])
def test_keys_and_tenants_have_32_bytes(key: bytes, tenant: bytes) -> None:
    with pytest.raises(MalformedRecord):
        commit(RECORD, subject_key=key, event=EVENT, tenant=tenant)


def test_record_with_too_many_fields_is_refused() -> None:
    with pytest.raises(MalformedRecord):
        committed({"list": [None] * (2**16 + 1)})


def test_example_file_gives_every_value_on_the_way() -> None:
    """Built again from the file's own values by the words of docs/formats/leaf.md."""
    file = json.loads((EXAMPLES / "public-test-keys.leaf.json").read_text())
    row = []
    for field in file["fields"]:
        salt, digest = base64_decode(field["salt"]), base64_decode(field["digest"])
        assert Field(0, field["name"], field["value"], salt).digest() == digest
        row.append(hashlib.sha256(b"\0" + digest).digest())
    while len(row) > 1:
        row = [
            hashlib.sha256(b"\1" + row[at] + row[at + 1]).digest() for at in range(0, len(row), 2)
        ]
    assert row[0] == base64_decode(file["header"]["root"])
    message = canonical_bytes(file["header"])
    assert message.decode() == file["header_canonical"]
    entry = b"\1" + hmac.digest(base64_decode(file["salt"]), message, "sha256")
    assert entry.hex() == file["entry_hex"]
    assert hashlib.sha256(b"\0" + entry).digest() == base64_decode(file["leaf_hash"])
    made = commit(
        file["record"],
        subject_key=base64_decode(file["subject_key"]),
        event=uuid.UUID(file["event"]),
        tenant=bytes.fromhex(file["tenant"][2:]),
    )
    assert made.entry == entry


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 4), min_size=1, max_size=24), st.sets(st.integers(0, 4)))
def test_erasing_subjects_leaves_the_others_provable(owners: list[int], erased: set[int]) -> None:
    keys = {owner: hashlib.sha256(bytes([owner])).digest() for owner in range(5)}

    def record_at(index: int) -> Committed:
        return commit(
            {"owner": owners[index], "score": index % 3},
            subject_key=keys[owners[index]],
            event=uuid.UUID(int=index + 1),
            tenant=TENANT,
        )

    entries = [record_at(index).entry for index in range(len(owners))]
    tree = MemoryTree(leaf_hash(entry) for entry in entries)
    root = tree.root()
    for owner in erased:
        del keys[owner]  # all that erasure does to the log's side

    assert tree.root() == root
    for index, owner in enumerate(owners):
        if owner in erased:
            with pytest.raises(KeyError):
                record_at(index)
            continue
        opening = record_at(index).open({"/score"})
        check_opening(opening)
        assert entry_of(opening.record, opening.salt) == entries[index]
        verify_inclusion(leaf_hash(entries[index]), index, len(owners), tree.inclusion(index), root)
