"""One place says where the verdict of an exercise comes from."""

import hashlib
import json
from pathlib import Path

import pytest

from assessment.exercises import catalogue, exercise_get
from assessment.report.judges import made_by, verdict_models, verdict_source
from assessment.scoring.technique.weights import FOLDER


@pytest.fixture
def live(tmp_path: Path) -> Path:
    """A manifest that lets the learned verdict speak for deep squats."""
    manifest = {"files": {"phone": {"file": "x", "sha256": "ab" * 32}}, "live": {"deep_squat": {}}}
    (tmp_path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(("exercise", "source"), [("deep_squat", "learned"), ("push_up", "rubric")])
def test_learned_speaks_only_for_what_is_live(live, exercise, source) -> None:
    assert verdict_source(exercise_get(exercise), live) == source


def test_without_weights_the_rules_judge(tmp_path) -> None:
    assert verdict_source(exercise_get("deep_squat"), tmp_path) == "rubric"


def test_every_exercise_of_the_catalogue_has_a_source() -> None:
    found = {one.id: verdict_source(one, FOLDER) for one in catalogue()}
    assert {name for name, one in found.items() if one == "none"} == {
        one.id for one in catalogue() if not one.rules
    }


def test_models_name_the_rules_by_their_file_and_the_weights_that_may_speak(live) -> None:
    found = verdict_models(exercise_get("deep_squat"), live)

    home = Path(__file__).parents[3] / "assessment" / "exercises" / "catalogue"
    rules = hashlib.sha256((home / "deep_squat.toml").read_bytes()).hexdigest()
    assert [(one.name, one.weights_sha256) for one in found] == [
        ("rubric", rules),
        ("technique", "ab" * 32),
    ]
    assert [one.name for one in verdict_models(exercise_get("push_up"), live)] == ["rubric"]
    assert verdict_models(None, live) == ()


def test_every_card_is_there() -> None:
    home = Path(__file__).parents[3]
    cards = {one.card for exercise in catalogue() for one in verdict_models(exercise)}
    assert [card for card in sorted(cards) if not (home / card).is_file()] == []


def test_software_of_another_version_made_another_report() -> None:
    assert made_by("plumbline-assessment 0.1; openvino 2026")
    assert not made_by("plumbline-assessment 0.0; openvino 2026")
