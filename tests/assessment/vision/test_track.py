from collections.abc import Sequence

import numpy as np
import pytest

from assessment.core.kinematics import curve
from assessment.core.records import (
    FLAG_CUT,
    FLAG_INTERPOLATED,
    FLAG_NO_POSE,
    FLAG_REPAIRED,
    Landmarks,
)
from assessment.core.skeleton import mediapipe33
from assessment.vision.pose.port import PoseFound
from assessment.vision.track import LOOKAHEAD_S, Track
from tests.assessment.stick_person import HEIGHT_PX, WIDTH_PX, found, squats

STEP_S = 1 / 15


def _run(poses: Sequence[PoseFound | None]) -> tuple[Landmarks, list[tuple[float, float]]]:
    """The whole track, and for each push the newest time with the last time given out."""
    track = Track(width_px=WIDTH_PX, height_px=HEIGHT_PX)
    parts, given = [], []
    for number, pose in enumerate(poses):
        part = track.push(number * STEP_S, pose)
        parts.append(part)
        if len(part):
            given.append((number * STEP_S, float(part.t_s[-1])))
    parts.append(track.finish())
    return Landmarks.joined(parts, width_px=WIDTH_PX, height_px=HEIGHT_PX), given


def test_stream_gives_every_frame_once_in_order_and_in_time() -> None:
    poses = [found(150.0) for _ in range(90)]

    track, given = _run(poses)

    assert track.t_s == pytest.approx(np.arange(90) * STEP_S)
    # At most a handful of frames later than the future that can still change them.
    assert all(newest - last <= LOOKAHEAD_S + 6 * STEP_S for newest, last in given)
    assert len(given) > 5


def test_chunked_smoothing_equals_smoothing_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(4)
    _, knees = squats(3)
    poses: list[PoseFound | None] = [found(float(k) + rng.normal(0, 3)) for k in knees]
    for gone in (20, 21, 22, 60, 61, 62, 63, 64, 65, 66, 67, 68, 69):
        poses[gone] = None

    chunked, _ = _run(poses)
    monkeypatch.setattr("assessment.vision.track._BATCH", 10_000)
    whole, given = _run(poses)

    assert given == []
    assert (chunked.flags == whole.flags).all()
    np.testing.assert_allclose(chunked.xy_px, whole.xy_px, atol=1e-3, equal_nan=True)


def test_short_gap_is_filled_and_marked_long_gap_is_not() -> None:
    poses: list[PoseFound | None] = [found(150.0) for _ in range(60)]
    for gone in (10, 11, 12, *range(30, 42)):
        poses[gone] = None

    track, _ = _run(poses)

    assert set(np.flatnonzero(track.flags == FLAG_INTERPOLATED)) == {10, 11, 12}
    assert set(np.flatnonzero(track.flags == FLAG_NO_POSE)) == set(range(30, 42))
    assert np.isnan(track.xy_px[30:42]).all()
    assert not np.isnan(track.xy_px[:30]).any()
    assert (track.visibility[30:42] == 0).all()


def test_smoothing_has_no_lag_and_keeps_the_depth_of_a_two_second_squat() -> None:
    t_s, knees = squats(2)

    track, _ = _run([found(float(k)) for k in knees])

    smooth = curve("knee_left", track)
    assert np.abs(smooth - knees[: len(smooth)]).max() < 2.0
    assert abs(t_s[int(np.argmin(smooth[:30]))] - t_s[int(np.argmin(knees[:30]))]) <= STEP_S


def _lunging(spread_px: float) -> PoseFound:
    """Left leg ahead of the right one by twice `spread_px`."""
    pose = found(150.0)
    xy = pose.xy_px.copy()
    for joint in ("knee", "ankle", "heel", "foot_index"):
        xy[mediapipe33().index(f"left_{joint}"), 0] -= spread_px
        xy[mediapipe33().index(f"right_{joint}"), 0] += spread_px
    return PoseFound(xy_px=xy, world_m=pose.world_m, visibility=pose.visibility)


def _swapped(pose: PoseFound) -> PoseFound:
    order = np.arange(33)
    for joint in ("knee", "ankle", "heel", "foot_index"):
        left, right = mediapipe33().index(f"left_{joint}"), mediapipe33().index(f"right_{joint}")
        order[left], order[right] = right, left
    return PoseFound(xy_px=pose.xy_px[order], world_m=pose.world_m, visibility=pose.visibility)


def test_short_left_right_swap_is_repaired_and_marked() -> None:
    poses = [_lunging(40.0) for _ in range(40)]
    for wrong in (15, 16, 17):
        poses[wrong] = _swapped(poses[wrong])

    track, _ = _run(list(poses))

    assert set(np.flatnonzero(track.flags == FLAG_REPAIRED)) == {15, 16, 17}
    ankle = track.xy_px[:, mediapipe33().index("left_ankle"), 0]
    assert ankle.max() - ankle.min() < 1.0


def test_sides_that_stay_exchanged_are_left_as_they_are() -> None:
    poses = [_lunging(40.0) for _ in range(40)]
    poses[20:] = [_swapped(pose) for pose in poses[20:]]

    track, _ = _run(list(poses))

    assert (track.flags == 0).all()


def _cut_run(cut_at: int, poses: Sequence[PoseFound | None]) -> Landmarks:
    track = Track(width_px=WIDTH_PX, height_px=HEIGHT_PX)
    parts = [
        track.push(number * STEP_S, pose, cut=number == cut_at) for number, pose in enumerate(poses)
    ]
    return Landmarks.joined([*parts, track.finish()], width_px=WIDTH_PX, height_px=HEIGHT_PX)


def _shifted(pose: PoseFound, by_px: float) -> PoseFound:
    return PoseFound(
        xy_px=pose.xy_px + np.float32(by_px), world_m=pose.world_m, visibility=pose.visibility
    )


def test_nothing_is_smoothed_or_filled_across_a_cut() -> None:
    before, after = found(150.0), _shifted(found(150.0), 90.0)
    poses: list[PoseFound | None] = [*[before] * 20, *[after] * 20]
    poses[18] = None
    poses[19] = None

    track = _cut_run(20, poses)

    assert track.flags[20] == FLAG_CUT
    assert (track.flags[18:20] == FLAG_NO_POSE).all()
    np.testing.assert_allclose(
        track.xy_px[:18], np.broadcast_to(before.xy_px, (18, 33, 2)), atol=1e-3
    )
    np.testing.assert_allclose(
        track.xy_px[20:], np.broadcast_to(after.xy_px, (20, 33, 2)), atol=1e-3
    )


def test_first_frame_of_a_shot_without_a_person_keeps_the_mark_of_the_cut() -> None:
    poses: list[PoseFound | None] = [found(150.0)] * 30
    poses[12] = None

    assert _cut_run(12, poses).flags[12] == FLAG_CUT | FLAG_NO_POSE


def test_sides_that_are_exchanged_by_a_cut_are_no_swap() -> None:
    poses = [_lunging(40.0)] * 12 + [_swapped(_lunging(40.0))] * 6 + [_lunging(40.0)] * 12

    track = _cut_run(12, poses)

    assert not (track.flags & FLAG_REPAIRED).any()
