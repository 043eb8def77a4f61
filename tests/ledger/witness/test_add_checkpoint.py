import hashlib
import threading
from pathlib import Path
from typing import Any

import pytest

from ledger.checkpoint import checkpoint_parse
from ledger.cosignature import cosign, cosignature_time
from ledger.keys import KeyKind, LocalSigner, VerifierKey
from ledger.note import note_parse, signature_lines_parse, verify_ed25519
from ledger.witness.cosigner import Answer, Witness
from ledger.witness.requests import MalformedRequest, request_parse, request_write
from ledger.witness.store import Store
from tests.ledger.vectors import shared
from tests.ledger.witness.house import (
    FORK,
    LOG,
    NOW_S,
    ORIGIN,
    TREE,
    head,
    note,
    request,
    signer,
    witness,
)

VECTORS = "witness_add_checkpoint.json"
MLDSA = signer("w2", KeyKind.COSIGNATURE_MLDSA44)


def of_vectors(path: Path, vkeys: dict[str, str]) -> Witness:
    return witness(path, logs=map(VerifierKey.parse, vkeys.values()))


@pytest.mark.parametrize("part", [(), ("third_party",)])
def test_conversations_of_the_vectors(tmp_path: Path, part: tuple[str, ...]) -> None:
    vectors = shared(VECTORS)
    for name in part:
        vectors = vectors[name]
    answering = of_vectors(tmp_path / "store", vectors["log_vkeys"])
    assert len(vectors["steps"]) == (11 if part else 22)
    for step in vectors["steps"]:
        answer = answering.add_checkpoint(step["request"].encode())
        assert answer.status in {step["status"], step.get("status_also_fine")}, step["why"]
        assert answer.body == step.get("body", answer.body)
        assert answer.content_type == step.get("content_type", answer.content_type)
        if answer.status == 200:
            assert_cosigned(answer, step["request"])


def assert_cosigned(answer: Answer, body: str) -> None:
    parsed = request_parse(body.encode())
    (line,) = signature_lines_parse(answer.body)
    assert cosignature_time(parsed.head, line, signer("w1").verifier) == NOW_S


def test_changed_requests_of_the_vectors_are_never_accepted(tmp_path: Path) -> None:
    vectors = shared(VECTORS)
    requests = vectors["must_not_accept"]["requests"]
    assert len(requests) == 10
    for number, case in enumerate(requests):
        answering = of_vectors(tmp_path / str(number), vectors["log_vkeys"])
        assert answering.add_checkpoint(case["request"].encode()).status == 400, case["why"]


@pytest.mark.parametrize(
    ("_case", "old", "new", "tree", "status"),
    [
        ("growth", 5, 8, TREE, 200),
        ("the same head again", 5, 5, TREE, 200),
        ("old size too small", 4, 8, TREE, 409),
        ("old size of nothing", 0, 8, TREE, 409),
        ("old size above the head", 6, 5, TREE, 400),
        ("shrinking", 5, 4, TREE, 400),
        ("another head of the same size", 5, 5, FORK, 422),
        ("growth on a fork", 5, 8, FORK, 422),
    ],
)
def test_answers_after_five_leaves(tmp_path, _case, old, new, tree, status) -> None:
    answering = witness(tmp_path / "store")
    assert answering.add_checkpoint(request(0, 5)).status == 200
    assert answering.add_checkpoint(request(old, new, tree)).status == status
    expected = new if status == 200 else 5
    assert answering._store.last(ORIGIN).size == expected


def test_every_key_of_the_witness_cosigns(tmp_path: Path) -> None:
    answer = witness(tmp_path / "store", signer("w1"), MLDSA).add_checkpoint(request(0, 5))
    lines = signature_lines_parse(answer.body)
    times = [
        cosignature_time(head(5), line, one.verifier)
        for line, one in zip(lines, [signer("w1"), MLDSA], strict=True)
    ]
    assert times == [NOW_S, NOW_S]


def test_forged_witness_line_does_not_poison_the_state(tmp_path: Path) -> None:
    """A line under the witness's own name, and one of a stranger, both false: neither is kept."""
    forged = [cosign(head(9), one, time_s=1) for one in (signer("w1"), signer("stranger"))]
    body = request_write(0, [], note(5).with_lines(forged))
    answering = witness(tmp_path / "store")

    assert answering.add_checkpoint(body).status == 200

    kept = answering._store.last(ORIGIN)
    assert kept.note == note(5)
    served = note_parse(answering.latest(hashlib.sha256(ORIGIN.encode()).hexdigest()).body)
    assert served.lines[0] == note(5).lines[0]
    assert cosignature_time(head(5), served.lines[1], signer("w1").verifier) == NOW_S
    assert len(served.lines) == 2
    assert answering.add_checkpoint(request(5, 8)).status == 200


def test_line_of_a_trusted_log_key_that_fails_is_403(tmp_path: Path) -> None:
    forged = note(6).lines
    body = request_write(0, [], note(5).with_lines(forged))
    answering = witness(tmp_path / "store")
    assert answering.add_checkpoint(body).status == 403
    assert answering._store.last(ORIGIN).size == 0


def test_latest_checkpoint_is_served_by_the_hash_of_the_origin(tmp_path: Path) -> None:
    answering = witness(tmp_path / "store")
    address = hashlib.sha256(ORIGIN.encode()).hexdigest()
    assert answering.latest(address).status == 404
    answering.add_checkpoint(request(0, 5))
    answer = answering.latest(address)
    served = note_parse(answer.body)
    assert answer.status == 200
    assert checkpoint_parse(served.text) == head(5)
    assert verify_ed25519(served, [LOG.verifier]) == (LOG.verifier,)
    assert answering.latest(hashlib.sha256(b"other").hexdigest()).status == 404
    assert answering.latest("").status == 404


def test_hash_of_the_origin_is_that_of_the_vectors(tmp_path: Path) -> None:
    vectors = shared(VECTORS)
    answering = of_vectors(tmp_path / "store", vectors["log_vkeys"])
    answering.add_checkpoint(vectors["steps"][0]["request"].encode())
    (address,) = vectors["origin_hash_for_GET"].values()
    assert answering.latest(address).status == 200


def test_memory_survives_the_process(tmp_path: Path) -> None:
    witness(tmp_path / "store").add_checkpoint(request(0, 5))
    again = witness(tmp_path / "store")
    assert again.add_checkpoint(request(0, 5)).body == "5\n"
    assert again.add_checkpoint(request(5, 5, FORK)).status == 422
    assert again.add_checkpoint(request(5, 8)).status == 200


class Broken(LocalSigner):
    """A key that fails when it is asked to sign: the process dies between keeping and answering."""

    def sign(self, message: bytes) -> bytes:  # noqa: ARG002
        raise OSError("gone")


def test_head_is_kept_before_it_is_cosigned(tmp_path: Path) -> None:
    broken = Broken("w1.example", KeyKind.COSIGNATURE_ED25519, b"x" * 32)
    with pytest.raises(OSError, match="gone"):
        witness(tmp_path / "store", broken).add_checkpoint(request(0, 5))

    after = witness(tmp_path / "store")

    assert after.add_checkpoint(request(0, 3, FORK)).status == 409  # the fork comes too late
    assert after.add_checkpoint(request(0, 5)).body == "5\n"
    assert after.add_checkpoint(request(5, 5)).status == 200


def test_fork_is_kept_as_evidence(tmp_path: Path) -> None:
    answering = witness(tmp_path / "store")
    answering.add_checkpoint(request(0, 5))
    for _ in range(2):
        answering.add_checkpoint(request(5, 5, FORK))
    answering.add_checkpoint(request(5, 8, FORK))
    superfluous = request_write(5, [bytes(32)], note(5))
    assert answering.add_checkpoint(superfluous).status == 422  # but no fork
    assert answering._store.evidence(ORIGIN) == [note(5, FORK), note(8, FORK)]


def test_evidence_of_one_log_has_a_limit(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("ledger.witness.store.MAX_EVIDENCE", 2)
    store = Store(tmp_path / "store")
    for size in (5, 6, 7):
        store.keep_evidence(head(size, FORK), note(size, FORK))
    assert store.evidence(ORIGIN) == [note(5, FORK), note(6, FORK)]


def test_only_one_of_two_that_saw_the_same_head_advances(tmp_path: Path) -> None:
    """The race of the specification: two processes, each with its own connection."""
    first, second = Store(tmp_path / "store"), Store(tmp_path / "store")
    seen = first.last(ORIGIN)
    assert second.last(ORIGIN) == seen
    assert second.advance(ORIGIN, seen, note(8))
    assert not first.advance(ORIGIN, seen, note(5))
    assert first.last(ORIGIN).size == 8


def test_many_at_once_never_roll_back(tmp_path: Path) -> None:
    answering = witness(tmp_path / "store")
    answers: list[tuple[int, Any]] = []

    def submit(size: int) -> None:
        for _ in range(20):
            held = answering._store.last(ORIGIN).size
            if held > size:
                break
            answers.append((size, answering.add_checkpoint(request(held, size)).status))

    threads = [threading.Thread(target=submit, args=(size,)) for size in (7, 13, 22, 64)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answering._store.last(ORIGIN).size == 64
    assert {status for _, status in answers} <= {200, 409}
    assert (64, 200) in answers


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\n\n",
        b"old 0",
        b"old 0\n",
        b"old  0\n\n",
        b"old 0 \n\n",
        b"OLD 0\n\n",
        b"old \xff\n\n",
        b"old 0\n\n\xff",
        b"old 99999999999999999999\n\n",
        request(0, 5)[:-1],
        request(0, 5) + b"\n",
        request(0, 5).replace(b"\n\n", b"\n\n\n", 1),
        request(3, 5).replace(b"old 3\n", b"old 3\n \n"),
    ],
)
def test_body_of_another_form_is_refused(tmp_path: Path, body: bytes) -> None:
    with pytest.raises(MalformedRequest):
        request_parse(body)
    assert witness(tmp_path / "store").add_checkpoint(body).status == 400


def test_changed_bytes_never_lead_to_an_error_or_another_head(tmp_path: Path) -> None:
    """Each byte of a good request, changed in three ways: refused, or the same meaning kept."""
    good = request(5, 8)
    answering = witness(tmp_path / "store")
    answering.add_checkpoint(request(0, 5))
    for at in range(len(good)):
        for change in (b"", b"!", bytes([good[at] ^ 1])):
            body = good[:at] + change + good[at + 1 :]
            if body != good:
                assert answering.add_checkpoint(body).status in {400, 403, 404, 409, 422}
    assert answering._store.last(ORIGIN).size == 5
    assert answering.add_checkpoint(good).status == 200
