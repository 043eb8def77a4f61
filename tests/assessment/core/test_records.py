from pathlib import Path

import numpy as np

from assessment.core.records import landmarks_load, landmarks_save
from tests.assessment.stick_person import landmarks_of, squats


def test_saved_landmarks_come_back_with_their_times_exact(tmp_path: Path) -> None:
    landmarks = landmarks_of(*squats(1))

    landmarks_save(landmarks, tmp_path / "kept.npz")

    back = landmarks_load(tmp_path / "kept.npz")
    assert back.t_s.dtype == np.float64
    assert (back.t_s == landmarks.t_s).all()
    assert (back.xy_px == landmarks.xy_px).all()
    assert (back.width_px, back.height_px) == (landmarks.width_px, landmarks.height_px)
