"""Example files, the same bytes each time, under keys that anybody can make: for tests only."""

import hashlib
import json
import uuid
from collections.abc import Collection, Mapping
from typing import Any

from ledger.anchor import Anchor, Head
from ledger.bundle import Bundle, Entry, bundle_write
from ledger.canonical import canonical_bytes
from ledger.checkpoint import Checkpoint, checkpoint_sign
from ledger.commitments import Committed, commit
from ledger.content import SHOWN_ALWAYS, SHOWN_OF_HISTORY
from ledger.cosignature import cosign
from ledger.encoding import base64_encode
from ledger.keys import KeyKind, LocalSigner
from ledger.merkle import leaf_hash
from ledger.records import without_floats
from ledger.tree import MemoryTree
from ledger.trust import Chain, trust_write

__all__ = ["ExampleLog", "example_files", "public_seed", "witness_signer"]

ORIGIN = "ledger.example/t/1"
TIME_S = 1767225600  # 2026-01-01T00:00:00Z
ANCHORED_SIZE = 8
REPORT_INDEX, ERASURE_INDEX = 3, 7
SHOWN_OF_ONE_FIELD = SHOWN_ALWAYS | {
    "/report/clip_verdict/label",
    "/report/models/0/weights_sha256",
}
WITNESS_KINDS = {
    "w1": KeyKind.COSIGNATURE_ED25519,
    "w2": KeyKind.COSIGNATURE_ED25519,
    "w3": KeyKind.COSIGNATURE_MLDSA44,  # never signs here: its signatures differ each time
}
REPORT: Mapping[str, Any] = {
    "schema": "plumbline-report/1",
    "video": {"sha256": hashlib.sha256(b"a video").hexdigest(), "duration_s": 6.12, "fps": 25.0},
    "exercise": {"id": "deep_squat", "source": "given", "confidence": None},
    "quality": [],
    "repetitions": [
        {
            "index": 1,
            "start_s": 0.48,
            "end_s": 1.88,
            "verdict": {"label": "incorrect", "probability": None, "source": "rubric"},
            "findings": [{"code": "squat_depth", "measured": 31.0, "expected": 15.0}],
        },
    ],
    "clip_verdict": {"label": "incorrect", "counts": {"correct": 0, "incorrect": 1}},
    "models": [{"name": "pose", "weights_sha256": hashlib.sha256(b"weights").hexdigest()}],
}


def public_seed(name: str) -> bytes:
    """32 bytes that everybody knows."""
    return hashlib.sha256(f"plumbline public test key: {name}".encode()).digest()


class ExampleLog:
    """A tenant's log of eleven records, three of them about one assessment and its export."""

    def __init__(self, tenant: str = "1") -> None:
        self.tenant = public_seed(f"tenant {tenant}")
        self.origin = ORIGIN.removesuffix("1") + tenant
        self.signer = LocalSigner(self.origin, KeyKind.ED25519, public_seed(f"log {tenant}"))
        self.records = _records(tenant)
        self.committed = [
            commit(record, subject_key=key, event=_uuid(f"event {number}"), tenant=self.tenant)
            for number, (record, key) in enumerate(self.records)
        ]
        self.tree = MemoryTree(leaf_hash(one.entry) for one in self.committed)

    def checkpoint(self, cosigners: tuple[str, ...] = ("w1", "w2")) -> str:
        head = Checkpoint(self.origin, self.tree.size, self.tree.root())
        lines = [cosign(head, witness_signer(name), time_s=TIME_S) for name in cosigners]
        return str(checkpoint_sign(head, self.signer).with_lines(lines))

    def entry(self, index: int, names: Collection[str] | None = None) -> Entry:
        opening = self.committed[index].open(names)
        return Entry(index, opening, tuple(self.tree.inclusion(index)))

    def history(self, index: int) -> tuple[Entry, ...]:
        """The other records of the subject of record `index`."""
        subject = self.records[index][0]["subject"]
        return tuple(
            self.entry(other, SHOWN_OF_HISTORY)
            for other, (record, _) in enumerate(self.records)
            if record["subject"] == subject and other != index
        )

    def head(self) -> Head:
        """The anchored head, as a contract would hold it."""
        return Head(
            tenant=self.tenant,
            epoch=0,
            size=ANCHORED_SIZE,
            root=self.tree.root(ANCHORED_SIZE),
            tx_hash=public_seed("transaction"),
            block_number=12,
            block_hash=public_seed("block"),
            block_time=TIME_S,
        )

    def anchor(self) -> Anchor:
        chain = self.chain()
        proof = tuple(self.tree.consistency(ANCHORED_SIZE))
        return Anchor(chain.chain_id, chain.contract, self.head(), proof)

    def chain(self) -> Chain:
        contract = public_seed("contract")[:20]
        return Chain(chain_id=31337, contract=contract, demand="pinned", heads=(self.head(),))

    def bundle(self, index: int, names: Collection[str] | None = None) -> bytes:
        """A bundle about record `index`, opened whole or with `names` only."""
        has_subject = self.records[index][0]["seq"] is not None
        return bundle_write(
            Bundle(
                checkpoint=self.checkpoint(),
                entry=self.entry(index, names),
                history=self.history(index) if has_subject else (),
                anchor=self.anchor(),
            )
        )

    def policy(self, needed: int = 2) -> str:
        """A policy that asks for `needed` of the three witnesses."""
        keys = {name: witness_signer(name).verifier for name in WITNESS_KINDS}
        lines = [f"log {self.signer.verifier}"]
        lines += [f"witness {name} {key}" for name, key in keys.items()]
        lines += [f"group three {needed} {' '.join(keys)}", "quorum three"]
        return "\n".join(lines) + "\n"

    def trust(self, needed: int = 2, *, chain: bool = True) -> bytes:
        return trust_write(
            policy=self.policy(needed),
            tenants={self.origin: self.tenant},
            history="whole",
            models=[REPORT["models"][0]["weights_sha256"]],
            chain=self.chain() if chain else None,
        )


def witness_signer(name: str) -> LocalSigner:
    return LocalSigner(f"{name}.witness.example", WITNESS_KINDS[name], public_seed(name))


def example_files() -> dict[str, bytes]:
    """Name to content of what stands in docs/examples."""
    log = ExampleLog()
    return {
        "public-test-keys.bundle.json": log.bundle(REPORT_INDEX),
        "public-test-keys-one-field.bundle.json": log.bundle(REPORT_INDEX, SHOWN_OF_ONE_FIELD),
        "public-test-keys-erasure.bundle.json": log.bundle(ERASURE_INDEX),
        "public-test-keys.trust.json": log.trust(),
        "public-test-keys.leaf.json": _leaf_file(log),
    }


def _leaf_file(log: ExampleLog) -> bytes:
    """Every value on the way from a record to its leaf (docs/formats/leaf.md)."""
    record, key = log.records[REPORT_INDEX]
    one: Committed = log.committed[REPORT_INDEX]
    opening = one.open()
    fields = [
        {
            "place": field.place,
            "name": field.name,
            "value": field.value,
            "salt": base64_encode(field.salt),
            "digest": base64_encode(field.digest()),
        }
        for field in opening.fields
    ]
    value = {
        "subject_key": base64_encode(key),
        "event": str(one.header.event),
        "tenant": "0x" + log.tenant.hex(),
        "record": record,
        "fields": fields,
        "header": one.header.as_json(),
        "header_canonical": canonical_bytes(one.header.as_json()).decode(),
        "salt": base64_encode(opening.salt),
        "entry_hex": one.entry.hex(),
        "leaf_hash": base64_encode(leaf_hash(one.entry)),
    }
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def _records(tenant: str) -> list[tuple[dict[str, Any], bytes]]:
    """(record, key of its subject), in the order of the log."""
    mine, theirs, house = f"subject {tenant}", f"other {tenant}", f"tenant key {tenant}"
    report = without_floats(REPORT)
    digests = {
        "report_sha256": hashlib.sha256(canonical_bytes(report)).hexdigest(),
        "video_sha256": REPORT["video"]["sha256"],
    }
    plan: list[tuple[str, str, int | None, dict[str, Any]]] = [
        ("organisation_created", house, None, {}),
        ("upload_finished", mine, 1, {"sha256": REPORT["video"]["sha256"]}),
        ("upload_finished", theirs, 1, {"sha256": hashlib.sha256(b"another").hexdigest()}),
        ("report_recorded", mine, 2, digests),
        ("report_recorded", theirs, 2, digests),
        ("report_seen", mine, 3, {}),
        ("report_seen", theirs, 3, {}),
        ("subject_erased", house, None, {"subjects": 1}),
        ("report_seen", mine, 4, {"grant": str(_uuid("grant"))}),
        ("clip_downloaded", theirs, 4, {}),
        ("proof_exported", mine, 5, {}),
    ]
    found = []
    for number, (kind, subject, seq, payload) in enumerate(plan):
        record = {
            "kind": kind,
            "at": f"2026-01-01T00:00:{number:02}.000000Z",
            "actor": {"kind": "user", "id": str(_uuid(f"person {number}"))},
            "subject": {"kind": "assessment", "id": str(_uuid(subject)) if seq else None},
            "seq": seq,
            "payload": payload,
        }
        if kind == "report_recorded":
            record["report"] = report
        found.append((record, public_seed(subject)))
    return found


def _uuid(name: str) -> uuid.UUID:
    return uuid.UUID(bytes=public_seed(name)[:16], version=4)
