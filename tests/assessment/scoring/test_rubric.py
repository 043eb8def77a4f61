from dataclasses import replace

import numpy as np
import pytest

from assessment.core.records import Landmarks
from assessment.core.skeleton import mediapipe33
from assessment.exercises import Exercise, exercise_get
from assessment.scoring.limbs import Clip
from assessment.scoring.measures import clip_measures, repetition_measured
from assessment.scoring.repetitions import repetitions_find
from assessment.scoring.rubric import Label, Verdict, clip_label, verdict_rubric
from tests.assessment.stick_person import front_landmarks, landmarks_of, seen_view, squats

SIT = exercise_get("sit_to_stand")
SQUAT = exercise_get("deep_squat")


def _judged(exercise: Exercise, landmarks: Landmarks) -> list[Verdict]:
    view = seen_view(landmarks)
    clip = Clip(landmarks, view)
    return [
        verdict_rubric(one, exercise=exercise, clip=clip)
        for one in repetitions_find(exercise, landmarks, view)
    ]


def _rises(top_deg: float) -> Landmarks:
    """Sit to stand: rest at 90 degrees of knee, far point at `top_deg`."""
    t_s, knees = squats(2, deep_deg=90.0)
    return landmarks_of(t_s, 90.0 + (175.0 - knees) / 85.0 * (top_deg - 90.0))


def test_full_rise_is_correct_and_named_so_by_the_rubric() -> None:
    verdicts = _judged(SIT, _rises(176.0))

    assert [v.label for v in verdicts] == ["correct", "correct"]
    assert {(v.source, v.probability) for v in verdicts} == {("rubric", None)}


def test_half_rise_is_incorrect_with_the_measured_angle_and_the_bound() -> None:
    verdict = _judged(SIT, _rises(140.0))[0]

    finding = {f.code: f for f in verdict.findings}["stand_knees"]
    assert verdict.label == "incorrect"
    assert finding.measured == pytest.approx(140.0, abs=3.0)
    assert (finding.expected, finding.unit, finding.phase) == (170.0, "deg", "standing")
    assert "140" in finding.sentence_clinician or "139" in finding.sentence_clinician
    assert finding.start_s <= finding.at_s <= finding.end_s
    assert finding.side == "left"


def test_view_that_hides_the_depth_cannot_tell() -> None:
    assert {v.label for v in _judged(SQUAT, front_landmarks(landmarks_of(*squats(2))))} == {
        "cannot_tell"
    }


def test_joint_that_is_not_visible_cannot_tell() -> None:
    landmarks = _rises(140.0)
    for side in ("left", "right"):
        landmarks.visibility[:, mediapipe33().index(f"{side}_ankle")] = 0.2
        landmarks.visibility[:, mediapipe33().index(f"{side}_knee")] = 0.2
    view = seen_view(landmarks)
    whole = _rises(140.0)

    verdicts = [
        verdict_rubric(one, exercise=SIT, clip=Clip(landmarks, view))
        for one in repetitions_find(SIT, whole, seen_view(whole))
    ]

    assert [v.label for v in verdicts] == ["cannot_tell", "cannot_tell"]
    assert all(v.findings == () for v in verdicts)


@pytest.mark.parametrize(
    ("_case", "labels", "expected"),
    [
        ("nothing", [], "none"),
        ("no_rules", ["none", "none"], "none"),
        ("mostly_well", ["correct", "correct", "incorrect"], "correct"),
        ("tie", ["correct", "incorrect"], "incorrect"),
        ("mostly_open", ["correct", "cannot_tell", "cannot_tell"], "cannot_tell"),
    ],
)
def test_clip_takes_the_commoner_label(_case: str, labels: list[Label], expected: str) -> None:
    assert clip_label(labels) == expected


@pytest.mark.parametrize(("least_deg", "label"), [(200.0, "incorrect"), (100.0, "cannot_tell")])
def test_where_one_leg_is_hidden_the_other_can_be_faulted_and_not_praised(
    least_deg: float, label: Label
) -> None:
    landmarks = front_landmarks(landmarks_of(*squats(1)))
    visibility = landmarks.visibility.copy()
    visibility[:, mediapipe33().index("right_ankle")] = 0.0
    rule = replace(
        SQUAT.rules[0],
        curve="knee",
        stat="min",
        phase="whole",
        limb="each",
        views=("front",),
        at_least=least_deg,
        at_most=None,
        tolerance=5.0,
    )

    verdicts = _judged(replace(SQUAT, rules=(rule,)), replace(landmarks, visibility=visibility))

    assert [one.label for one in verdicts] == [label]


def test_measures_give_ranges_of_the_near_side_only() -> None:
    landmarks = landmarks_of(*squats(1, deep_deg=80.0))
    view = seen_view(landmarks)
    repetition = repetitions_find(SQUAT, landmarks, view)[0]

    measured = dict(
        repetition_measured(repetition, exercise=SQUAT, clip=Clip(landmarks, view)).measures
    )

    # The median over 0.2 s takes a degree off the tip.
    assert measured["knee_left_far"].value == pytest.approx(80.0, abs=1.5)
    assert measured["knee_left_range"].value == pytest.approx(95.0, abs=6.0)
    assert measured["duration"].unit == "s"
    # 95 degrees over a cosine of 2 s: the fastest is pi * 95 / 2 degrees a second.
    assert measured["knee_left_fastest"].value == pytest.approx(np.pi * 95 / 2, rel=0.1)
    assert not any("right" in name for name in measured)


@pytest.mark.parametrize("rest_s", [1.0, 60.0])
def test_range_over_a_clip_is_that_of_its_repetitions_however_long_the_rests(
    rest_s: float,
) -> None:
    landmarks = landmarks_of(*squats(2, deep_deg=80.0, rest_s=rest_s))
    view = seen_view(landmarks)
    repetitions = repetitions_find(SQUAT, landmarks, view)

    measured = dict(clip_measures(SQUAT, Clip(landmarks, view), repetitions))

    assert measured["knee_left_range"].value == pytest.approx(95.0, abs=4.0)


def test_view_off_the_plane_reports_times_and_no_angle() -> None:
    landmarks = front_landmarks(landmarks_of(*squats(1)))
    view = seen_view(landmarks)
    repetition = repetitions_find(SQUAT, landmarks, view)[0]

    measured = repetition_measured(repetition, exercise=SQUAT, clip=Clip(landmarks, view)).measures

    assert {measure.unit for _, measure in measured} == {"s"}
