from pathlib import Path

import numpy as np
import pytest

from assessment.core.errors import AssessmentError
from assessment.core.skeleton import mediapipe33
from assessment.training.difficulty.data import clips_load
from tests.assessment.difficulty.gymnast import standing

NAMES = {
    "l_shoulder": "left_shoulder", "r_shoulder": "right_shoulder",
    "l_elbow": "left_elbow", "r_elbow": "right_elbow",
    "l_wrist": "left_wrist", "r_wrist": "right_wrist",
    "l_hip": "left_hip", "r_hip": "right_hip", "l_knee": "left_knee", "r_knee": "right_knee",
    "l_ankle": "left_ankle", "r_ankle": "right_ankle",
}  # fmt: skip


def written(folder: Path, *, without: str = "", kind: str = "stepped_turn") -> Path:
    """A set of one clip of thirty frames, a skeleton without head or toes."""
    names = ["pelvis", *(name for name in NAMES if name != without)]
    person = standing()
    pelvis = person[[23, 24]].mean(0)
    joints = [pelvis] + [person[mediapipe33().index(NAMES[name])] for name in names[1:]]
    rel = np.repeat((np.array(joints) - pelvis)[None], 30, axis=0)
    (folder / "made").mkdir(parents=True)
    np.savez(
        folder / "made" / "made.npz",
        root=np.repeat(pelvis[None], 30, axis=0).astype(np.float32),
        rel=rel.astype(np.float16),
        offsets=np.array([0, 30], np.int32),
        fps=np.float32(30),
        clip=np.array(["one"]), label=np.array(["dance"]), person=np.array(["A"]),
        joint=np.array(names), parent=np.zeros(len(names), np.int32),
        seg_clip=np.array([0]), seg_start_s=np.array([0.2]), seg_end_s=np.array([0.8]),
        seg_kind=np.array([kind]), seg_turn_deg=np.array([360.0]),
    )  # fmt: skip
    return folder


def test_a_clip_is_read_with_its_segments_onto_the_landmarks(tmp_path: Path) -> None:
    (clip,) = clips_load(written(tmp_path))
    assert clip.positions.shape == (30, 33, 3)
    assert clip.duration_s == 1.0
    assert clip.segments[0].kind == "stepped_turn"
    assert clip.segments[0].turn_deg == 360.0
    knee = clip.positions[0, mediapipe33().index("left_knee")]
    assert knee == pytest.approx([0.10, 0.48, 0.02], abs=0.002)


def test_what_a_skeleton_lacks_is_placed_in_front_of_the_person(tmp_path: Path) -> None:
    (clip,) = clips_load(written(tmp_path))
    nose, toe = (clip.positions[0, mediapipe33().index(n)] for n in ("nose", "right_foot_index"))
    assert nose[2] > 0.05
    assert toe[2] > 0.1
    assert toe[1] < 0.06


def test_a_skeleton_without_a_needed_joint_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AssessmentError, match="is not a file of motion capture"):
        clips_load(written(tmp_path, without="l_knee"))


def test_a_folder_without_motion_capture_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AssessmentError, match="holds no"):
        clips_load(tmp_path)
