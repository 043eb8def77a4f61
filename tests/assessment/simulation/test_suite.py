import csv
from pathlib import Path

import numpy as np
import pytest

from assessment.exercises import catalogue
from assessment.scoring.technique.movements import MOVEMENTS
from assessment.simulation import RecipeInvalid, read_truth
from assessment.simulation.pictures import contact_sheet, how_to
from assessment.simulation.suite import SUITES, render_suite, suite_clips

TINY = """
views = ["side"]
faults = true
faulty = [1]
motion = { repetitions = 1, period_s = 1.0, still_start_s = 0.1, still_end_s = 0.1 }
video = { width_px = 64, height_px = 96, fps = 5, draft = true }
"""


@pytest.mark.parametrize("name", sorted(path.stem for path in SUITES.glob("*.toml")))
def test_suite_covers_its_exercises_with_clips_of_their_own(name) -> None:
    rows = [row for row, _recipe in suite_clips(name)]
    every = {exercise.id for exercise in catalogue()}
    learned = {movement.id for movement in MOVEMENTS.values()}

    assert {row.exercise for row in rows} == (learned if name == "technique" else every)
    assert len({row.clip for row in rows}) == len(rows)
    assert len({recipe.seed for _row, recipe in suite_clips(name)}) == len(rows)


def test_suite_of_the_technique_has_the_left_side_work_where_one_side_does() -> None:
    sides = {row.exercise: row.side for row, _recipe in suite_clips("technique")}

    assert {name for name, side in sides.items() if side == "both"} == {
        "deep_squat",
        "sit_to_stand",
    }
    assert set(sides.values()) == {"left", "both"}


def test_fault_suite_has_a_clip_for_each_rule_that_a_fault_breaks() -> None:
    rows = [row for row, _recipe in suite_clips("faults")]

    for exercise in catalogue():
        assert exercise.motion is not None
        planted = {f.finding for f in exercise.motion.faults if f.finding is not None}
        assert {r.finding for r in rows if r.exercise == exercise.id} == planted | {""}
        for row in rows:
            rules = [rule for rule in exercise.rules if rule.code == row.finding]
            assert all(row.view in rule.views for rule in rules if row.exercise == exercise.id)


def test_rendered_suite_resumes_where_it_stopped(tmp_path: Path) -> None:
    (tmp_path / "tiny.toml").write_text(TINY)
    said: list[str] = []

    def render(*, resume: bool) -> list[dict[str, str]]:
        said.clear()
        index = render_suite(
            str(tmp_path / "tiny.toml"),
            tmp_path / "out",
            only="curl",
            resume=resume,
            say=said.append,
        )
        with index.open(newline="") as source:
            return list(csv.DictReader(source))

    rows = render(resume=False)
    faulty = next(row for row in rows if row["finding"])
    truth = read_truth(tmp_path / "out" / f"{faulty['clip']}.json")
    assert truth["repetitions"][0]["faults"] == [faulty["fault"]]
    assert truth["repetitions"][0]["findings"][0]["code"] == faulty["finding"]
    assert len(said) == len(rows)
    assert all((tmp_path / "out" / f"{row['clip']}.mp4").is_file() for row in rows)

    (tmp_path / "out" / f"{rows[0]['clip']}.mp4").unlink()
    assert render(resume=True) == rows
    assert len(said) == 1


def test_unknown_suite_and_unknown_exercise_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RecipeInvalid, match="There is no suite 'moon'"):
        render_suite("moon", tmp_path)
    with pytest.raises(RecipeInvalid, match="has no clip of 'moonwalk'"):
        render_suite("fast", tmp_path, only="moonwalk")


def test_contact_sheet_has_a_row_for_each_fault_and_three_moments() -> None:
    curl = next(exercise for exercise in catalogue() if exercise.id == "curl")
    assert curl.motion is not None

    sheet = contact_sheet("curl")

    assert sheet.shape == (320 * (1 + len(curl.motion.faults)), 3 * 240, 3)
    start, far = sheet[:320, :240].astype(float), sheet[:320, 480:720]
    assert (np.abs(start - far).max(axis=2) > 25).mean() > 0.01


def test_how_to_pictures_stand_before_a_plain_backdrop(tmp_path: Path) -> None:
    paths = how_to("deep_squat", tmp_path)

    assert [path.name for path in paths] == ["deep_squat-start.png", "deep_squat-far.png"]
    assert all(path.stat().st_size > 20_000 for path in paths)
