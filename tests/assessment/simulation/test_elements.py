"""Made performances: what they show is what their element asks, and errors show too."""

import argparse

import av
import numpy as np
import pytest

from assessment.exercises.element_load import elements
from assessment.simulation.command import add_arguments, run
from assessment.simulation.elements import (
    Routine,
    element_made,
    fillers,
    kinds,
    routine_made,
)
from assessment.simulation.elements.film import routine_scene, scene_of
from assessment.simulation.library import clip_path

# Kind, measure, least, most: of the element's requirements, with 12 degrees for people's differences.
_CASES = [
    ("air_turn", "turn_deg", 330, 1130),
    ("balance_turn_1", "leg_split_deg", 158, 180),
    ("cossack_jump", "leg_below_horizontal_deg", -60, 12),
    ("free_vertical_split", "leg_split_deg", 158, 180),
    ("frontal_split_jump", "leg_split_deg", 150, 180),
    ("illusion", "leg_split_deg", 158, 180),
    ("pike_jump", "trunk_leg_angle_deg", 0, 75),
    ("salto_backward", "somersault_deg", 330, 380),
    ("salto_forward", "somersault_deg", 330, 380),
    ("salto_sideward", "somersault_deg", 330, 380),
    ("split_jump", "leg_split_deg", 155, 180),
    ("split_jump_half_turn_switch", "turn_deg", 160, 200),
    ("straddle_jump", "leg_below_horizontal_deg", -60, 14),
    ("straddle_jump", "leg_split_deg", 78, 140),
    ("tuck_jump_turn_1", "leg_below_horizontal_deg", -80, 14),
    ("turn", "turn_deg", 340, 740),
    ("turn_1_leg_horizontal", "free_leg_below_horizontal_deg", -30, 27),
    ("butterfly_twist_1", "turn_deg", 520, 680),
    ("scissors_leap_turn_1", "turn_deg", 500, 560),
]


@pytest.mark.parametrize(("kind", "measure", "least", "most"), _CASES)
def test_without_errors_the_requirement_is_met(
    kind: str, measure: str, least: float, most: float
) -> None:
    made = [element_made(kind, "train", seed) for seed in range(8)]
    clean = [one.marked[0] for one in made if not one.marked[0].errors]

    values = [one.measured[measure] for one in clean]

    assert len(values) >= 2
    assert min(values) >= least
    assert max(values) <= most


def test_every_element_of_the_files_is_performed() -> None:
    wanted = {one.id for one in elements() if one.kind != "negative"}

    unknown = {
        name
        for name in wanted
        if name not in kinds() and name.rstrip("0123456789").rstrip("_") not in kinds()
    }

    assert unknown == set()


def test_every_negative_of_the_files_is_performed() -> None:
    assert {one.id for one in elements() if one.kind == "negative"} <= set(fillers())


def test_an_under_turned_turn_turns_less() -> None:
    made = [element_made("balance_turn_1", "train", seed).marked[0] for seed in range(24)]
    short = [one.measured["turn_deg"] for one in made if "under_turn" in one.errors]
    whole = [one.measured["turn_deg"] for one in made if "under_turn" not in one.errors]

    assert max(short) < 330 < min(whole)


def test_a_low_leg_is_lower() -> None:
    made = [element_made("split_jump", "train", seed).marked[0] for seed in range(24)]
    low = [one.measured["leg_split_deg"] for one in made if "low_leg" in one.errors]

    assert max(low) < 160


def test_the_same_seed_gives_the_same_routine(routine: Routine) -> None:
    again = routine_made("train", 4, seconds=20)

    assert np.array_equal(again.positions, routine.positions)
    assert again.marked == routine.marked


def test_nothing_is_under_the_floor_and_bones_keep_their_length(routine: Routine) -> None:
    shank = np.linalg.norm(routine.positions[:, 25] - routine.positions[:, 27], axis=-1)

    assert routine.positions[..., 1].min() > -0.05
    assert np.ptp(shank) < 1e-6


def test_a_flight_falls_freely() -> None:
    made = element_made("air_turn", "train", 3, beside=())
    lowest = made.positions[:, 27:33, 1].min(axis=1)
    flight = np.flatnonzero(lowest > 0.1)
    height = made.positions[flight, 23:25, 1].mean(axis=1)

    fall = np.polyfit(np.arange(len(flight)) / made.fps, height, 2)[0]

    assert fall == pytest.approx(-9.81 / 2, rel=0.05)


def test_populations_share_no_person() -> None:
    heights = {
        name: {round(routine_made(name, seed, seconds=1).style.body.scale, 6) for seed in range(20)}
        for name in ("train", "test")
    }

    assert heights["train"].isdisjoint(heights["test"])


@pytest.fixture(scope="module")
def routine() -> Routine:
    return routine_made("train", 4, seconds=20)


def test_a_drawn_performance_stays_in_the_picture(routine: Routine) -> None:
    scene = scene_of(routine, yaw_deg=30.0, seed=1)
    seen = scene.truth.xy_px

    assert seen.shape == (len(routine.positions), 33, 2)
    assert seen.min() > 0
    assert (seen.max(axis=(0, 1)) < (270, 360)).all()
    assert scene.frame(0).shape == (360, 270, 3)


def test_the_demo_routine_shows_what_its_seed_draws_today() -> None:
    shown = ["air_turn", "straddle_jump", "tuck_jump_turn_1", "turn_1_leg_horizontal"]
    scene = routine_scene(10, seconds=9, only=[*shown, "salto_backward"])
    with av.open(str(clip_path("demo_routine"))) as container:
        stored = next(
            frame.to_ndarray(format="rgb24")
            for index, frame in enumerate(container.decode(video=0))
            if index == 120
        )

    error = scene.frame(120).astype(float) - stored

    assert 10 * np.log10(255.0**2 / np.mean(error**2)) > 30.0


def test_a_routine_of_an_unknown_element_is_refused(tmp_path, capsys) -> None:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    out = tmp_path / "x.mp4"

    assert run(parser.parse_args(["--routine", "cartwheels", "--out", str(out)])) == 2
    assert "There is no element cartwheels." in capsys.readouterr().err
    assert not out.exists()
