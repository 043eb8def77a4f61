"""An own baseline: made from accepted repetitions, kept with what made it, never mixed."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assessment.core.errors import AssessmentError
from assessment.core.records import Landmarks, landmarks_load
from assessment.exercises import exercise_get
from assessment.pipeline import Plan, assess
from assessment.report import report_schema
from assessment.scoring.repetitions import Repetition
from assessment.scoring.technique.own import (
    TechniqueOptions,
    feature_set,
    is_current,
    own_baseline,
    weights_digest,
)
from assessment.scoring.technique.weights import FOLDER, manifest, model_open
from assessment.simulation.library import CLIPS

SQUAT = exercise_get("deep_squat")
CLIP = CLIPS / "oblique_squat.mp4"


@pytest.fixture(scope="module")
def live(tmp_path_factory) -> Path:
    """The shipped weights under a manifest that lets them speak for deep squats."""
    folder: Path = tmp_path_factory.mktemp("weights")
    shutil.copy(FOLDER / "technique-phone.safetensors", folder)
    kept = manifest() | {"live": {"deep_squat": {}}}
    (folder / "manifest.json").write_text(json.dumps(kept), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def seen(live, tmp_path_factory) -> tuple[dict, Landmarks]:
    """Report and landmarks of four squats from three quarters."""
    out = tmp_path_factory.mktemp("seen") / "landmarks.npz"
    return run(TechniqueOptions(folder=live), out), landmarks_load(out)


def run(technique: TechniqueOptions, out: Path | None = None) -> dict:
    plan = Plan(exercise=SQUAT.id, technique=technique, landmarks_out=out)
    *_, last = assess(CLIP, plan)
    return last.payload()


def spans(report: dict, *indices: int) -> list[Repetition]:
    of = {one["index"]: one for one in report["repetitions"]}
    return [
        Repetition(index=n, start_s=of[n]["start_s"], end_s=of[n]["end_s"], side=of[n]["side"])
        for n in indices
    ]


def test_new_report_is_held_against_the_baseline_and_says_so(live, seen) -> None:
    report, landmarks = seen
    own = own_baseline(landmarks, SQUAT, spans(report, 1, 2, 4), id_="b1", folder=live)

    again = run(TechniqueOptions(folder=live, own=own))

    assert {one["verdict"]["baseline"] for one in report["repetitions"]} == {"population"}
    assert {one["verdict"]["baseline"] for one in again["repetitions"]} == {"personal"}
    assert again["baseline"] == {"id": "b1", "view": "three_quarter", "repetitions": 3}
    assert report["baseline"] is None
    assert set(again) <= set(report_schema()["properties"])


def test_baseline_is_the_mean_of_its_repetitions(live, seen) -> None:
    report, landmarks = seen
    one, two, four = spans(report, 1, 2, 4)

    own = own_baseline(landmarks, SQUAT, [one, two, four], id_="", folder=live)
    same = own_baseline(landmarks, SQUAT, [four, one, two], id_="", folder=live)

    np.testing.assert_allclose(own.rows, same.rows)
    assert own.rows.shape[0] == 1
    assert (own.feature_set, own.weights_sha256) == (feature_set(), weights_digest(live))
    assert own.weights_sha256 == model_open("phone").sha256


OTHERS = {
    "code": lambda own: replace(own, feature_set="0" * 64),
    "weights": lambda own: replace(own, weights_sha256="0" * 64),
}


@pytest.mark.parametrize("what", OTHERS)
def test_baseline_of_other_code_or_weights_is_refused(live, seen, what) -> None:
    report, landmarks = seen
    own = own_baseline(landmarks, SQUAT, spans(report, 1, 2, 4), id_="b1", folder=live)
    other = OTHERS[what](own)

    assert is_current(own, live)
    assert not is_current(other, live)
    with pytest.raises(AssessmentError) as refused:
        run(TechniqueOptions(folder=live, own=other))
    assert refused.value.code == "baseline_outdated"


def test_baseline_of_another_exercise_or_view_is_not_used(live, seen) -> None:
    report, landmarks = seen
    own = own_baseline(landmarks, SQUAT, spans(report, 1, 2, 4), id_="b1", folder=live)
    options = TechniqueOptions(folder=live, own=own)

    assert options.baseline(SQUAT, "three_quarter") is not None
    assert options.baseline(SQUAT, "side") is None
    assert options.baseline(exercise_get("inline_lunge"), "three_quarter") is None


def test_two_repetitions_are_too_few(live, seen) -> None:
    report, landmarks = seen
    with pytest.raises(AssessmentError) as refused:
        own_baseline(landmarks, SQUAT, spans(report, 1, 2), id_="", folder=live)
    assert refused.value.code == "baseline_short"


def test_repetition_of_one_side_is_no_squat_of_both(live, seen) -> None:
    report, landmarks = seen
    one_sided = [replace(one, side="left") for one in spans(report, 1, 2, 4)]
    with pytest.raises(AssessmentError) as refused:
        own_baseline(landmarks, SQUAT, one_sided, id_="", folder=live)
    assert refused.value.code == "baseline_far_side"


def test_exercise_without_a_learned_verdict_has_none(live, seen) -> None:
    report, landmarks = seen
    with pytest.raises(AssessmentError) as refused:
        own_baseline(landmarks, exercise_get("push_up"), spans(report, 1, 2, 4), id_="")
    assert refused.value.code == "baseline_unknown"


def test_hidden_joint_is_said(live, seen) -> None:
    report, landmarks = seen
    hidden = replace(landmarks, visibility=np.zeros_like(landmarks.visibility))
    with pytest.raises(AssessmentError) as refused:
        own_baseline(hidden, SQUAT, spans(report, 1, 2, 4), id_="", folder=live)
    assert refused.value.code in {"baseline_view", "baseline_hidden"}
