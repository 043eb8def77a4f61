"""Every exercise of the catalogue as it is performed, by its true joints."""

import numpy as np
import pytest

from assessment.exercises import catalogue, exercise_get
from assessment.exercises.motion import FIELDS, Motion
from assessment.simulation import LANDMARKS, Truth
from assessment.simulation.recipe import motion_of

from .joint_level import findings_of_truth, judged, performed

EXERCISES = [exercise.id for exercise in catalogue()]
FAULTS = [
    (exercise.id, fault.id)
    for exercise in catalogue()
    if exercise.motion is not None
    for fault in exercise.motion.faults
    if fault.finding is not None
]
# A joint of a healthy person bends no further than this (180 is straight): the norms of the AAOS
# (Greene, Heckman 1994) for knee 141, elbow 141 and hip 121 degrees, with room for soft tissue.
CLOSEST_DEG = {"knee": 30.0, "elbow": 30.0, "hip": 30.0}


def _at(truth: Truth, name: str) -> np.ndarray:
    return truth.world_m[:, LANDMARKS.index(name)]


@pytest.mark.parametrize("exercise_id", EXERCISES)
def test_joints_stay_within_human_ranges_and_above_the_floor(exercise_id) -> None:
    truth = performed(exercise_id)

    for joint, least_deg in CLOSEST_DEG.items():
        for side in ("left", "right"):
            assert truth.spatial_deg[f"{joint}_{side}"].min() > least_deg
    assert truth.world_m[..., 1].min() > 0.0


@pytest.mark.parametrize("exercise_id", EXERCISES)
def test_planted_feet_and_hands_do_not_slide(exercise_id) -> None:
    motion, truth = motion_of(exercise_id), performed(exercise_id)

    for side, place in (("left", 0), ("right", 1)):
        # An alternating clip has both sides in both parts, so only equal ones are still.
        still = [
            place in _unmoved(motion, worker)
            for worker in sorted({entry.side for entry in truth.repetitions})
        ]
        if all(still):
            assert np.ptp(_at(truth, f"{side}_toe"), axis=0).max() < 0.005
        if motion.arms == ("planted", "planted"):
            assert np.ptp(_at(truth, f"{side}_wrist"), axis=0).max() < 0.005


def _unmoved(motion: Motion, worker: str) -> set[int]:
    """Sides (0 left, 1 right) whose planted foot keeps its place while `worker` works."""
    places = [name for name in FIELDS if name.startswith("foot.") and name != "foot.pitch"]
    modes = motion.legs if worker == "left" else motion.legs[::-1]
    poses = (motion.start, motion.middle, motion.far)
    return {
        side
        for side in (0, 1)
        if modes[side] == "planted"
        and all(len({pose[name].pair(worker)[side] for pose in poses}) == 1 for name in places)
        and min(pose["foot.pitch"].pair(worker)[side] for pose in poses) >= 0.0
    }


@pytest.mark.parametrize("exercise_id", EXERCISES)
def test_engine_counts_the_true_repetitions_and_calls_them_correct(exercise_id) -> None:
    exercise, truth = exercise_get(exercise_id), performed(exercise_id)

    found, verdicts = judged(exercise_id)

    assert len(found) == len(truth.repetitions)
    assert [v.findings for v in verdicts] == [()] * len(found)
    if not exercise.hold:
        # Half the way out is passed in between: times agree within the way to it.
        starts = [one.start_s for one in found]
        assert starts == pytest.approx([one.start_s for one in truth.repetitions], abs=0.6)


@pytest.mark.parametrize("exercise_id", [e.id for e in catalogue() if not e.hold])
def test_principal_curve_goes_to_the_far_point_by_its_range(exercise_id) -> None:
    exercise, truth = exercise_get(exercise_id), performed(exercise_id)
    name, most = exercise.principal.curve, 0.0

    for side in ("_left", "_right", ""):
        if name + side in truth.planar:
            values = truth.planar[name + side]
            first = truth.repetitions[0]
            start, far = np.interp((first.start_s, first.turn_s), truth.t_s, values)
            most = max(most, far - start if exercise.principal.far == "max" else start - far)

    assert most >= exercise.principal.min_range


@pytest.mark.parametrize(("exercise_id", "fault_id"), FAULTS)
def test_planted_fault_breaks_the_rule_it_names_in_every_repetition(exercise_id, fault_id) -> None:
    fault = motion_of(exercise_id).fault(fault_id)

    found = findings_of_truth(exercise_id, fault_id)

    assert fault is not None
    assert all(fault.finding in codes for codes in found)
    assert [e.findings[0].code for e in performed(exercise_id, fault_id).repetitions] == (
        [fault.finding] * len(found)
    )
