"""A clip that is sent as a routine: elements, told as they are found and kept in the report."""

import json
from pathlib import Path
from typing import Any, cast

import jsonschema
import numpy as np
import pytest

from assessment.core.units import U8
from assessment.exercises import ROUTINE, catalogue
from assessment.pipeline import Event, Plan, assess
from assessment.report import report_schema
from assessment.scoring.difficulty.recognise import FOLDER, MANIFEST
from assessment.training.difficulty.phone import Stand, filmed
from assessment.vision.pose.port import PoseFound, PoseModel
from tests.assessment.difficulty.gymnast import clip, jumped, still, turn, turned
from tests.assessment.video_files import write_video


class Gymnast:
    """A pose port that sees a jump with a whole turn, whatever the picture shows."""

    models: tuple[PoseModel, ...] = (PoseModel(name="made", weights_sha256="00" * 32, card="none"),)
    runtime = "made 1"

    def __init__(self) -> None:
        parts = clip(still(1.0), jumped(turn(1.0, 0.6)), turned(still(1.4), np.ones(42)))
        self._seen = filmed(parts, Stand(azimuth_deg=20.0), seed=1)

    def push(self, image: U8, t_s: float) -> list[PoseFound | None]:
        assert image.shape[2] == 3
        at = min(int(np.searchsorted(self._seen.t_s, t_s - 1e-3)), len(self._seen) - 1)
        if np.isnan(self._seen.xy_px[at, 0, 0]):
            return [None]
        return [
            PoseFound(
                xy_px=self._seen.xy_px[at] / 2,
                world_m=self._seen.world_m[at],
                visibility=self._seen.visibility[at],
            )
        ]

    def finish(self) -> list[PoseFound | None]:
        return []

    def close(self) -> None:
        """Nothing is held."""


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    times_ms = [round(n * 1000 / 30) for n in range(90)]
    path = tmp_path_factory.mktemp("routine") / "clip.mp4"
    return write_video(path, times_ms, width=640, height=360)


def told(video: Path, exercise: str | None) -> list[Event]:
    return list(assess(video, Plan(exercise=exercise, pose=Gymnast)))


def payloads(events: list[Event], kind: str) -> list[dict[str, Any]]:
    return [cast("dict[str, Any]", event.payload()) for event in events if event.kind == kind]


def manifest_sha256() -> str:
    told: dict[str, str] = json.loads((FOLDER / MANIFEST).read_text(encoding="utf-8"))
    return told["sha256"]


def test_a_routine_is_reported_with_its_elements(video: Path) -> None:
    (report,) = payloads(told(video, ROUTINE), "report")

    jsonschema.validate(report, report_schema())
    assert report["kind"] == "routine"
    assert report["exercise"]["id"] is None
    assert report["models"][-1]["name"] == "difficulty"
    assert report["models"][-1]["weights_sha256"] == manifest_sha256()
    (element,) = report["elements"]
    assert (element["index"], element["id"], element["side"]) == (1, "air_turn_1", "left")
    assert element["measured"]["flight_s"]["value"] == pytest.approx(0.6, abs=0.1)
    (sentence,) = report["clip_verdict"]["sentences"]
    assert (sentence["key"], sentence["params"]) == ("elements.one", {"count": 1})


def test_elements_are_told_before_the_report_as_it_holds_them(video: Path) -> None:
    events = told(video, ROUTINE)

    stages = [one["stage"] for one in payloads(events, "stage")]
    assert stages == ["preparing", "pose", "repetitions", "judging", "elements", "report"]
    assert payloads(events, "element") == payloads(events, "report")[0]["elements"]


def test_a_routine_is_looked_at_thirty_times_a_second(video: Path) -> None:
    (last,) = payloads(told(video, ROUTINE), "progress")[-1:]
    assert last["frames_done"] == 90


@pytest.mark.parametrize("exercise", [None, "deep_squat"])
def test_other_clips_hold_no_elements(video: Path, exercise: str | None) -> None:
    events = told(video, exercise)

    (report,) = payloads(events, "report")
    jsonschema.validate(report, report_schema())
    assert (report["kind"], report["elements"]) == ("exercise", [])
    assert payloads(events, "element") == []


def test_no_exercise_is_called_as_a_routine_is() -> None:
    assert ROUTINE not in {exercise.id for exercise in catalogue()}
