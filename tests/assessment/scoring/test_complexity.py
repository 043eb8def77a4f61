import pytest

from assessment.exercises import catalogue, exercise_get
from assessment.scoring.complexity import BALANCE_DEMAND, complexity
from assessment.scoring.limbs import Clip
from assessment.scoring.repetitions import repetitions_find
from assessment.simulation.ranges import joint_ranges
from tests.assessment.stick_person import front_landmarks, landmarks_of, seen_view, squats

SQUAT = exercise_get("deep_squat")


def test_every_part_of_every_exercise_lies_between_zero_and_one() -> None:
    for exercise in catalogue():
        parts = complexity(exercise).payload()
        assert all(0.0 <= float(str(part)) <= 1.0 for part in parts.values()), exercise.id


def test_index_is_the_mean_of_its_parts() -> None:
    found = complexity(SQUAT)

    parts = (found.joints, found.angular_sensitivity, found.range_of_motion, found.balance)
    assert found.index == pytest.approx(sum(parts) / 4)
    assert found.balance == BALANCE_DEMAND["two_feet"]


def test_deeper_squats_have_the_larger_range_where_the_view_shows_it() -> None:
    def of(deep_deg: float) -> float:
        landmarks = landmarks_of(*squats(2, deep_deg=deep_deg))
        view = seen_view(landmarks)
        return complexity(
            SQUAT, Clip(landmarks, view), repetitions_find(SQUAT, landmarks, view)
        ).range_of_motion

    assert of(60.0) > of(110.0)


def test_view_that_hides_the_ranges_falls_back_on_the_file() -> None:
    landmarks = front_landmarks(landmarks_of(*squats(2)))
    view = seen_view(landmarks)

    found = complexity(SQUAT, Clip(landmarks, view), repetitions_find(SQUAT, landmarks, view))

    assert found == complexity(SQUAT)


@pytest.mark.parametrize(
    ("less", "more", "part"),
    [
        ("crunch", "sit_up", "range_of_motion"),
        ("calf_raise", "heel_raise", "balance"),
        ("shoulder_abduction", "overhead_press", "joints"),
        ("curl", "pull_up", "joints"),
    ],
)
def test_what_asks_for_more_of_one_part_stands_higher_in_it(
    less: str, more: str, part: str
) -> None:
    low, high = complexity(exercise_get(less)), complexity(exercise_get(more))

    assert getattr(low, part) < getattr(high, part)


@pytest.mark.parametrize("exercise", ["push_up", "pull_up", "dip"])
def test_planted_hands_engage_elbow_and_shoulder_of_the_body_that_moves_over_them(
    exercise: str,
) -> None:
    motion = exercise_get(exercise).motion
    assert motion is not None

    ranges = joint_ranges(motion)

    # The criteria of the three ask for an elbow bent to a right angle or further.
    assert ranges["elbow"] > 80.0
    assert ranges["shoulder"] > 18.0


def test_described_ranges_are_those_that_the_pose_of_the_file_asks_for() -> None:
    motion = SQUAT.motion
    assert motion is not None

    ranges = joint_ranges(motion)

    bent = motion.far["leg.knee"].first - motion.start["leg.knee"].first
    assert ranges["knee"] == pytest.approx(bent, abs=0.5)
    assert ranges["trunk"] == pytest.approx(
        motion.far["trunk.lean"].first - motion.start["trunk.lean"].first, abs=0.5
    )
