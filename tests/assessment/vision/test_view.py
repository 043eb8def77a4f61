import numpy as np
import pytest

from assessment.core.records import Landmarks
from assessment.vision.view import view_estimate
from tests.assessment.stick_person import front_landmarks, landmarks_of, seen_view, squats


def _mirrored(landmarks: Landmarks) -> Landmarks:
    xy, world = landmarks.xy_px.copy(), landmarks.world_m.copy()
    xy[:, :, 0] = landmarks.width_px - xy[:, :, 0]
    world[:, :, 2] *= -1
    return Landmarks(
        t_s=landmarks.t_s,
        xy_px=xy,
        world_m=world,
        visibility=landmarks.visibility,
        flags=landmarks.flags,
        width_px=landmarks.width_px,
        height_px=landmarks.height_px,
    )


def test_person_seen_from_the_left_side() -> None:
    view = seen_view(landmarks_of(*squats(1)))

    assert (view.name, view.near, view.facing) == ("side", "left", "left")
    assert view.yaw_deg > 80


def test_person_seen_from_the_right_side() -> None:
    view = seen_view(_mirrored(landmarks_of(*squats(1))))

    assert (view.name, view.near, view.facing) == ("side", "right", "right")


def test_person_seen_from_the_front() -> None:
    view = seen_view(front_landmarks(landmarks_of(*squats(1))))

    assert view.name == "front"
    assert view.yaw_deg < 10


def test_person_seen_from_behind() -> None:
    front = front_landmarks(landmarks_of(*squats(1)))
    front.xy_px[:, :, 0] = front.width_px - front.xy_px[:, :, 0]

    assert seen_view(front).name == "back"


def test_person_turned_by_45_degrees_is_three_quarter() -> None:
    side = landmarks_of(*squats(1))
    turned = front_landmarks(side)
    half = np.float32(np.sqrt(0.5))
    turned.xy_px[:, :, 0] = (
        turned.width_px / 2
        + (
            (side.xy_px[:, :, 0] - side.width_px / 2)
            + (turned.xy_px[:, :, 0] - turned.width_px / 2)
        )
        * half
    )
    turned.world_m[:, :, 2] = turned.world_m[:, :, 0] * half
    turned.world_m[:, :, 0] *= half

    view = seen_view(turned)

    assert view.name == "three_quarter"
    assert view.yaw_deg == pytest.approx(45.0, abs=6.0)


def test_too_few_poses_give_no_view() -> None:
    landmarks = landmarks_of(*squats(1))

    assert view_estimate(landmarks.part(0, 2)) is None
