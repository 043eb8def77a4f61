from dataclasses import replace
from pathlib import Path

import numpy as np

from assessment.cli.evaluate.compare import compared
from assessment.cli.evaluate.known import KnownClip
from assessment.core.records import Landmarks
from assessment.core.skeleton import mediapipe33
from assessment.exercises import exercise_get
from tests.assessment.seen_people import seen


def _known(view: str, points: Landmarks) -> KnownClip:
    return KnownClip(
        name="clip",
        video=Path("clip.mp4"),
        exercise=exercise_get("deep_squat"),
        view=view,
        shape="reference",
        condition="clean",
        points=points,
        repetitions=(),
    )


def test_joint_that_the_network_calls_hidden_is_not_judged() -> None:
    true = seen("deep_squat", noise=0.0)
    wrist = mediapipe33().index("left_wrist")
    xy, visibility = true.xy_px.copy(), true.visibility.copy()
    xy[:, wrist] += 300.0
    visibility[:, wrist] = 0.49

    hidden = compared(_known("front", true), replace(true, xy_px=xy, visibility=visibility))
    told = compared(_known("front", true), replace(true, xy_px=xy))

    assert hidden.joints == told.joints == 12 * len(true)
    assert len(hidden.errors["wrist"]) == len(true)
    assert float(hidden.errors["wrist"].max()) < 1e-3
    assert float(told.errors["wrist"].max()) > 1.0


def test_side_view_judges_the_side_towards_the_camera_alone() -> None:
    true = seen("deep_squat", yaw_deg=90.0, noise=0.0)
    right = [at for at, name in enumerate(mediapipe33().names) if name.startswith("right_")]
    xy = true.xy_px.copy()
    xy[:, [at for at in right if at > 24], 1] += 200.0  # legs: the trunk tells the view

    found = compared(_known("side", true), replace(true, xy_px=xy))

    assert found.joints == 6 * len(true)
    assert np.concatenate([*found.errors.values()]).max() < 1e-3
