"""The weights in the repository: whole, small, and with a card that says what they are."""

from pathlib import Path

import pytest

from assessment.exercises import catalogue
from assessment.scoring.technique.movements import MOVEMENTS
from assessment.scoring.technique.weights import AGAINST, FOLDER, manifest, model_open
from assessment.training.technique.card import card_text

_INPUTS = ("kinect", "vicon", "phone")
_LARGEST_BYTES = 20 * 2**20
_CARD = Path(__file__).parents[3] / "docs" / "cards" / "technique.md"


@pytest.mark.parametrize("name", _INPUTS)
def test_weights_have_the_digest_of_the_manifest_and_all_movements(name) -> None:
    model = model_open(name)

    assert model.sha256 == manifest()["files"][name]["sha256"]
    assert all(set(model.trios[against].movements) == set(MOVEMENTS) for against in AGAINST)


def test_weights_are_small_and_nothing_else_lies_beside_them() -> None:
    kept = {path.name: path.stat().st_size for path in FOLDER.iterdir()}

    assert set(kept) == {"manifest.json", *(f"technique-{name}.safetensors" for name in _INPUTS)}
    assert sum(kept.values()) < _LARGEST_BYTES


def test_card_is_written_from_the_manifest() -> None:
    assert _CARD.read_text(encoding="utf-8") == card_text(manifest())


def test_shortcuts_stay_under_the_gate_in_the_figures_of_the_manifest() -> None:
    for record in manifest()["loso"].values():
        for name in ("limb_lengths", "start_pose"):
            assert record["baselines"][name]["accuracy"] <= 0.65


def test_a_verdict_speaks_live_only_for_known_exercises() -> None:
    assert set(manifest()["live"]) <= {exercise.id for exercise in catalogue()}
