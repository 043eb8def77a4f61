"""The network as a second witness beside what is measured."""

import pytest

from assessment.scoring.difficulty.elements_record import Element
from assessment.scoring.difficulty.timeline import Recognised
from assessment.scoring.difficulty.witness import agreed, alone, listed_as


def _element(element_id: str, start_s: float, end_s: float) -> Element:
    return Element(
        id=element_id,
        start_s=start_s,
        end_s=end_s,
        at_s=start_s,
        side=None,
        confidence=0.6,
        outcome="met",
        measured={},
        checks=(),
        downgrade=None,
    )


def _named(kind: str, start_s: float, end_s: float) -> Recognised:
    return Recognised(id=kind, start_s=start_s, end_s=end_s, confidence=0.75)


def test_two_witnesses_are_surer_than_one() -> None:
    found = agreed(_element("turn_2", 1.0, 2.0), [_named("turn", 1.2, 2.1)])

    assert found.confidence == pytest.approx(0.9)
    assert found.source == "measured"


@pytest.mark.parametrize("other", [_named("turn", 3.0, 4.0), _named("air_turn", 1.0, 2.0)])
def test_another_time_or_another_kind_bears_nothing_out(other: Recognised) -> None:
    assert agreed(_element("turn_2", 1.0, 2.0), [other]).confidence == pytest.approx(0.6)


def test_only_what_was_not_measured_is_left_to_the_network() -> None:
    named = [_named("pike_jump", 1.0, 2.0), _named("pike_jump", 5.0, 6.0)]

    assert alone(named, [_element("turn_1", 1.5, 2.5)]) == [named[1]]


def test_a_kind_stands_for_its_elements() -> None:
    assert {one.id for one in listed_as("air_turn")} == {"air_turn_1", "air_turn_2", "air_turn_3"}
    assert [one.id for one in listed_as("pike_jump")] == ["pike_jump"]
