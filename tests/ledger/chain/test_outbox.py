"""States of an anchor, fees, and the monitor: decisions without a chain."""

import hashlib
import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.chain.backend import FeeHint
from ledger.chain.contract import encode_call
from ledger.chain.fees import FeeCeiling, Fees, bumped, fresh
from ledger.chain.monitor import AnchoredClaim, discrepancies, rebuilt
from ledger.chain.outbox import FOLLOWS, Entry, State, WrongStep
from tests.contracts.reference import leaf, proof, tree

PAGE = (Path(__file__).parents[3] / "docs" / "formats" / "anchor.md").read_text()
WEI = st.integers(1, 10**12)


def entry(state: State) -> Entry:
    return Entry("a", bytes(32), 0, 0, 3, tree(0, 3), (), state=state)


@pytest.mark.parametrize("end", [State.FINAL, State.REFUSED])
def test_an_end_is_an_end(end: State) -> None:
    for step in (Entry.final, Entry.orphaned, Entry.planned_again):
        with pytest.raises(WrongStep, match=f"An anchor that is {end} cannot"):
            step(entry(end))


def test_every_open_state_leads_to_both_ends() -> None:
    for start in State:
        reached, edge = {start}, {start}
        while edge:
            edge = {after for one in edge for after in FOLLOWS[one]} - reached
            reached |= edge
        if FOLLOWS[start]:
            assert {State.FINAL, State.REFUSED} <= reached


def test_the_drawing_in_the_docs_shows_these_steps() -> None:
    section = PAGE[PAGE.index("## The way of an anchor") :]
    arrows = re.findall(r"^  (\w+) --> (\w+)", section, re.MULTILINE)

    assert set(arrows) == {(str(a), str(b)) for a in State for b in FOLLOWS[a]}
    assert len(arrows) == len(set(arrows))


def test_the_example_in_the_docs_is_what_is_sent() -> None:
    shown = PAGE[PAGE.index("## Example") :].split("```")[1]
    call = encode_call("anchor", b"\x11" * 32, 7, 12, tree(0, 12), proof(7, 12))

    assert shown.split() == [
        f"0x{call[:4].hex()}",
        *(call[at : at + 32].hex() for at in range(4, len(call), 32)),
    ]


def test_a_planned_anchor_is_never_final_without_a_block() -> None:
    assert [state for state in State if State.FINAL in FOLLOWS[state]] == [State.MINED]


@given(paid_max=WEI, paid_tip=WEI, base=WEI, tip=WEI)
def test_a_replacement_pays_an_eighth_more_on_both(
    paid_max: int, paid_tip: int, base: int, tip: int
) -> None:
    paid = Fees(max(paid_max, paid_tip), paid_tip)

    found = bumped(paid, FeeHint(base, tip), ceiling_wei=10**14)

    assert found.max_wei * 8 >= paid.max_wei * 9
    assert found.priority_wei * 8 >= paid.priority_wei * 9
    assert found.max_wei >= found.priority_wei


@given(base=WEI, tip=WEI, ceiling=WEI)
def test_no_fee_is_over_the_ceiling(base: int, tip: int, ceiling: int) -> None:
    hint = FeeHint(base, tip)
    try:
        found = fresh(hint, ceiling)
    except FeeCeiling:
        assert base + tip > ceiling
        return
    assert base + tip <= found.max_wei <= ceiling


def test_replacements_end_at_the_ceiling() -> None:
    hint = FeeHint(100, 10)
    offers = [fresh(hint, 1000)]
    for _ in range(10):
        offers.append(bumped(offers[-1], hint, 1000))  # each follows the last

    assert all(b.max_wei * 8 >= a.max_wei * 9 for a, b in pairwise(offers))
    assert offers[-1].max_wei <= 1000
    with pytest.raises(FeeCeiling, match="the ceiling is 1000"):
        bumped(Fees(900, 90), hint, 1000)


def claim(size: int, root: bytes, tx: int = 1) -> AnchoredClaim:
    return AnchoredClaim(0, size, root, tx.to_bytes(32, "big"))


def test_the_monitor_finds_what_the_log_does_not_bear_out() -> None:
    log = rebuilt(leaf(number) for number in range(20))
    honest = [claim(size, tree(0, size)) for size in (0, 1, 7, 16, 20)]
    phantom = claim(21, tree(0, 21))
    resized = claim(16, tree(0, 9))  # the lie that a consistency proof lets through
    forged = claim(5, hashlib.sha256(b"x").digest())

    found = discrepancies([*honest, phantom, resized, forged], log)

    assert [(one.claim, one.computed) for one in found] == [
        (phantom, None),
        (resized, tree(0, 16)),
        (forged, tree(0, 5)),
    ]
