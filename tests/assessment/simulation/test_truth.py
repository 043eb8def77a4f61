import json

import numpy as np
import pytest

from assessment.exercises import catalogue
from assessment.simulation import CURVES, LANDMARKS, prepare, read_truth, write_truth
from assessment.simulation.body import Body
from assessment.simulation.motion import perform
from assessment.simulation.recipe import motion_of
from assessment.simulation.skeleton import assemble
from assessment.simulation.timeline import Cue

from .recipes import recipe

EXERCISES = [exercise.id for exercise in catalogue() if exercise.motion is not None]


def _held(exercise: str, drive: float, side: str = "") -> dict[str, np.ndarray]:
    """Joints of one still moment of a motion, without sway."""
    motion = motion_of(exercise)
    cue = Cue(
        np.zeros(1),
        np.full((1, 2), drive),
        {},
        np.zeros((1, 6)),
        (side or motion.sides[0].replace("alternate", "left"),),
    )
    return assemble(Body(), perform(Body(), motion, cue)).points


def _angle(points: dict[str, np.ndarray], first: str, corner: str, last: str) -> float:
    a, b = points[first][0] - points[corner][0], points[last][0] - points[corner][0]
    return float(np.degrees(np.arccos(a @ b / np.linalg.norm(a) / np.linalg.norm(b))))


@pytest.mark.parametrize(
    ("exercise", "drive", "joint", "expected_deg"),
    [
        ("deep_squat", 0.0, ("hip", "knee", "ankle"), 174.0),
        ("deep_squat", 1.0, ("hip", "knee", "ankle"), 72.0),
        ("sit_to_stand", 0.0, ("hip", "knee", "ankle"), 83.0),
        ("deadlift", 0.0, ("hip", "knee", "ankle"), 118.0),
        ("curl", 0.0, ("shoulder", "elbow", "wrist"), 168.0),
        ("curl", 1.0, ("shoulder", "elbow", "wrist"), 42.0),
        ("shoulder_abduction", 1.0, ("shoulder", "elbow", "wrist"), 172.0),
    ],
)
def test_motion_at_a_drive_bends_its_joint_by_the_requested_angle(
    exercise, drive, joint, expected_deg
) -> None:
    points = _held(exercise, drive)

    for side in ("left", "right"):
        angle = _angle(points, *(f"{side}_{name}" for name in joint))
        assert angle == pytest.approx(expected_deg, abs=0.1)


@pytest.mark.parametrize("exercise", EXERCISES)
def test_bones_keep_their_lengths_in_every_motion(exercise) -> None:
    body = Body()

    for drive in (0.0, 0.35, 0.7, 1.0):
        points = _held(exercise, drive)
        for end, start, length in (
            ("knee", "hip", body.thigh_m),
            ("ankle", "knee", body.shank_m),
            ("elbow", "shoulder", body.upper_arm_m),
            ("wrist", "elbow", body.forearm_m),
        ):
            for side in ("left", "right"):
                bone = np.linalg.norm(points[f"{side}_{end}"] - points[f"{side}_{start}"])
                assert bone == pytest.approx(length, abs=1e-6)


@pytest.mark.parametrize("exercise", EXERCISES)
def test_other_side_is_the_mirror_image(exercise) -> None:
    sides = motion_of(exercise).sides
    both = sides == ("both",)
    left = _held(exercise, 0.8, "both" if both else "left")
    right = left if both else _held(exercise, 0.8, "right")

    for name, point in left.items():
        if name.startswith("left_"):
            mirrored = right[name.replace("left_", "right_")]
            np.testing.assert_allclose(point * [-1, 1, 1], mirrored, atol=1e-9)


def test_planted_feet_do_not_slide_while_squatting() -> None:
    joints = prepare(recipe()).joints

    for name in ("left_toe", "right_heel"):
        assert np.ptp(joints.points[name], axis=0).max() < 1e-9


def test_shallow_repetition_stays_above_the_others() -> None:
    shallow = {"faults": [{"kind": "shallow", "repetitions": [2]}]}
    scene = prepare(recipe(motion=shallow))
    knee = scene.truth.spatial_deg["knee_left"]
    depths = [
        knee[(scene.t_s >= r.start_s) & (scene.t_s <= r.end_s)].min() for r in scene.repetitions
    ]

    assert depths[0] == pytest.approx(72.0, abs=1.5)
    assert depths[1] > 115.0
    assert scene.repetitions[1].faults == ("shallow",)


def test_repetitions_start_and_end_where_the_body_stands_still() -> None:
    scene = prepare(recipe(video={"fps": 50}))
    knee = scene.truth.spatial_deg["knee_left"]
    resting = np.abs(knee - knee[0]) < 0.5
    first, last = scene.repetitions[0], scene.repetitions[-1]

    assert scene.t_s[np.argmin(resting)] == pytest.approx(first.start_s, abs=0.15)
    assert scene.t_s[len(resting) - np.argmin(resting[::-1]) - 1] == pytest.approx(
        last.end_s, abs=0.15
    )
    assert first.start_s < first.turn_s < first.end_s <= last.start_s


def test_side_camera_sees_the_left_side_nearer_and_the_face_to_the_left() -> None:
    scene = prepare(recipe(camera={"yaw_deg": 90}))
    near = (scene.joints.points["left_knee"] - scene.camera.position) @ scene.camera.ahead
    far = (scene.joints.points["right_knee"] - scene.camera.position) @ scene.camera.ahead
    at = {name: scene.truth.xy_px[0, LANDMARKS.index(name)] for name in ("nose", "left_ear")}

    assert near[0] < far[0]
    assert at["nose"][0] < at["left_ear"][0]


def test_side_view_planar_knee_is_near_the_knee_in_space() -> None:
    truth = prepare(recipe(camera={"yaw_deg": 90, "distance_m": 6.0})).truth

    error = np.abs(truth.planar["knee_left"] - truth.spatial_deg["knee_left"])
    assert error.max() < 6.0


def test_written_truth_reads_back_within_its_rounding(tmp_path) -> None:
    truth = prepare(recipe()).truth
    write_truth(truth, tmp_path / "t.json")
    write_truth(truth, tmp_path / "t.npz")

    read = read_truth(tmp_path / "t.json")
    np.testing.assert_allclose(read["xy_px"], truth.xy_px, atol=0.00501)
    assert set(read["planar"]) == set(CURVES)
    assert len(LANDMARKS) == 33
    with np.load(tmp_path / "t.npz") as stored:
        np.testing.assert_array_equal(stored["world_m"], truth.world_m)
        assert len(json.loads(str(stored["repetitions"]))) == 2
