import numpy as np
import pytest

from assessment.core.units import F32, U8
from assessment.vision.pose.openvino_networks import OpenVinoNetworks
from assessment.vision.pose.port import PoseFound
from assessment.vision.pose.torch_networks import TorchNetworks
from assessment.vision.pose.tracking import TrackingPose
from assessment.vision.pose.two_pass import TwoPassPose
from tests.assessment.vision.pose.clips import RENDERED, followed, pair, pictures, torso_px


@pytest.fixture
def small_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """16 pictures answered together, 9 more ahead."""
    monkeypatch.setattr("assessment.vision.pose.two_pass._WINDOW", 16)


def _middles(answers: list[PoseFound | None]) -> F32:
    return np.array([one.xy_px[[23, 24]].mean(0) for one in answers if one is not None])


def _apart(some: list[PoseFound | None], others: list[PoseFound | None]) -> F32:
    """Distances [frames,33] between two runs, in torso lengths."""
    return np.array(
        [
            np.linalg.norm(one.xy_px - other.xy_px, axis=1) / torso_px(one)
            for one, other in zip(some, others, strict=True)
            if one is not None and other is not None
        ]
    )


@pytest.mark.usefixtures("small_windows")
def test_answers_come_by_windows_in_order_one_for_each_picture(
    openvino: OpenVinoNetworks,
) -> None:
    port = TwoPassPose(openvino)
    images = pictures(RENDERED / "tiny_squat.mp4", 45)

    ready = [len(port.push(image, at / 15)) for at, image in enumerate(images)]

    assert [at for at, count in enumerate(ready) if count] == [24, 40]
    assert {ready[24], ready[40]} == {16}
    assert len(port.finish()) == 13
    assert port.finish() == []


@pytest.mark.usefixtures("small_windows")
def test_detector_looks_at_every_eighth_picture_and_the_last(openvino: OpenVinoNetworks) -> None:
    answers = followed(TwoPassPose(openvino), pictures(RENDERED / "tiny_squat.mp4", 45))

    told = {at: one.people for at, one in enumerate(answers) if one and one.people is not None}
    assert told == dict.fromkeys([0, 8, 16, 24, 32, 40, 44], 1)


@pytest.mark.usefixtures("small_windows")
def test_windows_leave_no_seam(openvino: OpenVinoNetworks, monkeypatch: pytest.MonkeyPatch) -> None:
    images = pictures(RENDERED / "tiny_squat.mp4", 45)
    parted = followed(TwoPassPose(openvino), images)
    monkeypatch.setattr("assessment.vision.pose.two_pass._WINDOW", 128)

    whole = followed(TwoPassPose(openvino), images)

    apart = _apart(whole, parted)
    assert len(apart) == 45
    assert apart.max() <= 1e-4


def test_torch_finds_the_person_where_tracking_does(openvino: OpenVinoNetworks) -> None:
    images = pictures(RENDERED / "tiny_squat.mp4", 12)

    in_batches = followed(TwoPassPose(TorchNetworks("cpu")), images)

    assert np.median(_apart(followed(TrackingPose(openvino), images), in_batches)) <= 0.03


@pytest.mark.usefixtures("small_windows")
@pytest.mark.parametrize(("share", "low", "high"), [(0.25, 0.0, 0.5), (0.75, 0.5, 1.0)])
def test_one_path_is_kept_through_two_people(
    openvino: OpenVinoNetworks, share: float, low: float, high: float
) -> None:
    images = pair(40)

    answers = followed(TwoPassPose(openvino, (share, 0.5)), images)

    x = _middles(answers)[:, 0] / images[0].shape[1]
    assert len(x) == 40
    assert (x > low).all()
    assert (x < high).all()
    assert {one.people for one in answers if one and one.people is not None} == {2}


@pytest.mark.usefixtures("small_windows")
def test_person_who_vanishes_is_not_replaced_by_another(openvino: OpenVinoNetworks) -> None:
    images = pair(40)
    half = images[0].shape[1] // 2
    empty = images[0][:, :1].repeat(half, axis=1)
    gone = [np.hstack([empty, image[:, half:]]) for image in images[12:30]]
    images = images[:12] + gone + images[30:]

    answers = followed(TwoPassPose(openvino, (0.25, 0.5)), images)

    assert (_middles(answers)[:, 0] < half).all()
    assert [at for at, one in enumerate(answers) if one is None] == list(range(12, 30))


def test_nothing_reaches_across_a_fresh_start(openvino: OpenVinoNetworks) -> None:
    second = pictures(RENDERED / "tiny_squat.mp4", 10)
    port = TwoPassPose(openvino)
    followed(port, pictures(RENDERED / "demo_jumping_jack.mp4", 10))

    after = followed(port, second)

    assert _apart(followed(TwoPassPose(openvino), second), after).max() == 0.0


def test_pictures_without_anybody_are_answered_with_none(openvino: OpenVinoNetworks) -> None:
    empty: U8 = np.zeros((60, 80, 3), np.uint8)

    assert followed(TwoPassPose(openvino), [empty] * 3) == [None] * 3
