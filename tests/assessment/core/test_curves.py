from pathlib import Path

import numpy as np
import pytest

from assessment.core.curves import CURVES, SIDED, curve_base
from assessment.core.kinematics import Body, curve, curve_joints, world_curve
from assessment.core.skeleton import mediapipe33
from tests.assessment.stick_person import front_landmarks, landmarks_of

ROOT = Path(__file__).parents[3]
NAMES = [
    n for base in CURVES for n in ([f"{base}_left", f"{base}_right"] if base in SIDED else [base])
]


@pytest.mark.parametrize("name", NAMES)
def test_every_curve_has_numbers_in_a_view_that_shows_it_and_in_the_world(name: str) -> None:
    fact, _ = curve_base(name)
    landmarks = landmarks_of(np.array([0.0, 0.1, 0.2]), np.array([170.0, 120.0, 90.0]))
    seen = landmarks if "side" in fact.views else front_landmarks(landmarks)

    assert not np.isnan(curve(name, seen)).any()
    assert not np.isnan(world_curve(name, seen, from_side="side" in fact.views)).any()


def test_every_curve_is_defined_in_the_docs_and_in_the_field_list() -> None:
    docs = (ROOT / "docs/algorithms/kinematics.md").read_text(encoding="utf-8")
    fields = (ROOT / "assessment/exercises/catalogue/_fields.md").read_text(encoding="utf-8")

    for name in CURVES:
        assert f"`{name}`" in docs, name
        assert f"`{name}`" in fields, name


def test_sided_curve_without_its_side_is_refused() -> None:
    with pytest.raises(KeyError, match="knee_left"):
        curve_base("knee")


def test_foot_lift_needs_both_ankles() -> None:
    assert curve_joints("foot_lift_left") == ("left_ankle", "right_ankle")


def test_signs_follow_the_person_not_the_picture() -> None:
    landmarks = front_landmarks(landmarks_of(np.arange(3) / 10, np.full(3, 175.0)))
    names = mediapipe33().names
    left_is_right_of_picture = landmarks.xy_px[0, names.index("left_hip"), 0] > 240
    knee = names.index("left_knee")
    landmarks.xy_px[:, knee, 0] += -25.0 if left_is_right_of_picture else 25.0
    landmarks.xy_px[:, [names.index(n) for n in ("left_shoulder", "right_shoulder")], 0] += 30.0

    assert curve("knee_inward_left", landmarks)[0] == pytest.approx(25.0 / 125.0, abs=0.02)
    assert curve("trunk_side", landmarks)[0] == pytest.approx(
        np.degrees(np.arctan2(30.0, 125.0)) * (1 if left_is_right_of_picture else -1), abs=1.0
    )


def test_foreshortened_trunk_is_no_shorter() -> None:
    landmarks = landmarks_of(np.arange(10) / 10, np.full(10, 175.0))
    shoulders = [mediapipe33().index(f"{side}_shoulder") for side in ("left", "right")]
    landmarks.xy_px[:5, shoulders, 1] += 60.0

    assert Body.of_picture(landmarks).torso == pytest.approx(125.0, abs=0.5)
