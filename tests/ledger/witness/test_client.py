import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from ledger.cosignature import cosign, cosignature_time
from ledger.keys import KeyKind
from ledger.note import BadSignature
from ledger.policy import Policy, policy_parse
from ledger.witness.client import Collected, Reply, WitnessRefused, ask, collect
from ledger.witness.cosigner import Witness
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

SIGNERS = {
    "w1": signer("w1"),
    "w2": signer("w2", KeyKind.COSIGNATURE_MLDSA44),
    "w3": signer("w3"),
}
Answering = Callable[[bytes], Reply]


def policy(needed: int) -> Policy:
    lines = [f"log {LOG.verifier}"]
    lines += [
        f"witness {name} {one.verifier} https://{name}.example/" for name, one in SIGNERS.items()
    ]
    return policy_parse("\n".join([*lines, f"group g {needed} w1 w2 w3", "quorum g", ""]))


def honest(answering: Witness) -> Answering:
    def answer(body: bytes) -> Reply:
        found = answering.add_checkpoint(body)
        return Reply(found.status, found.body.encode())

    return answer


def down(body: bytes) -> Reply:
    raise ConnectionRefusedError("nobody there")


def says(status: int, text: str) -> Answering:
    return lambda _body: Reply(status, text.encode())


def over(world: dict[str, Answering]) -> Callable[[str, bytes], Reply]:
    def send(address: str, body: bytes) -> Reply:
        assert address.endswith(".example/add-checkpoint")
        return world[address.removeprefix("https://").split(".")[0]](body)

    return send


@pytest.fixture
def world(tmp_path: Path) -> dict[str, Answering]:
    return {name: honest(witness(tmp_path / name, one)) for name, one in SIGNERS.items()}


def gather(world: dict[str, Answering], size: int, needed: int = 2, **sizes: int) -> Collected:
    return collect(
        note(size),
        policy(needed),
        send=over(world),
        proofs=lambda old: TREE.consistency(old, size),
        sizes=sizes,
    )


def test_three_honest_witnesses_cosign(world) -> None:
    found = gather(world, 5, needed=3)
    assert (found.is_enough, found.sizes, found.refused) == (True, dict.fromkeys(SIGNERS, 5), {})
    lines = found.note.lines[1:]
    assert [line.name for line in lines] == ["w1.example", "w2.example", "w3.example"]
    for line, one in zip(lines, SIGNERS.values(), strict=True):
        assert cosignature_time(head(5), line, one.verifier) == NOW_S


def test_size_that_is_not_known_costs_one_more_request(world: dict[str, Answering]) -> None:
    gather(world, 5)
    asked: list[str] = []

    def counted(name: str) -> Answering:
        def answer(body: bytes) -> Reply:
            asked.append(name)
            return world[name](body)

        return answer

    found = gather({name: counted(name) for name in world}, 8, w1=5, w2=0, w3=7)
    assert found.sizes == dict.fromkeys(SIGNERS, 8)
    assert asked == ["w1", "w2", "w2", "w3", "w3"]


LIES: dict[str, Answering] = {
    "a page": says(200, "<html>"),
    "nothing": says(200, ""),
    "no text": lambda _body: Reply(200, b"\xff"),
    "an error": says(500, "oops\n"),
    "refusal": says(422, "no\n"),
    "no size": says(409, "five\n"),
    "a size in other digits": says(409, "\u0665\n"),
    "a huge size": says(409, "9223372036854775807\n"),
    "a size for ever": says(409, "3\n"),
    "a stranger's line": says(200, str(cosign(head(5), signer("stranger"), time_s=NOW_S))),
    "a line for a fork": says(200, str(cosign(head(5, FORK), SIGNERS["w3"], time_s=NOW_S))),
    "a line of another witness": says(200, str(cosign(head(5), SIGNERS["w1"], time_s=NOW_S))),
}


@pytest.mark.parametrize("lie", LIES)
@pytest.mark.parametrize(("needed", "is_enough"), [(1, True), (2, False), (3, False)])
def test_one_down_and_one_lying(world, lie: str, needed: int, is_enough: bool) -> None:
    found = gather(world | {"w2": down, "w3": LIES[lie]}, 5, needed)
    assert found.is_enough is is_enough
    assert found.sizes == {"w1": 5}
    assert set(found.refused) == {"w2", "w3"}
    assert [line.name for line in found.note.lines] == [ORIGIN, "w1.example"]


def test_witness_that_has_seen_more_is_named(world) -> None:
    gather(world, 8)
    found = gather(world, 5, w1=8)
    assert found.ahead == dict.fromkeys(SIGNERS, 8)
    assert (found.is_enough, found.sizes) == (False, {})


def test_fork_gets_no_cosignature_from_an_honest_witness(world) -> None:
    gather(world, 5)
    found = collect(
        note(8, FORK),
        policy(1),
        send=over(world),
        proofs=lambda old: FORK.consistency(old, 8),
        sizes={},
    )
    assert (found.is_enough, found.sizes) == (False, {})
    assert found.refused["w1"] == "w1.example answered 422."


def test_crash_of_the_log_after_it_was_cosigned_is_no_harm(world) -> None:
    """The answer was lost; the log asks again with what it knew, then goes on."""
    world["w1"](request(0, 5))
    assert gather(world, 5, w1=0).sizes["w1"] == 5
    assert gather(world, 8, w1=0).sizes["w1"] == 8


def test_asking_one_witness_says_what_went_wrong(world) -> None:
    def send(address: str, body: bytes) -> Reply:
        return LIES["a line for a fork"](body)

    key = SIGNERS["w3"].verifier
    with pytest.raises(BadSignature):
        ask(note(5), key, "https://w3.example", send=send, proofs=lambda _old: [])
    with pytest.raises(WitnessRefused, match="did not cosign"):
        ask(
            note(5),
            key,
            "https://w3.example",
            send=lambda _address, body: LIES["a stranger's line"](body),
            proofs=lambda _old: [],
        )


def test_address_of_the_latest_checkpoint_is_public(world, tmp_path: Path) -> None:
    """Anybody can compare: the same head from every witness."""
    gather(world, 5)
    address = hashlib.sha256(ORIGIN.encode()).hexdigest()
    heads = {
        witness(tmp_path / name, one).latest(address).body.split("\n\n")[0]
        for name, one in SIGNERS.items()
    }
    assert heads == {str(head(5)).rstrip("\n")}
