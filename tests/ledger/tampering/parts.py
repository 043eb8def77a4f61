"""The example that is forged, and what the forgeries are made of."""

import json
from typing import Any

from ledger.bundle import Entry, entry_json
from ledger.checkpoint import Checkpoint, checkpoint_sign
from ledger.commitments import Committed, commit
from ledger.encoding import base64_encode
from ledger.example import REPORT_INDEX, SHOWN_OF_ONE_FIELD, ExampleLog
from ledger.keys import LocalSigner

ONE_FIELD = "public-test-keys-one-field.bundle.json"
LOG, OTHER_LOG = ExampleLog("1"), ExampleLog("2")
BUNDLE: dict[str, Any] = json.loads(LOG.bundle(REPORT_INDEX))
FIELDS: list[dict[str, Any]] = BUNDLE["entry"]["fields"]
PROOF: list[str] = BUNDLE["entry"]["proof"]
NOTE: str = BUNDLE["checkpoint"]
BODY, LINES = NOTE.split("\n\n")
LOG_LINE, W1_LINE, W2_LINE = (line + "\n" for line in LINES.split("\n")[:3])
HEAD = Checkpoint(LOG.origin, LOG.tree.size, LOG.tree.root())
ZERO = base64_encode(bytes(32))
F0 = "/entry/fields/0"


def field(name: str) -> str:
    """The path of an opened field of the whole bundle."""
    (index,) = [at for at, one in enumerate(FIELDS) if one["name"] == name]
    return f"/entry/fields/{index}"


def one_field(name: str) -> str:
    shown = LOG.entry(REPORT_INDEX, SHOWN_OF_ONE_FIELD).opening.fields
    (index,) = [at for at, one in enumerate(shown) if one.name == name]
    return f"/entry/fields/{index}"


def filler() -> str:
    return f"/entry/fields/{next(at for at, one in enumerate(FIELDS) if not one['name'])}"


def loose_hash(path_value: str) -> str:
    """The same bytes in a base64 that lax readers take: a trailing bit is set."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    return path_value[:42] + alphabet[alphabet.index(path_value[42]) + 1] + "="


def entry_without(names: set[str], index: int = REPORT_INDEX) -> dict[str, Any]:
    shown = {one.name for one in LOG.committed[index].open().fields if one.name} - names
    return entry_json(LOG.entry(index, shown))


def forged() -> Committed:
    """A sound opening of a record that was never logged, under the right tenant and event."""
    record, key = LOG.records[REPORT_INDEX]
    better = {**record, "report": {**record["report"], "clip_verdict": {"label": "correct"}}}
    event = LOG.committed[REPORT_INDEX].header.event
    return commit(better, subject_key=key, event=event, tenant=LOG.tenant)


def log_line(head: Checkpoint, signer: LocalSigner) -> str:
    return str(checkpoint_sign(head, signer).lines[0])


def opening_json(one: Committed) -> dict[str, Any]:
    made = entry_json(Entry(REPORT_INDEX, one.open(), ()))
    return {key: made[key] for key in ("record", "salt", "fields", "hidden")}
