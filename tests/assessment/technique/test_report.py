"""Where the learned verdict speaks in a report, and where it keeps silent."""

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest

from assessment.core.records import Landmarks
from assessment.core.skeleton import mediapipe33
from assessment.exercises import exercise_get
from assessment.scoring.limbs import Clip
from assessment.scoring.repetitions import Phase, Repetition
from assessment.scoring.technique.bridge import movement_of, picture_rows
from assessment.scoring.technique.decide import Decision
from assessment.scoring.technique.frame import body_frame
from assessment.scoring.technique.movements import MOVEMENTS
from assessment.scoring.technique.report import clip_learned, verdict_learned
from assessment.scoring.technique.skeleton import JOINTS, at
from assessment.scoring.technique.weights import model_bytes
from assessment.training.technique.camera import Camera, filmed
from assessment.training.technique.fit import Fitter
from assessment.training.technique.table import Table
from assessment.vision.view import ViewFound
from tests.assessment.technique.plain_person import standing_person

_CAMERA = Camera(azimuth_deg=45.0, distance_m=3.0, height_m=1.1)
_SPELLED = {"toe": "foot_index"}


def _landmarks(*, height: float, seed: int = 0) -> Landmarks:
    """What a pose network would see of the plain person in a three-quarter view."""
    body = body_frame(standing_person(lifts="r", height=height))
    flat = filmed(body, _CAMERA, np.random.default_rng(seed))
    names = mediapipe33().names
    xy = np.zeros((len(flat), 33, 2), np.float32)
    world = np.zeros((len(flat), 33, 3), np.float32)
    seen = _from_camera(body)
    for name in JOINTS[3:]:
        side = {"l": "left", "r": "right"}[name[0]]
        joint = f"{side}_{_SPELLED.get(name[2:], name[2:])}"
        xy[:, names.index(joint)] = flat[:, at(name)] * [400.0, -400.0]
        world[:, names.index(joint)] = seen[:, at(name)]
    for ear in ("left_ear", "right_ear"):
        xy[:, names.index(ear)] = flat[:, at("head")] * [400.0, -400.0]
    return Landmarks(
        t_s=np.arange(len(flat)) / 30.0,
        xy_px=xy,
        world_m=world,
        visibility=np.ones((len(flat), 33), np.float32),
        flags=np.zeros(len(flat), np.uint8),
        width_px=640,
        height_px=480,
    )


def _from_camera(body):
    """World landmarks: metres, x right in the picture, y down, z away from the camera."""
    angle = np.radians(_CAMERA.azimuth_deg)
    across = body[..., 0] * np.cos(angle) + body[..., 2] * np.sin(angle)
    away = body[..., 0] * np.sin(angle) - body[..., 2] * np.cos(angle)
    return 1.4 * np.stack([across, -body[..., 1], away], axis=-1)


def _rows(landmarks, movement, near="right"):
    return picture_rows(landmarks, (0.0, float(landmarks.t_s[-1])), movement, near=near)


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Weights that call a high lift correct, allowed to speak for one exercise."""
    rows, movements, correct = [], [], []
    for movement in MOVEMENTS:
        for place in range(20):
            height = 0.45 if place % 2 else 0.25
            rows.append(_rows(_landmarks(height=height, seed=place), movement)[0])
            movements.append(movement)
            correct.append(bool(place % 2))
    values = np.empty(len(rows), np.object_)
    for place, row in enumerate(rows):
        values[place] = row.astype(np.float32)
    table = Table(
        repetition=np.arange(len(rows)),
        subject=np.ones(len(rows), np.int64),
        movement=np.array(movements),
        correct=np.array(correct),
        values=values,
    )
    trio = Fitter(seed=0, trees=10).fit(table)
    decision = Decision(slope=1.0, offset=0.0, unsure=0.5)
    kept = model_bytes(
        {"population": trio, "personal": trio}, {"population": decision, "personal": decision}
    )
    where: Path = tmp_path_factory.mktemp("weights")
    (where / "phone.safetensors").write_bytes(kept)
    files = {"file": "phone.safetensors", "sha256": hashlib.sha256(kept).hexdigest()}
    manifest = {"files": {"phone": files}, "live": {"shoulder_abduction": {"accuracy": 0.9}}}
    (where / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return where


def _repetition(landmarks, side="right") -> Repetition:
    end = float(landmarks.t_s[-1])
    names = exercise_get("shoulder_abduction").phases
    cuts = [0.0, end / 3, 2 * end / 3, end]
    phases = tuple(
        Phase(name=name, start_s=a, end_s=b)
        for name, a, b in zip(names, cuts[:-1], cuts[1:], strict=True)
    )
    return Repetition(index=1, start_s=0.0, end_s=end, side=side, phases=phases)


def _verdict(folder, landmarks, *, exercise="shoulder_abduction", view="three_quarter", **asked):
    seen = ViewFound(name=view, yaw_deg=-45.0, near="right", facing="left")
    return verdict_learned(
        _repetition(landmarks, asked.get("side", "right")),
        exercise=exercise_get(exercise),
        clip=Clip(landmarks, seen),
        folder=folder,
    )


def test_every_movement_is_an_exercise_of_the_catalogue() -> None:
    assert [movement_of(one.id) for one in MOVEMENTS.values()] == list(MOVEMENTS)
    assert all(exercise_get(one.id).phases for one in MOVEMENTS.values())


@pytest.mark.parametrize(("height", "label"), [(0.46, "correct"), (0.22, "incorrect")])
def test_a_three_quarter_view_of_the_working_side_is_judged(folder, height, label) -> None:
    found = _verdict(folder, _landmarks(height=height, seed=50))

    assert (found.label, found.source, found.baseline) == (label, "learned", "population")
    assert (found.probability > 0.5) == (label == "correct")
    assert bool(found.findings) == (label == "incorrect")


def test_findings_say_where_when_and_how_far(folder) -> None:
    found = _verdict(folder, _landmarks(height=0.22, seed=50)).findings[0]

    assert found.phase in {"whole", *exercise_get("shoulder_abduction").phases}
    assert found.side in {"left", "right", "both"}
    assert found.measured != found.expected
    assert found.sentence_patient.startswith("Look at the ")
    assert "(usual " in found.sentence_clinician


@pytest.mark.parametrize(
    "asked",
    [
        {"view": "side"},
        {"exercise": "shoulder_scaption"},  # no figures of it in the manifest
        {"exercise": "push_up"},  # never trained on
        {"side": "left"},  # the far side works
        {"side": "both"},  # the models have seen one arm at a time
    ],
)
def test_it_keeps_silent_where_it_has_no_figures(folder, asked) -> None:
    assert _verdict(folder, _landmarks(height=0.46), **asked) is None


def test_it_keeps_silent_without_weights(tmp_path) -> None:
    assert _verdict(tmp_path, _landmarks(height=0.46)) is None


def test_it_keeps_silent_where_a_joint_is_hidden(folder) -> None:
    landmarks = _landmarks(height=0.46)
    landmarks.visibility[:, mediapipe33().index("right_wrist")] = 0.1

    assert _verdict(folder, landmarks) is None


def test_a_mirrored_person_from_the_other_side_gives_the_same_rows() -> None:
    right = _rows(_landmarks(height=0.4, seed=1), 7, "right")
    landmarks = _landmarks(height=0.4, seed=1)
    mirror = list(mediapipe33().mirror)
    turned = Landmarks(
        **{**vars(landmarks), "xy_px": landmarks.xy_px[:, mirror] * np.array([-1, 1], np.float32)}
    )

    np.testing.assert_allclose(_rows(turned, 7, "left"), right, atol=1e-4)


def test_a_clip_of_three_learned_verdicts_is_sharper_than_one(folder) -> None:
    verdicts = [_verdict(folder, _landmarks(height=0.46, seed=seed)) for seed in (60, 61, 62)]

    found = clip_learned(verdicts, folder)

    told = np.log([one.probability / (1 - one.probability) for one in verdicts]).mean()
    assert found is not None
    assert found[0] == "correct"
    assert found[1] == pytest.approx(1 / (1 + np.exp(-told)), abs=1e-3)
    assert clip_learned(verdicts[:2], folder) is None
