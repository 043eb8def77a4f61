"""Training on made routines: what is asked of each moment, resuming, and what comes out."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch

from assessment.core.units import F64
from assessment.scoring.difficulty.recognise import is_kind, lines_aligned, shares
from assessment.scoring.difficulty.timeline import moments
from assessment.sensing.picture import Picture
from assessment.simulation.elements import Routine, routine_made
from assessment.training.difficulty import learn
from assessment.training.difficulty.conditions import NOMINAL, hidden, occlusions, stand_draw
from assessment.training.difficulty.judge import figures, told_of
from assessment.training.difficulty.learn import NOTHING, Plan, fit, targets
from assessment.training.difficulty.performed import NAMES, Take, clip_of, seen, takes_train
from assessment.training.difficulty.phone import Stand, filmed
from assessment.vision.nets.crops import crops, energy
from assessment.vision.nets.elements import ElementConfig

_CONFIG = ElementConfig(classes=len(NAMES) + 1)
_MARKS = np.array([[2.0, 4.0, 5.2], [5.0, 8.0, 9.0]])


def test_the_middle_of_an_element_names_it_and_its_rim_says_nothing() -> None:
    times = moments(48)
    classes, ends = targets(_MARKS, times)

    middle = int(np.argmin(np.abs(times - 4.6)))
    assert classes[middle] == 2
    assert ends[middle] == pytest.approx([times[middle] - 4.0, 5.2 - times[middle]])
    assert classes[(times > 4.0) & (times < 4.2)] == pytest.approx(-1)
    assert classes[(times > 5.3) & (times < 7.9)] == pytest.approx(NOTHING)


def test_a_stopped_training_goes_on_as_if_it_had_not_stopped(
    tmp_path: Path, takes: list[Take], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(learn, "_KEEP_EVERY", 1)
    through = fit(Plan(config=_CONFIG, steps=2, seed=1, file=tmp_path / "a.pt"), takes)
    plan = Plan(config=_CONFIG, steps=2, seed=1, file=tmp_path / "b.pt")
    whole = learn._loss
    monkeypatch.setattr(learn, "_loss", _Stopping(whole, after=1))
    with pytest.raises(KeyboardInterrupt):
        fit(plan, takes)
    monkeypatch.setattr(learn, "_loss", whole)

    again = fit(plan, takes)

    pairs = zip(through.parameters(), again.parameters(), strict=True)
    assert all(torch.equal(one, two) for one, two in pairs)


class _Stopping:
    """The loss, until somebody stops the training."""

    def __init__(self, inner: Callable[..., torch.Tensor], *, after: int) -> None:
        self._inner, self._left = inner, after

    def __call__(self, *arguments: torch.Tensor) -> torch.Tensor:
        if self._left == 0:
            raise KeyboardInterrupt
        self._left -= 1
        return self._inner(*arguments)


def test_a_routine_is_kept_and_read_as_it_was_made(tmp_path: Path) -> None:
    made = takes_train(0, tmp_path)
    read = takes_train(0, tmp_path)

    assert (tmp_path / "routine-0.npz").is_file()
    assert all(np.array_equal(one.points, two.points) for one, two in zip(made, read, strict=True))
    assert len(made[0].lines) == pytest.approx(len(made[0].points) / 4, abs=2)


def test_a_whole_routine_is_told_in_stretches_that_join(takes: list[Take], tmp_path: Path) -> None:
    network = fit(Plan(config=_CONFIG, steps=1, seed=0, file=tmp_path / "a.pt"), takes)
    points = takes[0].points

    told, ends = shares(network, points, None)

    assert told.shape == (len(points) // 4, len(NAMES) + 1)
    assert ends.shape == (len(points) // 4, 2)
    assert told.sum(axis=1) == pytest.approx(1.0)


def test_perfect_answers_have_perfect_figures() -> None:
    times = moments(60)
    told, ends = np.zeros((60, NOTHING + 1)), np.zeros((60, 2))
    told[:, NOTHING] = 1.0
    for kind, start, end in _MARKS:
        inside = (times >= start) & (times <= end)
        told[inside] = 0.0
        told[inside, int(kind)] = 1.0
        ends[inside] = np.stack([times - start, end - times], axis=1)[inside]

    record = figures([told_of(_MARKS, told, ends)])

    assert (record["accuracy"], record["macro_f1"], record["timeline_f1"]) == (1.0, 1.0, 1.0)
    assert record["false_a_minute"] == 0.0


def test_answers_of_nothing_find_nothing() -> None:
    told = np.zeros((60, NOTHING + 1))
    told[:, NOTHING] = 1.0

    record = figures([told_of(_MARKS, told, np.zeros((60, 2)))])

    assert (record["accuracy"], record["element_accuracy"], record["timeline_f1"]) == (
        0.5,
        0.0,
        0.0,
    )


def test_a_hidden_half_is_guessed_and_little_trusted(routine: Routine) -> None:
    random = np.random.default_rng(0)
    film = filmed(clip_of(routine), Stand(azimuth_deg=10.0), seed=1)
    spans = occlusions(routine.marked, random)

    covered = hidden(film, spans, random)

    half, start, end = spans[0]
    inside = (film.t_s >= start) & (film.t_s < end)
    moved = np.abs(covered.xy_px - film.xy_px)[inside].max(axis=(0, 2)) > 0
    assert half in ("upper", "lower", "left", "right")
    assert 6 <= int(np.nan_to_num(moved).sum()) <= 23
    assert float(covered.visibility[inside][:, moved].max()) < 0.5
    assert (
        np.array_equal(covered.xy_px[~inside], film.xy_px[~inside], equal_nan=True)
        or len(spans) > 1
    )


def test_a_jump_stays_a_jump_in_the_crop(routine: Routine) -> None:
    found = seen(routine, Stand(azimuth_deg=10.0), NOMINAL, (), seed=1)
    hips = found.points[:, 7:9, 1].mean(axis=1)

    assert found.points.shape[1:] == (17, 4)
    assert float(np.ptp(hips)) > 0.2
    assert float(np.abs(np.median(hips))) < 0.05


def test_populations_share_no_camera() -> None:
    random = np.random.default_rng(0)
    sectors = {
        name: {int(stand_draw(name, random).azimuth_deg // 30) for _ in range(60)}
        for name in ("train", "test")
    }

    assert sectors["train"].isdisjoint(sectors["test"])


def test_csi_that_is_late_is_put_right(routine: Routine) -> None:
    moved = energy(crops(filmed(clip_of(routine), Stand(azimuth_deg=10.0), seed=1)), 0.25)
    late = 5
    lines = np.arange(len(moved), dtype=np.float32)[:, None] * np.ones(32, np.float32)
    heard = Picture(lines=np.roll(lines, late, axis=0), energy=_late(moved, late))

    aligned, joined = lines_aligned(moved, heard)

    assert joined
    assert aligned[40:60, 0] == pytest.approx(np.arange(40, 60), abs=0.5)


@pytest.mark.parametrize(
    ("element", "kind", "holds"),
    [
        ("air_turn_2", "air_turn", True),
        ("turn_1_leg_horizontal", "turn", False),
        ("turn_1_leg_horizontal", "turn_1_leg_horizontal", True),
        ("turn_3", "turn", True),
        ("turn_3", "air_turn", False),
    ],
)
def test_an_element_belongs_to_its_kind(element: str, kind: str, *, holds: bool) -> None:
    assert is_kind(element, kind) is holds


def _late(moved: F64, steps: int) -> F64:
    return np.roll(moved, steps)


@pytest.fixture(scope="module")
def routine() -> Routine:
    return routine_made("train", 3, seconds=20, share=0.8)


@pytest.fixture(scope="module")
def takes(tmp_path_factory: pytest.TempPathFactory) -> list[Take]:
    return takes_train(1, tmp_path_factory.mktemp("takes"))
