"""Leaving subjects out, from a data folder to a record, and the figures in it."""

from pathlib import Path

import numpy as np
import pytest

from assessment.training.technique.calibrate import decision_fit
from assessment.training.technique.camera import Camera, filmed
from assessment.training.technique.data import Repetition, repetitions_load
from assessment.training.technique.figures import (
    Judged,
    clip_judged,
    expected_calibration_error,
    figures,
)
from assessment.training.technique.protocols import Run, loso
from assessment.training.technique.rerecord import Setup, rerecorded
from assessment.training.technique.seen import INPUTS, own_baselines, tables, tables_against_own
from tests.assessment.technique.plain_person import standing_person

_NAMES = [
    "neck", "head", "l_shoulder", "r_shoulder", "l_elbow", "r_elbow", "l_wrist", "r_wrist",
    "l_hip", "r_hip", "l_knee", "r_knee", "l_ankle", "r_ankle", "l_toe", "r_toe",
]  # fmt: skip
_LAST = {"input", "n", "metrics", "baselines", "by", "task", "data", "protocol"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Three people who abduct an arm: high is correct, low is not; in the format of the data."""
    rng = np.random.default_rng(0)
    parts, known = [], []
    for subject in (1, 2, 3):
        for correct in (1, 0):
            for number in range(1, 7):
                height = 0.45 if correct else 0.32
                person = standing_person(lifts="r", frames=36 + number, height=height)[:, 1:]
                parts.append(person * (1 + 0.05 * subject) + rng.normal(0, 0.01, person[:1].shape))
                known.append((subject, correct, number))
    where: Path = tmp_path_factory.mktemp("data")
    mm = (np.concatenate(parts) * 1000).astype(np.int16).transpose(1, 2, 0)
    subject, correct, number = np.array(known, np.uint8).T
    np.savez(
        where / "uiprmd_kinect.npz",
        pos_mm=mm,
        offset=np.cumsum([0, *map(len, parts)]).astype(np.int32),
        movement=np.full(len(parts), 7, np.uint8),
        subject=subject,
        correct=correct,
        repetition=number,
        joint_names=np.array(_NAMES),
        unit_m=np.array([0.001], np.float32),
        missing=np.array([-32768], np.int16),
    )
    return where


def test_people_left_out_are_judged_and_a_second_run_takes_the_kept_folds(folder, tmp_path) -> None:
    run = Run(data=folder, seen="kinect", seed=0, keep=tmp_path)

    record = loso(run)
    written = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}

    assert set(record) == _LAST
    assert record["n"] == 36
    assert record["metrics"]["accuracy"] == 1.0
    assert record["by"]["with_baseline"]["n"] == 27
    assert set(record["baselines"]) == {
        "majority", "limb_lengths", "limb_lengths_and_room", "start_pose", "duration",
    }  # fmt: skip
    assert record["baselines"]["majority"]["accuracy"] == 0.5
    assert loso(run) == record
    assert {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == written


def test_accepted_repetitions_are_neither_learnt_nor_judged(folder) -> None:
    repetitions = repetitions_load(folder, "kinect")
    plain = tables(repetitions, INPUTS["kinect"], seed=0)

    own = own_baselines(repetitions, INPUTS["kinect"], seed=0)
    made = tables_against_own(plain, repetitions, INPUTS["kinect"], seed=0)

    taken = {place for one in own.values() for place in one.repetitions}
    assert len(taken) == 9
    assert all(repetitions[place].correct for place in taken)
    assert set(made.learn.repetition.tolist()) == set(range(36)) - taken


def test_the_same_set_up_leaves_a_repetition_as_it_was() -> None:
    person = standing_person(lifts="r")
    setup = Setup(turn=np.eye(3), proportion=np.ones(16), offset=np.zeros((17, 3)))

    np.testing.assert_allclose(rerecorded(person, setup), person, atol=1e-12)


def test_a_camera_straight_ahead_sees_left_and_right_apart() -> None:
    body = standing_person(lifts="r")
    camera = Camera(azimuth_deg=0.0, distance_m=3.0, height_m=1.0)

    flat = filmed(body, camera, np.random.default_rng(0))

    assert flat.shape == (60, 17, 2)
    assert flat[0, 3, 0] > flat[0, 4, 0]  # the left shoulder is right in the picture
    assert flat[0, 2, 1] > flat[0, 13, 1]  # the head is above the ankle


def _judged(logit) -> Judged:
    person = standing_person(lifts="r", frames=20)
    repetitions = [
        Repetition(
            subject=1 + at // 4,
            movement=7,
            correct=at % 4 < 2,
            sensor="kinect",
            positions=person,
            take=f"take-{at // 4}",
            number=at,
        )
        for at in range(len(logit))
    ]
    told = np.array(logit, np.float64)
    return Judged(repetitions, told, told, np.abs(told) > 1.0)


def test_figures_count_what_is_right_and_for_whom() -> None:
    judged = _judged([2.0, 2.0, -2.0, 0.5, 2.0, -0.5, -2.0, -2.0])

    found = figures(judged)

    assert found["accuracy"] == 0.75
    assert found["f1"] == pytest.approx(0.75)
    assert found["recall_incorrect"] == 0.75
    assert found["worst_subject_accuracy"] == 0.75
    assert found["coverage"] == 0.75
    assert found["accuracy_when_sure"] == 1.0
    assert found["auc"] == pytest.approx((4 * 4 - 1 - 4 * 0.5 * 0) / 16)


def test_a_repetition_without_a_score_is_left_out() -> None:
    assert len(_judged([1.0, np.nan, -1.0, -1.0])) == 3


def test_a_clip_is_the_mean_of_three_or_more() -> None:
    judged = _judged([2.0, 2.0, -2.0, 0.4, 1.0, 1.0])

    whole = clip_judged(judged)

    assert whole.logit.tolist() == [pytest.approx(0.6)]


def test_calibration_error_is_the_gap_between_told_and_true() -> None:
    told = np.array([0.9, 0.9, 0.9, 0.9])

    assert expected_calibration_error(told, np.array([1, 1, 1, 0], np.bool_)) == pytest.approx(0.15)


def test_decision_lets_four_fifths_pass() -> None:
    rng = np.random.default_rng(1)
    correct = rng.random(1000) < 0.5
    logits = np.where(correct, 1.0, -1.0) + rng.normal(0, 1.5, 1000)

    decision = decision_fit(logits, correct)

    labels = [decision.label(float(one)) for one in logits]
    assert labels.count("cannot_tell") == pytest.approx(200, abs=2)
    assert decision.probability(logits).mean() == pytest.approx(correct.mean(), abs=0.01)
