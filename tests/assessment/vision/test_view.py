from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.core.records import Landmarks
from assessment.core.units import F64
from assessment.exercises import exercise_get
from assessment.scoring.signal import count_signal
from assessment.vision.orientation import turned_deg
from assessment.vision.view import view_estimate, view_name, views_over_time
from tests.assessment.seen_people import mirrored, seen
from tests.assessment.stick_person import landmarks_of, seen_view, squats

STANDING = ("deep_squat", "curl", "shoulder_abduction")


def test_person_seen_from_the_left_side() -> None:
    view = seen_view(landmarks_of(*squats(1)))

    assert (view.name, view.near, view.facing) == ("side", "left", "left")
    assert view.yaw_deg > 80


@pytest.mark.parametrize(
    ("yaw_deg", "name", "near"),
    [
        (0.0, "front", "left"),
        (45.0, "three_quarter", "left"),
        (90.0, "side", "left"),
        (135.0, "three_quarter", "left"),
        (180.0, "back", "left"),
        (225.0, "three_quarter", "right"),
        (270.0, "side", "right"),
        (315.0, "three_quarter", "right"),
    ],
)
def test_every_direction_is_named(yaw_deg: float, name: str, near: str) -> None:
    for exercise in STANDING:
        view = seen_view(seen(exercise, yaw_deg=yaw_deg))

        assert view.name == name
        assert abs(float(turned_deg(view.yaw_deg, yaw_deg))) < 6
        if name in ("side", "three_quarter"):
            assert view.near == near


@pytest.mark.parametrize("yaw_deg", [0.0, 60.0, 90.0, 120.0, 270.0])
def test_person_in_front_support_is_seen_from_where_the_camera_stands(yaw_deg: float) -> None:
    view = seen_view(seen("push_up", yaw_deg=yaw_deg))

    assert abs(float(turned_deg(view.yaw_deg, yaw_deg))) < 10


@pytest.mark.parametrize(
    ("yaw_deg", "wanted"), [(30.0, "front"), (60.0, "side"), (120.0, "side"), (-150.0, "back")]
)
def test_thirty_degrees_off_is_no_longer_that_view(yaw_deg: float, wanted: str) -> None:
    for exercise in STANDING:
        assert seen_view(seen(exercise, yaw_deg=yaw_deg)).name != wanted


@pytest.mark.parametrize("exercise", ["push_up", "plank", "crunch", "glute_bridge"])
def test_camera_above_a_person_on_the_floor_is_not_taken_for_one_to_the_side(exercise: str) -> None:
    for yaw_deg in (90.0, 270.0):
        view = seen_view(seen(exercise, yaw_deg=yaw_deg))

        assert view.name == "side"
        assert abs(float(turned_deg(view.yaw_deg, yaw_deg))) < 5


@pytest.mark.parametrize("exercise", ["push_up", "plank", "crunch", "glute_bridge"])
def test_person_on_the_floor_thirty_degrees_off_is_no_side_view(exercise: str) -> None:
    for yaw_deg in (60.0, 120.0, 240.0, 300.0):
        assert seen_view(seen(exercise, yaw_deg=yaw_deg)).name == "three_quarter"


@pytest.mark.parametrize(
    ("yaw_deg", "name"),
    [(19.9, "front"), (-20.1, "three_quarter"), (70.1, "side"), (-109.9, "side"), (161.0, "back")],
)
def test_names_hold_within_their_tolerance(yaw_deg: float, name: str) -> None:
    assert view_name(yaw_deg) == name


@pytest.mark.parametrize(("yaw_deg", "name"), [(76.1, "side"), (-104.1, "three_quarter")])
def test_side_view_of_a_level_trunk_is_held_more_narrowly(yaw_deg: float, name: str) -> None:
    assert view_name(yaw_deg, level=True) == name


@pytest.mark.parametrize(
    ("yaw_deg", "counted"), [(90.0, True), (60.0, True), (235.0, True), (40.0, False)]
)
def test_movement_somewhat_off_its_view_is_still_counted_in_the_picture(
    yaw_deg: float, counted: bool
) -> None:
    landmarks = seen("deep_squat", yaw_deg=yaw_deg)

    signal = count_signal(exercise_get("deep_squat"), landmarks, view_estimate(landmarks))

    assert signal is not None
    assert signal.planar is counted


def _rolled(landmarks: Landmarks, degrees: float) -> Landmarks:
    turn = np.radians(degrees)
    matrix = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    middle = np.array([landmarks.width_px, landmarks.height_px]) / 2
    xy = (landmarks.xy_px - middle) @ matrix.T + middle
    return replace(landmarks, xy_px=xy.astype(np.float32))


@pytest.mark.parametrize("degrees", [-15.0, 0.0, 12.0])
def test_tilt_of_the_camera_is_read_off_a_standing_person(degrees: float) -> None:
    view = seen_view(_rolled(seen("curl"), degrees))

    assert view.tilt_deg == pytest.approx(degrees, abs=2.0)


def test_lying_person_says_nothing_of_tilt_and_pitch() -> None:
    view = seen_view(seen("push_up", yaw_deg=90.0))

    assert view.tilt_deg is None
    assert view.pitch is None


def _pitched(landmarks: Landmarks, degrees: float) -> Landmarks:
    """World points as a camera that looks down by so much has them."""
    turn = np.radians(degrees)
    y, z = landmarks.world_m[..., 1], landmarks.world_m[..., 2]
    world = landmarks.world_m.copy()
    world[..., 1] = y * np.cos(turn) - z * np.sin(turn)
    world[..., 2] = z * np.cos(turn) + y * np.sin(turn)
    return replace(landmarks, world_m=world)


@pytest.mark.parametrize(("degrees", "pitch"), [(8.0, "level"), (30.0, "above"), (-25.0, "below")])
def test_camera_above_or_below_is_told(degrees: float, pitch: str) -> None:
    assert seen_view(_pitched(seen("curl"), degrees)).pitch == pitch


def test_mirrored_clip_is_seen_from_the_other_side() -> None:
    for yaw_deg in (0.0, 50.0, 90.0, 200.0):
        landmarks = seen("deep_squat", yaw_deg=yaw_deg)

        view, other = seen_view(landmarks), seen_view(mirrored(landmarks))

        assert other.yaw_deg == pytest.approx(-view.yaw_deg, abs=1e-3)
        assert other.name == view.name
        assert other.tilt_deg == pytest.approx(-(view.tilt_deg or 0.0), abs=1e-3)


def _after(first: Landmarks, second: Landmarks) -> Landmarks:
    moved_s: F64 = second.t_s + first.t_s[-1] + 1 / 15
    parts = [first, replace(second, t_s=moved_s)]
    return Landmarks.joined(parts, width_px=first.width_px, height_px=first.height_px)


def test_person_who_turns_is_seen_in_two_stretches() -> None:
    front, side = seen("curl"), seen("curl", yaw_deg=90.0)
    turned_s = float(front.t_s[-1])

    spans = views_over_time(_after(front, side))

    assert [span.view.name for span in spans] == ["front", "side"]
    assert spans[1].start_s == pytest.approx(turned_s, abs=0.3)


def test_person_who_keeps_one_direction_is_one_stretch() -> None:
    assert len(views_over_time(seen("deep_squat", yaw_deg=90.0))) == 1


def test_too_few_poses_give_no_view() -> None:
    landmarks = landmarks_of(*squats(1))

    assert view_estimate(landmarks.part(0, 2)) is None
    assert views_over_time(landmarks.part(0, 2)) == []


@given(
    scale=st.floats(0.4, 2.5),
    later_s=st.floats(0.0, 500.0),
    yaw_deg=st.sampled_from([0.0, 50.0, 90.0]),
)
@settings(max_examples=15, deadline=None)
def test_size_and_time_of_day_do_not_matter(scale: float, later_s: float, yaw_deg: float) -> None:
    landmarks = seen("deep_squat", yaw_deg=yaw_deg)
    other = replace(
        landmarks,
        t_s=landmarks.t_s + later_s,
        xy_px=landmarks.xy_px * np.float32(scale),
        width_px=round(landmarks.width_px * scale),
        height_px=round(landmarks.height_px * scale),
    )

    plain, changed = seen_view(landmarks), seen_view(other)

    assert (changed.name, changed.near, changed.pitch) == (plain.name, plain.near, plain.pitch)
    assert changed.yaw_deg == pytest.approx(plain.yaw_deg, abs=0.5)


@pytest.mark.parametrize("yaw_deg", [0.0, 50.0, 90.0])
def test_twice_the_frame_rate_gives_the_same_view(yaw_deg: float) -> None:
    slow, fast = (seen_view(seen("deep_squat", yaw_deg=yaw_deg, fps=fps)) for fps in (15, 30))

    assert fast.name == slow.name
    assert fast.yaw_deg == pytest.approx(slow.yaw_deg, abs=1.5)
