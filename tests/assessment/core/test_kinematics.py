import numpy as np
import pytest

from assessment.core.kinematics import curve, world_curve
from assessment.core.skeleton import mediapipe33
from tests.assessment.stick_person import landmarks_of


@pytest.mark.parametrize("knee_deg", [60.0, 90.0, 135.0, 175.0])
def test_planar_knee_is_the_angle_the_figure_was_built_with(knee_deg: float) -> None:
    landmarks = landmarks_of(np.array([0.0]), np.array([knee_deg]))

    assert curve("knee_left", landmarks)[0] == pytest.approx(knee_deg, abs=0.01)
    assert world_curve("knee_left", landmarks, from_side=True)[0] == pytest.approx(
        knee_deg, abs=0.01
    )


def test_upright_trunk_leans_zero_and_thigh_lift_falls_with_the_squat() -> None:
    landmarks = landmarks_of(np.array([0.0, 1.0]), np.array([170.0, 70.0]))

    assert curve("trunk_lean", landmarks) == pytest.approx([0.0, 0.0], abs=1e-4)
    # Half of the bend sits at the thigh: 5 and 55 degrees from the vertical.
    assert curve("thigh_lift_left", landmarks) == pytest.approx([85.0, 35.0], abs=0.01)


def test_unseen_joint_gives_no_angle() -> None:
    landmarks = landmarks_of(np.array([0.0]), np.array([120.0]))
    landmarks.visibility[0, mediapipe33().index("left_ankle")] = 0.4

    assert np.isnan(curve("knee_left", landmarks)[0])
    assert curve("knee_right", landmarks)[0] == pytest.approx(120.0, abs=0.01)
