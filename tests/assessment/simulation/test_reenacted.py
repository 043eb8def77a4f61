"""A rendered person stands where motion capture measured a real one."""

import numpy as np
import pytest

from assessment.simulation import LANDMARKS, RepetitionTruth, parse_recipe
from assessment.simulation.reenacted import MEASURED, reenacted

_LEFT = {
    "shoulder": (0.18, 1.40, 0.0),
    "elbow": (0.21, 1.10, 0.0),
    "wrist": (0.22, 0.84, 0.03),
    "hip": (0.09, 0.92, 0.0),
    "knee": (0.10, 0.50, 0.01),
    "ankle": (0.10, 0.10, 0.0),
    "heel": (0.10, 0.04, -0.05),
    "toe": (0.11, 0.04, 0.15),
}
_SPAN = RepetitionTruth(
    index=1, start_s=0.2, turn_s=0.4, end_s=0.6, side="left", amplitude=1.0, faults=()
)


def _points(*, lift: float, away: tuple[float, float, float] = (0.0, 0.0, 0.0)):
    """Twelve frames in which the left wrist and shoulder rise by `lift` metres."""
    rise = np.linspace(0.0, lift, 12)
    made = {"head_front": np.tile((0.0, 1.62, 0.1), (12, 1))}
    made["head_back"] = np.tile((0.0, 1.60, -0.08), (12, 1))
    for name, (x, y, z) in _LEFT.items():
        made[f"left_{name}"] = np.tile((x, y, z), (12, 1))
        made[f"right_{name}"] = np.tile((-x, y, z), (12, 1))
    made["left_wrist"][:, 1] += rise
    made["left_shoulder"][:, 1] += 0.1 * rise
    return {name: point + np.array(away) for name, point in made.items()}


def _scene(points):
    recipe = parse_recipe(
        {
            "id": "test",
            "seed": 1,
            "motion": {"exercise": "shoulder_abduction", "repetitions": 1, "period_s": 0.8},
            "video": {"width_px": 96, "height_px": 128, "fps": 15, "draft": True},
        }
    )
    return reenacted(recipe, np.arange(12) / 15, points, _SPAN, yaw_deg=45.0)


def test_every_measured_joint_is_where_it_was_measured_over_the_floor() -> None:
    points = _points(lift=0.4)

    world = _scene(points).truth.world_m

    for name in MEASURED:
        if name.split("_")[1] in ("shoulder", "elbow", "wrist", "hip", "knee", "ankle"):
            moved = world[:, LANDMARKS.index(name)] - points[name]
            np.testing.assert_allclose(moved, np.broadcast_to(moved[0], (12, 3)), atol=1e-9)
    ankle = world[:, LANDMARKS.index("left_ankle"), 1]
    assert ankle == pytest.approx(0.09, abs=0.01)


def test_the_place_in_the_measuring_room_does_not_show() -> None:
    here = _scene(_points(lift=0.4)).truth.xy_px
    there = _scene(_points(lift=0.4, away=(1.3, 0.2, -2.0))).truth.xy_px

    np.testing.assert_allclose(here, there, atol=1e-6)


def test_the_person_looks_ahead_with_the_nose_before_the_ears() -> None:
    world = _scene(_points(lift=0.0)).truth.world_m

    nose, ear = (world[0, LANDMARKS.index(name)] for name in ("nose", "left_ear"))
    assert nose[2] - ear[2] > 0.08
    assert abs(nose[1] - ear[1]) < 0.05


def test_the_whole_movement_is_in_the_picture() -> None:
    scene = _scene(_points(lift=0.6))

    assert np.all((scene.truth.xy_px > 0) & (scene.truth.xy_px < (96, 128)))
    assert scene.frame(6).shape == (128, 96, 3)
