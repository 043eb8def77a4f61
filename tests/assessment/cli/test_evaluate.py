import json
from pathlib import Path
from typing import Any

import pytest

from assessment.cli import main

CLIPS = Path(__file__).parents[3] / "assessment" / "simulation" / "clips"
LABELS = (
    "file,exercise,view,reps,rep_starts,label,source_repo\n"
    "tiny_squat.mp4,squat,side,3,0.4;2.15;3.93,correct,a/b\n"
    "other.mp4,handstand,back,2,,,a/b\n"
    "still.mp4,plank,side,0,,,a/b\n"
    "open.mp4,squat,side,,,,a/b\n"
)


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The same small clip labelled, with its truth beside it, and what the network saw of it."""
    made = {name: tmp_path_factory.mktemp(name) for name in ("labelled", "rendered", "cache")}
    for name in ("labelled", "rendered"):
        (made[name] / "tiny_squat.mp4").write_bytes((CLIPS / "tiny_squat.mp4").read_bytes())
    (made["labelled"] / "labels.csv").write_text(LABELS)
    (made["rendered"] / "tiny_squat.json").write_bytes((CLIPS / "tiny_squat.json").read_bytes())
    return made


def _record(folders: dict[str, Path], task: str, data: str) -> dict[str, Any]:
    out = folders["cache"] / f"{task}.json"
    argv = ["evaluate", task, "--data", str(folders[data]), "--json", str(out)]
    assert main([*argv, "--cache", str(folders["cache"])]) == 0
    record: dict[str, Any] = json.loads(out.read_text())
    assert set(record) == {"task", "data", "protocol", "n", "metrics", "baselines", "by"}
    assert (record["task"], record["data"], record["n"]) == (task, folders[data].name, 1)
    return record


def test_repetitions_writes_the_named_figures_with_halves_and_live(
    folders: dict[str, Path],
) -> None:
    record = _record(folders, "repetitions", "labelled")

    assert record["metrics"] == {
        "count_exact": 1.0,
        "count_within_one": 1.0,
        "count_mae": 0.0,
        "start_f1": 1.0,
        "start_f1_own": 1.0,
    }
    assert set(record["baselines"]) == {"constant", "single_threshold"}
    assert record["by"]["clip"]["tiny_squat.mp4"]["found"] == 3
    assert record["by"]["live"]["count_exact"] == 1.0
    assert sum(half["n"] for half in record["by"]["half"].values()) == 1
    assert set(record["by"]["left_out"]) == {"other.mp4", "still.mp4", "open.mp4"}


def test_starts_that_are_labelled_at_the_bottom_are_compared_with_the_bottom(
    folders: dict[str, Path], tmp_path: Path
) -> None:
    (tmp_path / "labels.csv").write_text(
        "file,exercise,view,reps,rep_starts\ntiny_squat.mp4,jump_squat,side,3,1.2;2.9;4.7\n"
    )
    (tmp_path / "tiny_squat.mp4").write_bytes((CLIPS / "tiny_squat.mp4").read_bytes())
    out = tmp_path / "out.json"

    argv = ["evaluate", "repetitions", "--data", str(tmp_path), "--json", str(out)]
    assert main([*argv, "--cache", str(folders["cache"])]) == 0

    figures = json.loads(out.read_text())["metrics"]
    assert (figures["start_f1"], figures["start_f1_own"]) == (1.0, 0.0)


def test_rubric_of_labelled_clips_gives_balanced_accuracy_and_coverage(
    folders: dict[str, Path],
) -> None:
    record = _record(folders, "rubric", "labelled")

    assert set(record["metrics"]) == {"balanced_accuracy", "accuracy", "coverage"}
    assert record["by"]["clip"]["tiny_squat.mp4"]["label"] == "correct"


def test_rubric_of_rendered_clips_counts_planted_findings(folders: dict[str, Path]) -> None:
    figures = _record(folders, "rubric", "rendered")["metrics"]

    assert figures["count_exact"] == 1.0
    assert {"finding_recall", "false_findings", "planted", "correct"} <= set(figures)


def test_pose_of_rendered_clips_stays_near_the_known_joints(folders: dict[str, Path]) -> None:
    record = _record(folders, "pose", "rendered")

    figures = record["metrics"]
    assert figures["detection_rate"] == 1.0
    assert 0.0 < figures["landmark_error_torso"] < 0.08
    assert figures["angle_mae_deg"] < 10.0
    assert figures["principal_correlation"] > 0.97
    assert set(record["by"]["joint"]) == {"shoulder", "elbow", "wrist", "hip", "knee", "ankle"}


def test_quality_tells_defects_answered_and_false_reasons(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = {
        "dark.mp4": [("too_dark", "warning")],
        "cut.mp4": [("too_dark", "warning"), ("hands_out", "note")],
        "pair.mp4": [("several_people", "warning")],
        "clean.mp4": [("feet_out", "warning"), ("other_view", "note"), ("wrong_view", "warning")],
        "noted.mp4": [("hands_out", "note")],
    }
    (tmp_path / "labels.csv").write_text(
        "file,exercise,view,people,notes\n"
        "dark.mp4,squat,side,1,dark room\n"
        "cut.mp4,squat,side,1,head out of frame\n"
        "pair.mp4,squat,front,2,\n"
        "clean.mp4,squat,side,1,\n"
        "noted.mp4,squat,three-quarter,1,burned-in text\n"
    )
    for file, reasons in found.items():
        report = {
            "quality": [{"reason": name, "severity": severity} for name, severity in reasons],
            "view": {"name": "side"},
        }
        (tmp_path / f"{file}.report.json").write_text(json.dumps(report))
    out = tmp_path / "out.json"

    argv = ["evaluate", "quality", "--data", str(tmp_path), "--cache", str(tmp_path)]
    assert main([*argv, "--json", str(out)]) == 0

    record = json.loads(out.read_text())
    assert record["metrics"] == {
        "defect_recall": 0.6667,
        "false_reason_rate": 0.5,
        "view_agrees": 0.6,
    }
    assert record["by"]["defect"]["dark"] == {"n": 1, "answered": 1}
    assert record["by"]["defect"]["body_cut"] == {"n": 1, "answered": 0}
    assert record["by"]["reason"]["feet_out"] == {
        "answers": 0,
        "false": 1,
        "false_reason_rate": 0.5,
    }
    assert record["by"]["reason"]["several_people"]["answers"] == 1
    assert "hands_out" not in record["by"]["reason"]


def test_quality_of_a_clip_comes_from_the_gate_itself(folders: dict[str, Path]) -> None:
    table = "file,exercise,view,people,notes\ntiny_squat.mp4,squat,side,1,\n"
    data = folders["cache"] / "gate"
    data.mkdir()
    (data / "labels.csv").write_text(table)
    (data / "tiny_squat.mp4").write_bytes((CLIPS / "tiny_squat.mp4").read_bytes())
    out = data / "out.json"

    assert main(["evaluate", "quality", "--data", str(data), "--json", str(out)]) == 0

    record = json.loads(out.read_text())
    assert record["metrics"]["view_agrees"] == 1.0
    assert record["by"]["clip"]["tiny_squat.mp4"]["refusal"] is None


def test_second_evaluation_of_a_clip_does_not_open_the_network_again(
    folders: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _record(folders, "repetitions", "labelled")
    monkeypatch.setattr("assessment.cli.evaluate.watched.assess", None)

    assert _record(folders, "repetitions", "labelled") == before


def test_landmarks_are_made_again_from_the_kept_answers_without_the_network(
    folders: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _record(folders, "repetitions", "labelled")
    for kept in folders["cache"].glob("*.npz"):
        if not kept.name.endswith(".answers.npz"):
            kept.unlink()
    monkeypatch.setattr("assessment.cli.evaluate.watched.pose_open", None)

    assert _record(folders, "repetitions", "labelled") == before


def test_joints_of_a_suite_are_scored_without_a_video(tmp_path: Path) -> None:
    suite = tmp_path / "one.toml"
    suite.write_text(
        'views = "recommended"\nfaults = true\nfaulty = [2]\n'
        "motion = { repetitions = 2, period_s = 2.0 }\n"
        "video = { width_px = 120, height_px = 160, fps = 15, draft = true }\n"
    )
    out = tmp_path / "r.json"

    argv = ["evaluate", "rubric", "--joints", str(suite), "--only", "deep_squat"]
    status = main([*argv, "--json", str(out)])

    record = json.loads(out.read_text())
    assert status == 0
    assert "no network" in record["protocol"]
    assert record["metrics"]["planted"] > 0


@pytest.mark.parametrize(
    ("_case", "task", "word"),
    [("no_labels", "repetitions", "labels.csv"), ("no_truth", "pose", "truth")],
)
def test_folder_without_labels_or_truth_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], _case: str, task: str, word: str
) -> None:
    status = main(["evaluate", task, "--data", str(tmp_path)])

    said = capsys.readouterr()
    assert (status, said.out) == (2, "")
    assert word in said.err


def test_page_holds_the_figures_of_its_records_against_the_limits(
    folders: dict[str, Path], tmp_path: Path
) -> None:
    record = _record(folders, "pose", "rendered") | {"data": "views"}
    views = tmp_path / "views.json"
    views.write_text(json.dumps(record))

    assert main(["evaluate", "page", str(views), "--out", str(tmp_path / "page.md")]) == 0

    told = (tmp_path / "page.md").read_text()
    error = record["metrics"]["landmark_error_torso"]
    assert f"| median landmark error, all views | 6 % | {100 * error:.1f} % | yes |" in told
    assert "| deep_squat | **side** | 1 | 1.000 |" in told
    assert "Fast repetitions" not in told


def test_errors_of_rendered_clips_are_written_by_exercise_kind_and_measure(
    folders: dict[str, Path], tmp_path: Path
) -> None:
    out = tmp_path / "errors.json"
    argv = ["evaluate", "errors", "--data", str(folders["rendered"]), "--out", str(out)]

    assert main([*argv, "--cache", str(folders["cache"])]) == 0

    written = json.loads(out.read_text())
    assert written["clips"] == {folders["rendered"].name: 1}
    of_squats = written["errors"]["deep_squat"]["repetition"]
    assert 2.0 <= of_squats["knee_range"] < 10.0
    assert "knee_left_range" not in of_squats
