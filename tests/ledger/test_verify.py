import json
import sys
from typing import Any

import pytest

from ledger.bundle import bundle_parse, bundle_write
from ledger.checkpoint import Checkpoint, checkpoint_sign
from ledger.cosignature import cosign
from ledger.example import (
    ERASURE_INDEX,
    REPORT_INDEX,
    TIME_S,
    ExampleLog,
    example_files,
    witness_signer,
)
from ledger.trust import NoTrustAnchor, Trust, trust_parse
from ledger.verify import STEPS, verify
from tests.ledger.vectors import EXAMPLES, NOW_S

LOG = ExampleLog()
FILES = example_files()
TRUST = trust_parse(FILES["public-test-keys.trust.json"])
BUNDLES = [name for name in FILES if name.endswith(".bundle.json")]


def edited_trust(**changes: Any) -> bytes:
    return json.dumps(json.loads(FILES["public-test-keys.trust.json"]) | changes).encode()


def with_checkpoint(note: str, index: int = REPORT_INDEX) -> bytes:
    return json.dumps(json.loads(LOG.bundle(index)) | {"checkpoint": note}).encode()


@pytest.mark.parametrize("name", FILES)
def test_example_files_are_those_that_the_command_makes(name: str) -> None:
    assert (EXAMPLES / name).read_bytes() == FILES[name]
    assert "test" in name  # the keys are public


@pytest.mark.parametrize("name", BUNDLES)
def test_example_bundles_pass_every_step(name: str) -> None:
    verdict = verify(FILES[name], TRUST, now_s=NOW_S)
    assert verdict.is_ok
    assert verdict.failed is None
    assert tuple(step.name for step in verdict.steps) == STEPS


def test_each_step_says_what_it_rests_on() -> None:
    verdict = verify(FILES["public-test-keys.bundle.json"], TRUST, now_s=NOW_S)
    strengths = {step.name: step.strength for step in verdict.steps}
    assert strengths == dict.fromkeys(STEPS, "proved") | {"witnesses": "vouched"}


def without_history(index: int) -> bytes:
    return json.dumps(json.loads(LOG.bundle(index)) | {"history": []}).encode()


def test_every_anchored_record_of_the_log_has_a_bundle_that_verifies() -> None:
    trust = trust_parse(edited_trust(history="optional"))
    for index in range(8):
        assert verify(without_history(index), trust, now_s=NOW_S).is_ok, index


@pytest.mark.parametrize(("demand", "failed"), [("whole", "history"), ("optional", None)])
def test_bundle_without_history_is_enough_where_it_is_optional(demand, failed) -> None:
    trust = trust_parse(edited_trust(history=demand))
    verdict = verify(without_history(REPORT_INDEX), trust, now_s=NOW_S)
    (history,) = [step for step in verdict.steps if step.name == "history"]
    assert (verdict.failed, history.strength) == (failed, "claimed" if failed is None else "proved")


def test_history_of_a_record_without_subject_is_refused() -> None:
    value = json.loads(LOG.bundle(ERASURE_INDEX))
    value["history"] = json.loads(LOG.bundle(REPORT_INDEX))["history"][:1]
    assert verify(json.dumps(value).encode(), TRUST, now_s=NOW_S).failed == "history"


def test_bundle_is_read_and_written_without_loss() -> None:
    for name in BUNDLES:
        assert bundle_write(bundle_parse(FILES[name])) == FILES[name]


@pytest.mark.parametrize(
    ("demand", "strength"), [("pinned", "proved"), ("claimed", "claimed"), (None, "claimed")]
)
def test_anchor_is_as_strong_as_the_trust_file_makes_it(demand, strength) -> None:
    chain = json.loads(FILES["public-test-keys.trust.json"])["chain"]
    trust = edited_trust(chain=chain | {"anchor": demand} if demand else None)
    verdict = verify(LOG.bundle(REPORT_INDEX), trust_parse(trust), now_s=NOW_S)
    assert (verdict.is_ok, verdict.steps[-1].strength) == (True, strength)


def test_no_anchor_is_enough_where_no_chain_is_trusted() -> None:
    data = json.dumps(json.loads(LOG.bundle(REPORT_INDEX)) | {"anchor": None}).encode()
    verdict = verify(data, trust_parse(edited_trust(chain=None)), now_s=NOW_S)
    assert (verdict.is_ok, verdict.steps[-1].strength) == (True, "claimed")


def trust_with(needed: int) -> Trust:
    return trust_parse(LOG.trust(needed))


@pytest.mark.parametrize("needed", [1, 2, 3])
@pytest.mark.parametrize("cosigners", [(), ("w1",), ("w1", "w3"), ("w1", "w2", "w3")])
def test_policy_of_k_takes_k_honest_witnesses(needed: int, cosigners: tuple[str, ...]) -> None:
    data = with_checkpoint(LOG.checkpoint(cosigners))
    verdict = verify(data, trust_with(needed), now_s=NOW_S)
    assert verdict.failed == (None if len(cosigners) >= needed else "witnesses")


@pytest.mark.parametrize(
    ("needed", "failed"), [(1, "inclusion"), (2, "witnesses"), (3, "witnesses")]
)
def test_fork_that_one_lying_witness_cosigned(needed: int, failed: str) -> None:
    """The log signs a second head of the same size; w1 cosigns both, w2 is honest, w3 is down.

    With 1 of 3 the liar is enough, and only the record's own proof stops the fork here.
    """
    fork = Checkpoint(LOG.origin, LOG.tree.size, bytes(32))
    note = checkpoint_sign(fork, LOG.signer).with_lines(
        [cosign(fork, witness_signer("w1"), time_s=TIME_S)]
    )
    data = with_checkpoint(str(note))
    assert verify(data, trust_with(needed), now_s=NOW_S).failed == failed


@pytest.mark.parametrize("needed", [1, 2, 3])
def test_garbage_of_a_lying_witness_in_the_note_is_refused(needed: int) -> None:
    """A log must not pass on a line that does not verify: the whole note falls."""
    fork = Checkpoint(LOG.origin, LOG.tree.size, bytes(32))
    garbage = str(cosign(fork, witness_signer("w2"), time_s=TIME_S))
    data = with_checkpoint(LOG.checkpoint(("w1", "w3")) + garbage)
    assert verify(data, trust_with(needed), now_s=NOW_S).failed == "witnesses"


def test_quorum_none_is_no_more_than_a_claim() -> None:
    policy = f"log {LOG.signer.verifier}\nquorum none\n"
    trust = trust_parse(edited_trust(policy=policy))
    verdict = verify(with_checkpoint(LOG.checkpoint(())), trust, now_s=NOW_S)
    assert verdict.is_ok
    assert verdict.steps[3].strength == "claimed"


@pytest.mark.parametrize(
    ("_case", "data"),
    [
        ("nothing", b""),
        ("no JSON", b"trust me"),
        ("another version", edited_trust(format="plumbline-trust/2")),
        ("unknown key", edited_trust(more=1)),
        ("no log", edited_trust(policy="quorum none\n", tenants={})),
        ("bad policy", edited_trust(policy="quorum none")),
        ("tenant of no log", edited_trust(tenants={"other": "0x" + "00" * 32})),
        ("log without tenant", edited_trust(tenants={})),
        ("tenant in capitals", edited_trust(tenants={LOG.origin: "0x" + "AA" * 32})),
        ("history neither whole nor optional", edited_trust(history="some")),
        ("model that is no sha256", edited_trust(models=["abc"])),
        ("chain without heads", edited_trust(chain={"chain_id": 1})),
        ("bundle", LOG.bundle(REPORT_INDEX)),
    ],
)
def test_trust_file_of_another_form_is_no_trust_anchor(_case: str, data: bytes) -> None:
    with pytest.raises(NoTrustAnchor, match="no trust anchor"):
        trust_parse(data)


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xfe{\x00}\x00",
        b"[" * 100_000,
        b"[" * 450 + b"]" * 450,
        b'{"a":' * 320 + b"1" + b"}" * 320,
        b"9" * 10_000,
        b'{"a":' + b"1" * 5000 + b"}",
    ],
)
def test_hostile_bytes_are_refused_at_the_first_step(data: bytes) -> None:
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(1_000_000)  # as libraries do that share a process with the verifier
    try:
        failed = verify(data, TRUST, now_s=NOW_S).failed
    finally:
        sys.setrecursionlimit(before)

    assert failed == "format"


def test_file_that_is_too_long_is_refused_unread() -> None:
    verdict = verify(b" " * ((16 << 20) + 1), TRUST, now_s=NOW_S)
    assert (verdict.failed, verdict.steps[0].sentence) == ("format", "file: more than 16 MiB")
