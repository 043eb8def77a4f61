"""What must not change what is said: when it was filmed, how large, from which hand, how often.

Every exercise that can be rendered is taken, by its joints with the noise of a pose network.
"""

import json
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.cli.evaluate.joints import noisy_joints
from assessment.core.records import Landmarks
from assessment.core.skeleton import mediapipe33
from assessment.exercises import catalogue, exercise_get
from assessment.scoring.score import Scored, clip_score
from assessment.simulation import parse_recipe
from assessment.vision.view import view_estimate

MOVING = [one.id for one in catalogue() if one.motion is not None]


@cache
def _joints(exercise_id: str) -> Landmarks:
    exercise = exercise_get(exercise_id)
    recipe = parse_recipe(
        {
            "id": exercise_id,
            "seed": 5,
            "motion": {
                "exercise": exercise_id,
                "repetitions": 1 if exercise.hold else 3,
                "period_s": 4.0 if exercise.hold else 2.0,
            },
            "camera": {"view": exercise.view},
            "video": {"width_px": 240, "height_px": 320, "fps": 15, "draft": True},
        }
    )
    return noisy_joints(recipe, 1)[0]


def _scored(exercise_id: str, landmarks: Landmarks) -> Scored:
    return clip_score(exercise_get(exercise_id), landmarks, view_estimate(landmarks))


def _moments(scored: Scored) -> list[float]:
    return [moment for one in scored.repetitions for moment in (one.start_s, one.end_s)]


def _mirrored(landmarks: Landmarks) -> Landmarks:
    order = list(mediapipe33().mirror)
    xy, world = landmarks.xy_px[:, order].copy(), landmarks.world_m[:, order].copy()
    xy[:, :, 0] = landmarks.width_px - xy[:, :, 0]
    world[:, :, 0] *= -1
    return replace(landmarks, xy_px=xy, world_m=world, visibility=landmarks.visibility[:, order])


def _said(scored: Scored) -> list[set[tuple[str, str]]]:
    return [{(one.code, one.side) for one in v.findings} for v in scored.verdicts]


def _other(side: str) -> str:
    return {"left": "right", "right": "left"}.get(side, side)


@pytest.mark.parametrize("exercise_id", MOVING)
def test_mirrored_clip_gives_the_mirrored_report(exercise_id: str) -> None:
    plain = _scored(exercise_id, _joints(exercise_id))

    other = _scored(exercise_id, _mirrored(_joints(exercise_id)))

    assert _moments(other) == pytest.approx(_moments(plain), abs=0.07)
    assert [one.side for one in other.repetitions] == [_other(r.side) for r in plain.repetitions]
    assert _said(other) == [{(c, _other(s)) for c, s in said} for said in _said(plain)]


@pytest.mark.parametrize("exercise_id", MOVING)
def test_nothing_that_is_said_is_no_number(exercise_id: str) -> None:
    scored = _scored(exercise_id, _joints(exercise_id))

    told = [
        *(one.payload() for one in scored.repetitions),
        *(finding for verdict in scored.verdicts for finding in verdict.findings_payload()),
        {name: measure.payload() for name, measure in scored.measures},
        scored.complexity.payload() if scored.complexity else None,
    ]
    assert json.loads(json.dumps(told, allow_nan=False)) == told
    assert scored.repetitions != []


@settings(max_examples=10, deadline=None)
@given(st.sampled_from(MOVING), st.floats(0, 1000), st.floats(0.3, 3.0))
def test_time_shift_and_size_change_nothing_but_the_times(
    exercise_id: str, shift_s: float, scale: float
) -> None:
    landmarks = _joints(exercise_id)
    plain = _scored(exercise_id, landmarks)

    moved = _scored(
        exercise_id,
        replace(
            landmarks,
            t_s=landmarks.t_s + shift_s,
            xy_px=landmarks.xy_px * np.float32(scale),
            width_px=round(landmarks.width_px * scale),
            height_px=round(landmarks.height_px * scale),
        ),
    )

    assert _moments(moved) == pytest.approx([t + shift_s for t in _moments(plain)], abs=0.07)
    assert _said(moved) == _said(plain)
    assert {name: m.value for name, m in moved.measures} == pytest.approx(
        {name: m.value for name, m in plain.measures}, rel=0.02, abs=0.05
    )


@pytest.mark.parametrize("exercise_id", MOVING)
def test_half_the_frame_rate_changes_a_range_by_less_than_its_error(exercise_id: str) -> None:
    landmarks = _joints(exercise_id)
    half = Landmarks(
        t_s=landmarks.t_s[::2],
        xy_px=landmarks.xy_px[::2],
        world_m=landmarks.world_m[::2],
        visibility=landmarks.visibility[::2],
        flags=landmarks.flags[::2],
        width_px=landmarks.width_px,
        height_px=landmarks.height_px,
    )

    ranges = dict(_scored(exercise_id, landmarks).measures)
    at_half = dict(_scored(exercise_id, half).measures)

    for name, measure in ranges.items():
        if measure.error is not None:
            assert at_half[name].value == pytest.approx(measure.value, abs=measure.error), name


@pytest.mark.parametrize("frames", [0, 1, 2])
def test_hardly_any_frame_ends_well(frames: int) -> None:
    few = _joints("deep_squat").part(0, frames)

    assert _scored("deep_squat", few).repetitions == []
