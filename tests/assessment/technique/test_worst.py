"""The page of the surest wrong verdicts: who is on it, and what is drawn."""

import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest

from assessment.training.technique.plots import reliability_svg
from assessment.training.technique.protocols import Run
from assessment.training.technique.worst import worst, worst_write
from tests.assessment.technique.plain_person import standing_person

_NAMES = [
    "neck", "head", "l_shoulder", "r_shoulder", "l_elbow", "r_elbow", "l_wrist", "r_wrist",
    "l_hip", "r_hip", "l_knee", "r_knee", "l_ankle", "r_ankle", "l_toe", "r_toe",
]  # fmt: skip
_BINS = [[0.1, 0.0, 4], [0.9, 1.0, 12]]


@pytest.fixture(scope="module")
def run(tmp_path_factory) -> Run:
    """Three people who abduct an arm: high is correct, but for one low one of the second."""
    rng = np.random.default_rng(0)
    parts, known = [], []
    for subject in (1, 2, 3):
        for correct in (1, 0):
            for number in range(1, 7):
                is_odd = (subject, correct, number) == (2, 1, 4)
                height = 0.45 if correct and not is_odd else 0.32
                person = standing_person(lifts="r", frames=36 + number, height=height)[:, 1:]
                parts.append(person * (1 + 0.05 * subject) + rng.normal(0, 0.01, person[:1].shape))
                known.append((subject, correct, number))
    where: Path = tmp_path_factory.mktemp("data")
    subject, correct, number = np.array(known, np.uint8).T
    np.savez(
        where / "uiprmd_kinect.npz",
        pos_mm=(np.concatenate(parts) * 1000).astype(np.int16).transpose(1, 2, 0),
        offset=np.cumsum([0, *map(len, parts)]).astype(np.int32),
        movement=np.full(len(parts), 7, np.uint8),
        subject=subject,
        correct=correct,
        repetition=number,
        joint_names=np.array(_NAMES),
        unit_m=np.array([0.001], np.float32),
        missing=np.array([-32768], np.int16),
    )
    return Run(data=where, seen="kinect", seed=0, keep=where / "folds")


def drawn(svg: str) -> list[ET.Element]:
    return list(ET.fromstring(svg).iter())  # noqa: S314 -- our own text


def test_the_repetition_that_does_not_fit_its_label_comes_first(run) -> None:
    repetitions, found = worst(run)

    assert len(repetitions) == 36
    first = found[0].repetition
    assert (first.subject, first.correct, first.number) == (2, True, 4)
    assert found[0].told < 0.5
    assert repetitions[found[0].place] is first


def test_page_has_a_picture_for_each_error_and_for_the_told_probabilities(run, tmp_path) -> None:
    page = tmp_path / "errors.md"
    (tmp_path / "errors").mkdir()
    (tmp_path / "errors" / "99.svg").write_text("of a former run")
    by = {"reliability": _BINS, "with_baseline": {"by": {"reliability": _BINS}}}

    worst_write(run, {"kinect": by}, page, command="the command")

    pictures = sorted((tmp_path / "errors").glob("*.svg"))
    names = [path.name for path in pictures]
    assert names[0] == "01.svg"
    assert names[-2:] == ["reliability-kinect-own.svg", "reliability-kinect.svg"]
    assert "99.svg" not in names
    assert all(drawn(path.read_text()) for path in pictures)
    assert all(path.stat().st_size < 8000 for path in pictures)
    text = page.read_text()
    assert all(f"](errors/{name})" in text for name in names)
    assert "Made by `the command`" in text


def test_points_lie_where_told_and_true_say() -> None:
    dots = [one for one in drawn(reliability_svg(_BINS, "a")) if one.tag.endswith("circle")]
    # 30 and 20 are the edges, 180 the size; the second bin holds most.
    assert [(one.get("cx"), one.get("cy")) for one in dots] == [
        ("48.0", "200.0"),
        ("192.0", "20.0"),
    ]
    assert [one.get("r") for one in dots] == ["5.5", "8.0"]
