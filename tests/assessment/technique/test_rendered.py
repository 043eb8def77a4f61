"""From recorded people to rendered ones, what a network gets wrong of them, and who may speak."""

import json
from pathlib import Path

import numpy as np
import pytest

from assessment.core.errors import AssessmentError
from assessment.exercises import exercise_get
from assessment.scoring.technique.movements import MOVEMENTS
from assessment.scoring.technique.skeleton import JOINTS, at
from assessment.scoring.technique.weights import model_open
from assessment.simulation import parse_recipe, prepare
from assessment.training.technique.camera_errors import CameraErrors, errors_kept, errors_measured
from assessment.training.technique.centres import joint_centres
from assessment.training.technique.live import live_decide, live_write
from assessment.training.technique.planted import Performed, performed, planted_record
from assessment.training.technique.reenact import reenactments, scene_of

_MARKERS = {
    "shoulder": (0.20, 1.45, 0.0), "elbow": (0.24, 1.12, 0.0), "wrist": (0.25, 0.86, 0.03),
    "finger": (0.25, 0.78, 0.05), "hip": (0.09, 0.92, 0.0), "knee": (0.15, 0.50, 0.0),
    "ankle": (0.14, 0.09, 0.0), "heel": (0.10, 0.05, -0.07), "toe": (0.11, 0.05, 0.14),
}  # fmt: skip


def _markers(*, lift: float = 0.0, frames: int = 30) -> dict[str, np.ndarray]:
    """Optical points in room axes; the right arm lifts by `lift` metres and comes back."""
    made = {
        "head_front": np.tile((0.0, 1.68, 0.09), (frames, 1)),
        "head_back": np.tile((0.0, 1.66, -0.09), (frames, 1)),
        "c7": np.tile((0.0, 1.48, -0.05), (frames, 1)),
        "clavicle": np.tile((0.0, 1.42, 0.06), (frames, 1)),
    }
    for name, (x, y, z) in _MARKERS.items():
        made[f"l_{name}"] = np.tile((x, y, z), (frames, 1))
        made[f"r_{name}"] = np.tile((-x, y, z), (frames, 1))
    rise = lift * np.sin(np.linspace(0, np.pi, frames)) ** 2
    made["r_wrist"][:, 1] += rise
    made["r_elbow"][:, 1] += rise / 2
    return made


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Two people who abduct an arm, three times correctly (high) and three times not."""
    parts, known = [], []
    for subject in (1, 2):
        for correct in (1, 0):
            for number in (1, 2, 3):
                points = _markers(lift=0.5 if correct else 0.2, frames=28 + number)
                # The file has x forward, y left, z up.
                parts.append(np.stack(list(points.values()), axis=1)[..., [2, 0, 1]])
                known.append((subject, correct, number))
    where: Path = tmp_path_factory.mktemp("optical")
    subject, correct, number = np.array(known, np.uint8).T
    np.savez(
        where / "uiprmd_vicon.npz",
        pos_mm=(np.concatenate(parts) * 1000).astype(np.int16).transpose(1, 2, 0),
        offset=np.cumsum([0, *map(len, parts)]).astype(np.int32),
        movement=np.full(len(parts), 7, np.uint8),
        subject=subject,
        correct=correct,
        repetition=number,
        joint_names=np.array(list(_markers())),
        unit_m=np.array([0.001], np.float32),
        missing=np.array([-32768], np.int16),
    )
    return where


def test_markers_move_into_the_joints_and_hips_stay() -> None:
    markers = _markers()

    moved = joint_centres(markers)

    inwards = {"knee": 0.055, "ankle": 0.042, "hip": 0.0}
    for name, way in inwards.items():
        assert moved[f"l_{name}"][0, 0] == pytest.approx(markers[f"l_{name}"][0, 0] - way, abs=2e-3)
        assert moved[f"r_{name}"][0, 0] == pytest.approx(markers[f"r_{name}"][0, 0] + way, abs=2e-3)
    assert moved["l_shoulder"][0, 1] == pytest.approx(1.40)
    assert moved["head_front"][0, 1] == pytest.approx(1.62, abs=2e-3)


def test_rounds_take_every_person_once_correctly_and_once_not(folder) -> None:
    first = reenactments(folder, 4, seed=0)

    done = {(one.repetition.subject, one.repetition.correct) for one in first}
    assert done == {(1, True), (1, False), (2, True), (2, False)}
    assert [one.name for one in reenactments(folder, 12, seed=0)][:4] == [one.name for one in first]
    assert len(reenactments(folder, 99, seed=0)) == 12
    assert {one.near for one in first} == {"right"}  # the arm that works


def test_a_rendered_person_of_the_recorded_build_lifts_the_arm_as_high(folder) -> None:
    correct = next(one for one in reenactments(folder, 4, seed=0) if one.repetition.correct)

    world = scene_of(correct).truth.world_m

    wrist = world[:, 16, 1]  # right wrist of the 33 landmarks
    assert wrist.max() - wrist.min() == pytest.approx(0.5, abs=0.02)
    assert np.linalg.norm(world[0, 24] - world[0, 26]) == pytest.approx(0.42, abs=0.01)


def test_measured_errors_are_those_that_were_there() -> None:
    rng = np.random.default_rng(0)
    true = np.zeros((40, len(JOINTS), 2))
    true[:, at("neck"), 1] = 100.0  # a torso of 100 px
    wrong = np.zeros_like(true[0])
    wrong[at("l_hip")] = (4.0, -2.0)
    clips = [(true + wrong + rng.normal(0, 0.1, true.shape), true) for _ in range(5)]

    found = errors_measured(clips)

    assert found["bias"]["l_hip"] == pytest.approx([0.04, -0.02], abs=1e-3)
    assert found["bias"]["r_wrist"] == pytest.approx([0.0, 0.0], abs=1e-3)
    assert found["tremble"] == pytest.approx(0.001, abs=3e-4)


def test_drawn_errors_have_the_measured_spread_and_hang_on_the_seed() -> None:
    kept = errors_kept()
    drawn = np.stack([kept.drawn(30, np.random.default_rng(seed)) for seed in range(300)])

    offset = drawn.mean(axis=1)  # (300, 17, 2)
    measured = np.sqrt((kept.offset**2).sum(axis=1)).reshape(-1, 2)
    assert np.all(offset.std(axis=0) > 0.8 * measured)
    assert np.all(offset.std(axis=0) < 0.02 + 2.0 * measured)
    np.testing.assert_array_equal(drawn[3], kept.drawn(30, np.random.default_rng(3)))


def test_errors_without_spread_are_a_share_of_the_bias() -> None:
    bias = np.zeros((len(JOINTS), 2))
    bias[at("l_wrist")] = (0.2, 0.0)
    none = np.zeros((2 * len(JOINTS), 1))
    errors = CameraErrors(bias=bias, offset=none, drift=none, tremble=0.0)

    shares = [
        errors.drawn(10, np.random.default_rng(seed))[:, at("l_wrist"), 0].mean()
        for seed in range(200)
    ]

    assert np.mean(shares) == pytest.approx(0.15, abs=0.02)


def _clip(*, faults: tuple[str, ...] = (), side: str = "left", exercise: str = "shoulder_scaption"):
    motion = {"exercise": exercise, "repetitions": 1, "period_s": 2.5, "side": side}
    if faults:
        motion |= {"faults": [{"kind": faults[0], "repetitions": [1]}]}
    document = {
        "id": "test",
        "seed": 1,
        "motion": motion,
        "camera": {"view": "three_quarter"},
        "video": {"fps": 15},
    }
    truth = prepare(parse_recipe(document)).truth
    return truth.landmarks, truth.repetitions


def test_a_rendered_repetition_is_judged_and_its_reasons_are_held_to_the_fault() -> None:
    landmarks, truths = _clip(faults=("low_arm",))

    (found,) = performed(model_open("phone"), exercise_get("shoulder_scaption"), landmarks, truths)

    assert found.fault == "low_arm"
    assert found.label in {"correct", "incorrect", "cannot_tell"}
    assert (found.joint is not None) == (found.label == "incorrect")


def test_both_arms_at_once_are_no_movement_of_the_models() -> None:
    landmarks, truths = _clip(side="both")

    scaption = exercise_get("shoulder_scaption")
    assert performed(model_open("phone"), scaption, landmarks, truths) == []


def test_figures_of_planted_faults_count_verdicts_and_names_apart() -> None:
    clip = [
        Performed(exercise="deep_squat", fault="", label="correct"),
        Performed(exercise="deep_squat", fault="", label="cannot_tell"),
        Performed(exercise="deep_squat", fault="shallow", label="correct"),
        Performed(
            exercise="deep_squat", fault="shallow", label="incorrect", joint=True, phase=False
        ),
    ]

    found = planted_record("suite", "openvino", [clip])["by"]["exercise"]["deep_squat"]

    assert found == {
        "repetitions": 4, "accuracy": 0.6667, "balanced_accuracy": 0.75, "abstained": 0.25,
        "joint_named": 1.0, "joint_and_phase_named": 0.0,
    }  # fmt: skip


def test_an_exercise_that_nothing_was_told_of_has_no_accuracy() -> None:
    silent = [[Performed(exercise="side_lunge", fault="narrow", label="cannot_tell")]]

    found = planted_record("suite", "openvino", silent)["by"]["exercise"]["side_lunge"]

    assert found == {"repetitions": 1, "abstained": 1.0}


_SEEN = {"repetitions": 20.0, "loss": 0.03}
_PLANTED = {"accuracy": 0.95, "abstained": 0.1, "joint_and_phase_named": 0.9}


def _records(seen=_SEEN, planted=_PLANTED):
    bridge = {"task": "technique-bridge", "by": {"movement": {"m07": seen}}}
    faults = {"task": "technique-faults", "by": {"exercise": {"shoulder_abduction": planted}}}
    return bridge, faults


def test_an_exercise_speaks_where_bridge_and_faults_hold() -> None:
    decided = live_decide(*_records())

    assert set(decided) == {movement.id for movement in MOVEMENTS.values()}
    assert [name for name, one in decided.items() if not one["missed"]] == ["shoulder_abduction"]


@pytest.mark.parametrize(
    ("seen", "planted"),
    [
        ({"loss": 0.05}, {}),
        ({"repetitions": 10.0}, {}),
        ({}, {"accuracy": 0.89}),
        ({}, {"abstained": 0.25}),
        ({}, {"joint_and_phase_named": 0.5}),
    ],
)
def test_one_figure_that_misses_the_rule_keeps_an_exercise_silent(seen, planted) -> None:
    decided = live_decide(*_records(_SEEN | seen, _PLANTED | planted))

    assert len(decided["shoulder_abduction"]["missed"]) == 1


def test_the_manifest_names_who_speaks_and_takes_only_these_records(tmp_path) -> None:
    (tmp_path / "manifest.json").write_text('{"live": {}, "seed": 0}', encoding="utf-8")
    paths = []
    for record in _records():
        paths.append(tmp_path / f"{record['task']}.json")
        paths[-1].write_text(json.dumps(record), encoding="utf-8")

    kept = live_write(tmp_path, *paths)

    assert list(kept["live"]) == ["shoulder_abduction"]
    assert json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8")) == kept
    with pytest.raises(AssessmentError):
        live_write(tmp_path, paths[1], paths[0])
