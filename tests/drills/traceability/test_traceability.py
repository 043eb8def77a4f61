"""The drill on a small scale, so that it runs with every other test: all faults, all measures."""

from pathlib import Path

import pytest

from tests.drills.traceability import rivals
from tests.drills.traceability.measure import Measured, measured
from tests.drills.traceability.page import page
from tests.drills.traceability.plan import Faults
from tests.drills.traceability.street import plan_made

RESULTS = 24


@pytest.fixture
def small(tmp_path: Path, settings, transactional_db: None) -> Measured:
    settings.VAR = tmp_path / "var"
    plan = plan_made(
        tmp_path,
        results=RESULTS,
        devices=8,
        processes=1,
        persons=12,
        faults=Faults(lost_request=0.1, lost_reply=0.2, late_copy=0.3),
    )
    return measured(plan, tmp_path / "kept", many=10, kill_every_s=6.0)


def test_every_measure_holds_while_everything_fails(small: Measured) -> None:
    posts, events = RESULTS * 4, RESULTS * 6
    assert (small.t1.held, small.t1.of) == (RESULTS, RESULTS)
    assert {one.name: (one.found, one.alarms_elsewhere) for one in small.t2} == {
        one.name: (10, 0) for one in small.t2
    }
    assert len(small.t2) == 10
    assert small.false_alarms == 0
    assert small.c1 == {
        "acknowledged": events,
        "leaves": events,
        "doubled": 0,
        "never acknowledged, yet there": 0,
        "lost": 0,
    }
    assert (small.c2.held, small.c2.of) == (posts, posts)
    assert small.c3.held == small.c3.of > 0
    assert small.c5 is not None
    assert small.c5.found == 10
    assert sum(ack["tries"] > 1 for ack in small.told.acks) > 0
    assert set(small.t3) >= {"logged"}
    assert "T1" in page([small], [])


def test_administrator_who_makes_all_anew_is_found_by_witnesses_alone() -> None:
    found = rivals.compared(20, seed=1)
    assert all(told["witnessed, made anew"] == 20 for told in found.values())
    assert all(told["chain, made anew"] == 0 for told in found.values())
    assert found["edit body"] == {
        "plain": 0,
        "plain, made anew": 0,
        "chain": 20,
        "chain, made anew": 0,
        "witnessed, made anew": 20,
    }
    assert found["restore old backup"]["chain"] == 0
