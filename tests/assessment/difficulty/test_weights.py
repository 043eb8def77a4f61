"""The shipped element network: it is that of its manifest, and it tells made performances."""

import json
from pathlib import Path

import numpy as np
import pytest

from assessment.core.errors import AssessmentError
from assessment.core.records import Landmarks
from assessment.scoring.difficulty import recognise as module
from assessment.scoring.difficulty.elements import find
from assessment.scoring.difficulty.recognise import FOLDER, MANIFEST, recognise, shipped
from assessment.sensing.picture import picture
from assessment.sensing.ray import channel, received, room_draw
from assessment.simulation.elements import Routine, element_made, kinds, routine_made
from assessment.training.difficulty.conditions import NOMINAL
from assessment.training.difficulty.page import pages_write
from assessment.training.difficulty.performed import RADIO, clip_of
from assessment.training.difficulty.phone import Stand, filmed


def _film(routine: Routine, seed: int) -> Landmarks:
    return filmed(clip_of(routine), Stand(azimuth_deg=45.0), seed=seed, errors=NOMINAL)


def test_the_kinds_are_those_that_are_performed() -> None:
    kept = shipped()

    assert kept is not None
    assert kept.names == kinds()


def test_a_performance_is_told_with_its_time() -> None:
    routine = element_made("straddle_jump", "test", 5)
    (mark,) = routine.marked

    (one,) = recognise(_film(routine, 5))

    assert one.id == "straddle_jump"
    assert one.start_s == pytest.approx(mark.start_s, abs=0.3)
    assert one.end_s == pytest.approx(mark.end_s, abs=0.3)
    assert one.confidence > 0.5


def test_everyday_movement_is_nothing() -> None:
    routine = routine_made("test", 8, seconds=30, share=0.0)

    assert recognise(_film(routine, 8)) == []


def test_csi_may_be_given_beside_the_film() -> None:
    routine = element_made("salto_backward", "test", 6)
    random = np.random.default_rng(0)
    times, clean = channel(routine.positions, routine.fps, room_draw(random), RADIO)

    found = recognise(_film(routine, 6), picture(received(times, clean, RADIO, random)))

    assert [one.id for one in found] == ["salto_backward"]


def test_an_element_that_both_see_is_surer_than_by_measurement_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    film = _film(element_made("air_turn", "test", 10), 10)
    both = find(film)
    monkeypatch.setattr(module, "FOLDER", Path("nowhere"))
    shipped.cache_clear()
    alone = find(film)
    shipped.cache_clear()

    assert [one.id for one in both] == [one.id for one in alone]
    assert len(both) == 1
    assert both[0].confidence >= alone[0].confidence


def test_a_clip_without_a_pose_is_nothing() -> None:
    film = _film(element_made("turn", "test", 3), 3)
    blind = Landmarks(
        **{**vars(film), "xy_px": film.xy_px * np.nan, "visibility": film.visibility * 0}
    )

    assert recognise(blind) == []


def test_other_weights_than_the_manifests_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = json.loads((FOLDER / MANIFEST).read_text(encoding="utf-8"))
    (tmp_path / MANIFEST).write_text(json.dumps(told), encoding="utf-8")
    (tmp_path / told["file"]).write_bytes((FOLDER / told["file"]).read_bytes()[:-1] + b"\0\0")
    monkeypatch.setattr(module, "FOLDER", tmp_path)
    shipped.cache_clear()

    with pytest.raises(AssessmentError, match="not the file of its manifest"):
        shipped()
    shipped.cache_clear()


def test_the_card_is_that_of_the_manifest(tmp_path: Path) -> None:
    pages_write(tmp_path / "page.md", tmp_path / "card.md", {})

    committed = (Path(__file__).parents[3] / "docs/cards/difficulty.md").read_text(encoding="utf-8")
    assert (tmp_path / "card.md").read_text(encoding="utf-8") == committed
    assert "Not run yet." in (tmp_path / "page.md").read_text(encoding="utf-8")
