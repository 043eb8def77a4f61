import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.core.records import Landmarks
from assessment.vision.pose.port import PoseFound
from assessment.vision.swaps import GROUPS, SWAP_LONGEST_S, SwapFinder, exchanged
from tests.assessment.seen_people import mirrored, seen

NONE = (False, False, False)


def _poses(landmarks: Landmarks) -> list[PoseFound]:
    return [
        PoseFound(xy_px=xy, world_m=world, visibility=visibility)
        for xy, world, visibility in zip(
            landmarks.xy_px, landmarks.world_m, landmarks.visibility, strict=True
        )
    ]


def _decided(times: np.ndarray, poses: list[PoseFound]) -> list[tuple[bool, ...]]:
    finder = SwapFinder()
    decided = []
    for t_s, pose in zip(times, poses, strict=True):
        decided += finder.push(float(t_s), pose)
    return decided + finder.finish()


def _with_swap(
    landmarks: Landmarks, first: int, length: int, groups: tuple[bool, ...]
) -> list[PoseFound]:
    poses = _poses(landmarks)
    for at in range(first, first + length):
        poses[at] = exchanged(poses[at], groups)
    return poses


@pytest.mark.parametrize("exercise", ["deep_squat", "jumping_jack", "curl", "deadlift"])
@pytest.mark.parametrize("yaw_deg", [0.0, 40.0, 90.0])
def test_movement_named_rightly_is_left_alone(exercise: str, yaw_deg: float) -> None:
    landmarks = seen(exercise, yaw_deg=yaw_deg)

    assert set(_decided(landmarks.t_s, _poses(landmarks))) == {NONE}


@pytest.mark.parametrize(
    ("_case", "groups"),
    [
        ("legs", (False, False, True)),
        ("arms", (False, True, False)),
        ("mirrored_body", (True, True, True)),
    ],
)
@given(first=st.integers(3, 40), length=st.integers(1, 14))
@settings(max_examples=8, deadline=None)
def test_stretch_of_up_to_a_second_is_found_frame_by_frame(
    _case: str, groups: tuple[bool, ...], first: int, length: int
) -> None:
    landmarks = seen("deep_squat")

    decided = _decided(landmarks.t_s, _with_swap(landmarks, first, length, groups))

    wanted = [groups if first <= at < first + length else NONE for at in range(len(landmarks))]
    assert decided == wanted


def test_sides_that_stay_exchanged_are_left_as_they_are() -> None:
    landmarks = seen("deep_squat")
    longer = round(SWAP_LONGEST_S * 15) + 8

    decided = _decided(landmarks.t_s, _with_swap(landmarks, 10, longer, (False, False, True)))

    assert set(decided) == {NONE}


def test_mirrored_clip_gives_the_same_decisions() -> None:
    landmarks = seen("jumping_jack", yaw_deg=20.0)
    groups = (False, True, True)

    plain = _decided(landmarks.t_s, _with_swap(landmarks, 20, 6, groups))
    flipped = _decided(landmarks.t_s, _with_swap(mirrored(landmarks), 20, 6, groups))

    assert plain == flipped
    assert sum(decision == groups for decision in plain) == 6


def test_exchanging_twice_gives_the_pose_back() -> None:
    pose = _poses(seen("curl"))[0]

    for groups in [(True, False, False), (False, True, False), (False, False, True)]:
        again = exchanged(exchanged(pose, groups), groups)
        assert (again.xy_px == pose.xy_px).all()


def test_every_sided_landmark_belongs_to_one_group() -> None:
    pose = _poses(seen("curl"))[0]
    marked = PoseFound(
        xy_px=np.arange(66, dtype=np.float32).reshape(33, 2),
        world_m=pose.world_m,
        visibility=pose.visibility,
    )

    whole = exchanged(marked, (True,) * len(GROUPS))

    assert (whole.xy_px != marked.xy_px).all(axis=1).sum() == 32  # all but the nose
