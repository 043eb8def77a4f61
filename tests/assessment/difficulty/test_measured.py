import json
from dataclasses import replace
from pathlib import Path

import pytest

from assessment.cli.commands import main
from assessment.training.difficulty.data import Segment
from assessment.training.difficulty.measured import (
    Seen,
    baseline,
    figures,
    is_turning,
    negatives,
    seen_clip,
)
from tests.assessment.difficulty.gymnast import clip, still, turn
from tests.assessment.difficulty.test_data import written

TURN = Segment(kind="stepped_turn", start_s=1.0, end_s=1.8, turn_deg=360.0)


def seen(*, turning: bool, label: str = "made") -> Seen:
    parts = (still(1.0), turn(1.0, 0.8), still(1.0)) if turning else (still(3.0),)
    made = clip(*parts, segments=(TURN,) if turning else (), label=label)
    return seen_clip(made, is_negative=not turning, azimuth_deg=15.0, seed=2)


@pytest.mark.parametrize(
    ("kind", "turning"),
    [("single_leg_turn", True), ("jump_axel", True), ("turning_jump_kick_1_1", True),
     ("sideflip", True), ("straight_jump", False), ("front_kick", False), ("hop", False),
     ("something else", False)],
)  # fmt: skip
def test_what_a_labelled_kind_means(kind: str, turning: bool) -> None:
    assert is_turning(kind) is turning


def test_a_found_turn_and_a_quiet_clip_give_full_marks() -> None:
    found = figures([seen(turning=True), seen(turning=False)])
    assert found["balanced_accuracy"] == 1.0
    assert found["revolution_mae_turns"] == pytest.approx(0.0, abs=0.1)
    assert found["false_turning_per_minute"] == 0.0
    assert baseline([seen(turning=True), seen(turning=False)]) == 1.0


def test_a_missed_element_and_a_false_one_count_against_it() -> None:
    missed = replace(seen(turning=True), found=())
    false = replace(seen(turning=False), found=seen(turning=True).found)
    found = figures([missed, false])
    assert found["recall_turning"] == 0.0
    assert found["specificity"] == 0.0
    assert found["false_turning_per_minute"] == 20.0


def test_a_turn_that_goes_on_over_two_labels_is_compared_with_their_sum() -> None:
    halves = tuple(replace(TURN, start_s=s, end_s=s + 0.4, turn_deg=180.0) for s in (1.0, 1.4))
    one = seen(turning=True)
    one = replace(one, clip=replace(one.clip, segments=halves))
    assert figures([one])["revolution_mae_turns"] == pytest.approx(0.0, abs=0.1)


def test_a_clip_whose_label_has_elements_elsewhere_is_no_negative() -> None:
    with_turn = clip(still(1.0), segments=(TURN,), label="dance")
    missed, walk = clip(still(1.0), label="dance"), clip(still(1.0), label="walk")
    assert negatives([with_turn, missed, walk]) == {2}


def test_the_command_writes_the_record(tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    data = written(tmp_path / "data")
    assert main(["evaluate", "difficulty", "--data", str(data), "--json", str(out)]) == 0
    record = json.loads(out.read_text())
    assert record["task"] == "difficulty"
    assert record["n"] == {"clips": 1, "films": 3}
    assert set(record["metrics"]) >= {"balanced_accuracy", "revolution_mae_turns"}
