from typing import Any, cast

import jsonschema
import pytest

from assessment.core.records import Measure, VideoFacts
from assessment.exercises import exercise_get
from assessment.report import ModelRecord, Tracking, report_build, report_schema
from assessment.scoring.complexity import complexity
from assessment.scoring.repetitions import Phase, Repetition
from assessment.scoring.rubric import Finding, Verdict
from assessment.scoring.score import Scored
from assessment.vision.quality import QualityReason
from assessment.vision.view import ViewFound

FACTS = VideoFacts(
    sha256="ab" * 32,
    duration_s=8.0,
    fps=30.0,
    width_px=480,
    height_px=640,
    rotation_deg=90,
    codec="hevc",
)
VIEW = ViewFound(name="side", yaw_deg=88.04, near="left", facing="left", pitch="level")
FINDING = Finding(
    code="squat_depth",
    joint="hip",
    phase="bottom",
    start_s=1.0,
    end_s=1.4,
    measured=31.2,
    expected=15.0,
    unit="deg",
    at_s=1.2,
    tolerance=5.0,
    side="left",
    sentence_patient="Lower.",
    sentence_clinician="31 of 15.",
)


def _report(*, exercise: str | None = "deep_squat") -> dict[str, Any]:
    repetitions = [
        Repetition(
            index=1,
            start_s=0.5,
            end_s=2.0,
            phases=(Phase(name="descent", start_s=0.5, end_s=1.0),),
            measures=(("knee_left_range", Measure(value=91.23456, unit="deg")),),
        ),
        Repetition(index=2, start_s=2.5, end_s=4.0),
    ]
    verdicts = [
        Verdict(index=1, label="incorrect", source="rubric", view="side", findings=(FINDING,)),
        Verdict(index=2, label="correct", source="rubric", view="side"),
    ]
    report = report_build(
        video=FACTS,
        exercise=exercise_get(exercise) if exercise else None,
        quality=[
            QualityReason(
                reason="too_dark", start_s=0.0, end_s=2.0, severity="warning", sentence="Light."
            )
        ],
        scored=Scored(
            repetitions=repetitions if exercise else [],
            verdicts=verdicts if exercise else [],
            measures=[("knee_left_range", Measure(value=95.0, unit="deg", error=5.0))],
            complexity=complexity(exercise_get(exercise)) if exercise else None,
        ),
        view=VIEW,
        tracking=Tracking(tracked_share=0.98765, swap_rate=0.01, active=((0.0, 4.0),)),
        models=(ModelRecord(name="net", weights_sha256="cd" * 32, card="docs/x.md"),),
        runtime="net 1 float32, tracking",
    )
    return cast("dict[str, Any]", report.payload())


def test_report_is_valid_by_its_published_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(report_schema())
    jsonschema.validate(_report(), report_schema())
    jsonschema.validate(_report(exercise=None), report_schema())


def test_software_says_what_the_pose_networks_ran_on() -> None:
    assert _report()["software"] == "plumbline-assessment 0.1; net 1 float32, tracking"


def test_keys_are_those_of_the_design() -> None:
    report = _report()

    assert list(report) == [
        "schema",
        "kind",
        "video",
        "exercise",
        "quality",
        "view",
        "tracking",
        "sets",
        "repetitions",
        "clip_verdict",
        "complexity",
        "elements",
        "baseline",
        "models",
        "software",
    ]
    assert list(report["repetitions"][0]) == [
        "index",
        "start_s",
        "end_s",
        "side",
        "share",
        "partial",
        "set",
        "phases",
        "measures",
        "verdict",
        "findings",
    ]
    assert list(report["repetitions"][0]["verdict"]) == [
        "label",
        "probability",
        "source",
        "view",
        "baseline",
    ]


@pytest.mark.parametrize(
    ("_case", "path", "value"),
    [
        ("hash", ("video", "sha256"), "abc"),
        ("label", ("clip_verdict", "label"), "perfect"),
        ("probability", ("clip_verdict", "probability"), 1.5),
        ("turn", ("video", "rotation_deg"), 45),
        ("extra", ("exercise", "guess"), "squat"),
    ],
)
def test_schema_refuses_a_report_that_strays(_case: str, path: tuple[str, str], value: Any) -> None:
    report = _report()
    report[path[0]][path[1]] = value

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(report, report_schema())


def test_summary_says_the_count_the_share_and_one_thing_to_change() -> None:
    sentences = _report()["clip_verdict"]["sentences"]

    assert [one["key"] for one in sentences] == [
        "count.many",
        "verdict.some_well",
        "finding.squat_depth",
    ]
    assert sentences[0]["params"] == {"exercise": "Deep squat", "count": 2}
    assert sentences[1]["patient"] == "1 of 2 repetitions were done well."
    assert sentences[2]["patient"] == "Lower."


def test_unknown_exercise_has_no_verdict_and_says_why() -> None:
    report = _report(exercise=None)

    assert report["exercise"] == {"id": None, "source": "unknown", "confidence": None}
    assert report["clip_verdict"]["label"] == "none"
    assert report["clip_verdict"]["source"] == "none"
    assert [one["key"] for one in report["clip_verdict"]["sentences"]] == ["exercise.unknown"]


def test_well_kept_hold_is_not_called_a_repetition() -> None:
    from assessment.report.sentences import summary

    said = summary(
        exercise_get("plank"),
        [Repetition(index=1, start_s=0.0, end_s=12.0)],
        [Verdict(index=1, label="correct", source="rubric", view="side")],
    )

    assert [one.key for one in said] == ["hold.some", "hold.well"]
    assert said[0].patient == "You held the position for 12 seconds."


def test_every_summary_text_can_be_filled() -> None:
    from assessment.report.sentences import _TEXTS

    words = {"exercise": "Squat", "count": 3, "correct": 2, "seconds": 4.5, "advice": "Move."}

    assert all("{" not in text.format(**words) for pair in _TEXTS.values() for text in pair)


def test_view_tracking_and_sets_are_told() -> None:
    report = _report()

    assert report["view"] == {
        "name": "side",
        "side": "left",
        "yaw_deg": 88.0,
        "tilt_deg": None,
        "pitch": "level",
        "distance": "good",
    }
    assert report["tracking"] == {
        "tracked_share": 0.9877,
        "swap_rate": 0.01,
        "active": [{"start_s": 0.0, "end_s": 4.0}],
    }
    assert report["sets"] == [{"set": 1, "repetitions": 2, "start_s": 0.5, "end_s": 4.0}]


def test_report_written_before_views_were_told_is_still_valid() -> None:
    report = _report()
    for name in ("view", "tracking", "sets"):
        del report[name]

    jsonschema.validate(report, report_schema())
