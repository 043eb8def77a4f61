import pytest

from assessment.exercises import catalogue, exercise_get
from assessment.scoring.complexity import BALANCE_DEMAND, complexity
from assessment.scoring.limbs import Clip
from assessment.scoring.repetitions import repetitions_find
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
