import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.core.records import FLAG_CUT, FLAG_NO_POSE, Landmarks
from assessment.exercises import Exercise, exercise_get
from assessment.scoring.repetitions import Repetition, repetitions_find
from assessment.vision.view import view_estimate
from tests.assessment.seen_people import seen
from tests.assessment.stick_person import front_landmarks, landmarks_of, squats

SQUAT = exercise_get("deep_squat")


def _find(landmarks: Landmarks, exercise: Exercise = SQUAT) -> list[Repetition]:
    return repetitions_find(exercise, landmarks, view_estimate(landmarks))


@pytest.mark.parametrize(("count", "period_s"), [(1, 2.0), (3, 2.0), (8, 1.0), (5, 4.0), (10, 0.7)])
def test_squats_of_any_pace_are_counted_exactly(count: int, period_s: float) -> None:
    found = _find(landmarks_of(*squats(count, period_s=period_s)))

    assert [one.index for one in found] == list(range(1, count + 1))


def test_starts_ends_and_phases_follow_the_movement() -> None:
    found = _find(landmarks_of(*squats(3, period_s=2.0, rest_s=0.6)))

    assert [one.start_s for one in found] == pytest.approx([0.6, 3.2, 5.8], abs=0.3)
    assert [one.end_s for one in found] == pytest.approx([2.6, 5.2, 7.8], abs=0.3)
    descent, bottom, ascent = found[0].phases
    assert [p.name for p in found[0].phases] == ["descent", "bottom", "ascent"]
    assert (descent.start_s, ascent.end_s) == (found[0].start_s, found[0].end_s)
    assert (descent.end_s, bottom.end_s) == (bottom.start_s, ascent.start_s)
    assert bottom.start_s < 1.6 < bottom.end_s


def test_no_repetition_in_a_person_who_stands_still() -> None:
    t_s = np.arange(0, 8, 1 / 15)
    wobble = 172 + 3 * np.sin(t_s * 5)

    assert _find(landmarks_of(t_s, wobble)) == []


def test_repetition_cut_off_by_the_end_does_not_count() -> None:
    t_s, knees = squats(3)
    bottom = int(np.argmin(knees[-60:])) + len(knees) - 60

    assert len(_find(landmarks_of(t_s[: bottom + 4], knees[: bottom + 4]))) == 2


def test_repetition_under_way_at_the_start_counts_from_zero() -> None:
    t_s, knees = squats(3)
    bottom = int(np.argmin(knees[:30]))

    found = _find(landmarks_of(t_s[bottom:] - t_s[bottom], knees[bottom:]))

    assert len(found) == 3
    assert found[0].start_s == 0.0


def test_setting_up_at_the_far_point_is_no_repetition() -> None:
    t_s, knees = squats(3)
    waiting = np.arange(0, 4, 1 / 15)
    crouch = np.full(len(waiting), 80.0)
    moved = landmarks_of(np.concatenate([waiting, t_s + 4.0]), np.concatenate([crouch, knees]))

    found = _find(moved)

    assert len(found) == 3
    assert found[0].start_s == pytest.approx(4.6, abs=0.3)


def test_shallow_squat_among_deep_ones_is_counted() -> None:
    t_s, knees = squats(4)
    second = (t_s > 3.2) & (t_s < 5.2)
    knees = np.where(second, 175 - (175 - knees) * 0.45, knees)

    assert len(_find(landmarks_of(t_s, knees))) == 4


def test_quick_dip_between_squats_is_left_out() -> None:
    t_s, knees = squats(3, rest_s=2.0)
    within = (t_s - 4.6) / 0.8
    dip = np.where((within > 0) & (within < 1), 0.5 - 0.5 * np.cos(2 * np.pi * within), 0.0)
    knees = knees - 50.0 * dip

    assert len(_find(landmarks_of(t_s, knees))) == 3


def test_deep_bow_before_the_squats_does_not_hide_them() -> None:
    t_s, knees = squats(5, deep_deg=100.0)
    t_bow, bow = squats(1, deep_deg=40.0)
    start_s = t_bow[-1] + 1 / 15

    found = _find(
        landmarks_of(np.concatenate([t_bow, t_s + start_s]), np.concatenate([bow, knees]))
    )

    assert len(found) == 6


def test_gap_neither_joins_nor_invents_repetitions() -> None:
    landmarks = landmarks_of(*squats(3))
    gone = (landmarks.t_s > 4.2) & (landmarks.t_s < 5.9)
    landmarks.flags[gone] = FLAG_NO_POSE
    landmarks.visibility[gone] = 0.0
    landmarks.xy_px[gone] = landmarks.world_m[gone] = np.nan

    assert [one.index for one in _find(landmarks)] == [1, 2]


def test_count_from_the_front_uses_the_world_angle() -> None:
    assert len(_find(front_landmarks(landmarks_of(*squats(4))))) == 4


@settings(max_examples=25, deadline=None)
@given(st.floats(0, 100), st.floats(0.3, 2.0), st.booleans())
def test_time_shift_scale_and_mirror_leave_the_count(
    shift_s: float, scale: float, mirrored: bool
) -> None:
    landmarks = landmarks_of(*squats(3))
    xy = landmarks.xy_px * np.float32(scale)
    if mirrored:
        xy[:, :, 0] = 480 - xy[:, :, 0]
    moved = Landmarks(
        t_s=landmarks.t_s + shift_s,
        xy_px=xy,
        world_m=landmarks.world_m,
        visibility=landmarks.visibility,
        flags=landmarks.flags,
        width_px=480,
        height_px=640,
    )

    starts = [one.start_s - shift_s for one in _find(moved)]

    assert starts == pytest.approx([one.start_s for one in _find(landmarks)], abs=1e-6)


@pytest.mark.parametrize("fps", [10.0, 15.0, 30.0, 60.0])
def test_frame_rate_leaves_the_count_and_moves_starts_by_little(fps: float) -> None:
    found = _find(landmarks_of(*squats(4, fps=fps)))

    assert [one.start_s for one in found] == pytest.approx([0.6, 3.2, 5.8, 8.4], abs=0.35)


def _lying(landmarks: Landmarks) -> Landmarks:
    """The standing person laid on the floor: the picture turned by a quarter."""
    xy = landmarks.xy_px[:, :, ::-1].copy()
    return Landmarks(
        t_s=landmarks.t_s,
        xy_px=xy,
        world_m=landmarks.world_m,
        visibility=landmarks.visibility,
        flags=landmarks.flags,
        width_px=640,
        height_px=480,
    )


def test_plank_gives_one_hold_with_its_length() -> None:
    t_s = np.arange(0, 6, 1 / 15)

    found = _find(_lying(landmarks_of(t_s, np.full(len(t_s), 178.0))), exercise_get("plank"))

    assert len(found) == 1
    assert found[0].end_s - found[0].start_s == pytest.approx(6.0, abs=0.1)
    assert [phase.name for phase in found[0].phases] == ["hold"]


def test_standing_person_holds_no_plank() -> None:
    t_s = np.arange(0, 6, 1 / 15)

    assert _find(landmarks_of(t_s, np.full(len(t_s), 178.0)), exercise_get("plank")) == []


def test_shallow_squat_is_marked_partial_with_its_share() -> None:
    t_s, knees = squats(4)
    second = (t_s > 3.2) & (t_s < 5.2)
    knees = np.where(second, 175 - (175 - knees) * 0.45, knees)

    found = _find(landmarks_of(t_s, knees))

    assert [one.partial for one in found] == [False, True, False, False]
    assert found[1].share == pytest.approx(0.45, abs=0.05)


def test_long_pause_starts_a_new_set() -> None:
    t_s, knees = squats(2)
    later = t_s[-1] + 10.0

    found = _find(
        landmarks_of(
            np.concatenate([t_s, np.arange(t_s[-1] + 1 / 15, later, 1 / 15), t_s + later]),
            np.concatenate(
                [knees, np.full(len(np.arange(t_s[-1] + 1 / 15, later, 1 / 15)), 175.0), knees]
            ),
        )
    )

    assert [one.set for one in found] == [1, 1, 2, 2]
    assert [one.index for one in found] == [1, 2, 3, 4]


def test_nothing_reaches_across_a_camera_cut() -> None:
    landmarks = landmarks_of(*squats(3))
    cut = int(np.argmin(np.abs(landmarks.t_s - 3.7)))
    landmarks.flags[cut] = FLAG_CUT

    found = _find(landmarks)

    assert all(not (one.start_s < landmarks.t_s[cut] < one.end_s) for one in found)


def test_start_of_a_slow_movement_is_found_before_a_twentieth_of_the_way() -> None:
    t_s = np.arange(0, 8, 1 / 15)
    away = np.clip((t_s - 2.0) / 2.0, 0, 1) ** 2 * (t_s < 4) + (t_s >= 4) * np.clip(
        (6.0 - t_s) / 2.0, 0, 1
    )

    found = _find(landmarks_of(t_s, 175.0 - 95.0 * away))

    assert [one.start_s for one in found] == pytest.approx([2.0], abs=0.25)


def test_hesitation_on_the_way_down_belongs_to_the_repetition() -> None:
    t_s, knees = squats(3, rest_s=2.0)
    within = t_s - 5.2
    dip = np.where((within > 0) & (within < 1), 0.5 - 0.5 * np.cos(2 * np.pi * within), 0.0)
    low = np.where((within > 0.5) & (within < 1.5), 20.0, 0.0)

    found = _find(landmarks_of(t_s, knees - np.maximum(45.0 * dip, low)))

    assert [one.start_s for one in found] == pytest.approx([2.0, 5.2, 10.0], abs=0.3)


@pytest.mark.parametrize(("returned", "count"), [(0.68, 2), (0.85, 3)])
def test_repetition_broken_off_on_the_way_back_counts_when_most_of_it_was_seen(
    returned: float, count: int
) -> None:
    t_s, knees = squats(3)
    last = np.flatnonzero((t_s > 6.8) & (knees >= 80.0 + returned * 95.0))[0] + 1

    assert len(_find(landmarks_of(t_s[:last], knees[:last]))) == count


@pytest.mark.parametrize("exercise", ["sit_up", "push_up", "deep_squat", "deadlift"])
@pytest.mark.parametrize("period_s", [1.0, 4.0])
def test_starts_of_seen_people_are_near_the_true_ones(exercise: str, period_s: float) -> None:
    landmarks = seen(exercise, yaw_deg=90.0, period_s=period_s)

    starts = [one.start_s for one in _find(landmarks, exercise_get(exercise))]

    # Two repetitions after half a second of standing still, 0.4 s between them.
    assert starts == pytest.approx([0.5, 0.9 + period_s], abs=0.15 + 0.06 * period_s)


def test_foot_over_the_other_is_counted_from_three_quarters() -> None:
    landmarks = seen("hurdle_step", yaw_deg=45.0, period_s=2.5)

    assert len(_find(landmarks, exercise_get("hurdle_step"))) == 2


def test_start_after_a_long_stand_is_found() -> None:
    t_s, knees = squats(2)
    wait_s = 40.0
    waiting = np.arange(0, wait_s, 1 / 15)
    calm = 175.0 + 0.5 * np.sin(waiting)

    found = _find(
        landmarks_of(np.concatenate([waiting, t_s + wait_s]), np.concatenate([calm, knees]))
    )

    assert [one.start_s - wait_s for one in found] == pytest.approx([0.6, 3.2], abs=0.3)


@pytest.mark.parametrize("rest_s", [3.0, 110.0])
def test_five_repetitions_are_found_however_long_the_person_rests_between_them(
    rest_s: float,
) -> None:
    t_s, knees = squats(5, period_s=2.5, rest_s=rest_s)
    trembling = knees + np.random.default_rng(1).normal(0.0, 1.0, len(knees))

    found = _find(landmarks_of(t_s, trembling))

    assert [one.start_s for one in found] == pytest.approx(
        [rest_s + n * (2.5 + rest_s) for n in range(5)], abs=0.3
    )
    assert [one.partial for one in found] == [False] * 5
