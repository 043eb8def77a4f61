import numpy as np
import pytest

from assessment.core.units import F32, U8
from assessment.vision.pose.networks import Landmarked
from assessment.vision.pose.openvino_networks import OpenVinoNetworks
from assessment.vision.pose.port import PoseFound
from assessment.vision.pose.tracking import TrackingPose
from tests.assessment.vision.pose.clips import RENDERED, followed, pair, pictures, real_clip


class Counting:
    """The real networks, and how many pictures the detector was shown."""

    def __init__(self, networks: OpenVinoNetworks) -> None:
        self.runtime = networks.runtime
        self.detected = 0
        self._networks = networks

    def detect(self, tiles: U8) -> tuple[F32, F32]:
        self.detected += len(tiles)
        return self._networks.detect(tiles)

    def landmark(self, tiles: U8) -> Landmarked:
        return self._networks.landmark(tiles)


def _middles(answers: list[PoseFound | None]) -> F32:
    """Middle of the hips [frames,2] of every answer."""
    return np.array([one.xy_px[[23, 24]].mean(0) for one in answers if one is not None])


def test_detector_looks_once_a_second_and_counts_people(openvino: OpenVinoNetworks) -> None:
    networks = Counting(openvino)

    answers = followed(TrackingPose(networks), pictures(RENDERED / "tiny_squat.mp4", 40))

    told = [at for at, one in enumerate(answers) if one is not None and one.people is not None]
    assert told == [0, 15, 30]
    assert networks.detected == 3
    assert {answers[at].people for at in told} == {1}  # type: ignore[union-attr]


@pytest.mark.parametrize(("share", "low", "high"), [(0.25, 0.0, 0.5), (0.75, 0.5, 1.0)])
def test_named_one_of_two_people_is_followed_throughout(
    openvino: OpenVinoNetworks, share: float, low: float, high: float
) -> None:
    images = pair(40)
    width = images[0].shape[1]

    answers = followed(TrackingPose(openvino, (share, 0.5)), images)

    x = _middles(answers)[:, 0] / width
    assert len(x) == 40
    assert (x > low).all()
    assert (x < high).all()
    assert [one.people for one in answers if one and one.people is not None] == [2, 2, 2]


def test_biggest_of_two_people_is_followed_when_none_is_named(
    openvino: OpenVinoNetworks,
) -> None:
    near = pictures(RENDERED / "tiny_squat.mp4", 10)
    far = [np.pad(image[::2, ::2], ((80, 80), (0, 0), (0, 0)), mode="edge") for image in near]
    images = [np.hstack(both) for both in zip(far, near, strict=True)]

    answers = followed(TrackingPose(openvino), images)

    assert (_middles(answers)[:, 0] > far[0].shape[1]).all()


def test_two_real_people_doing_jumping_jacks_are_not_mixed_up(
    openvino: OpenVinoNetworks,
) -> None:
    images = pictures(real_clip("exercise_clips/jumpingjack_pair_01.mp4"), 48)

    answers = followed(TrackingPose(openvino), images)

    x = _middles(answers)[:, 0]
    assert len(x) == 48
    # The two stand a quarter of the picture apart.
    assert np.ptp(x) < 0.1 * images[0].shape[1]


def test_person_who_vanishes_is_not_replaced_by_another(openvino: OpenVinoNetworks) -> None:
    images = pair(30)
    half = images[0].shape[1] // 2
    empty = images[0][:, :1].repeat(half, axis=1)
    gone = [np.hstack([empty, image[:, half:]]) for image in images[10:16]]
    images = images[:10] + gone + images[16:]

    answers = followed(TrackingPose(openvino, (0.25, 0.5)), images)

    assert (_middles(answers)[:, 0] < half).all()
    assert [at for at, one in enumerate(answers) if one is None] == list(range(10, 16))


def test_nothing_reaches_across_a_fresh_start(openvino: OpenVinoNetworks) -> None:
    first = pictures(RENDERED / "demo_jumping_jack.mp4", 10)
    second = pictures(RENDERED / "tiny_squat.mp4", 10)
    port = TrackingPose(openvino)
    followed(port, first)

    after = followed(port, second)

    fresh = followed(TrackingPose(openvino), second)
    for one, other in zip(after, fresh, strict=True):
        assert one is not None
        assert other is not None
        assert np.array_equal(one.xy_px, other.xy_px)
        assert one.people == other.people


def test_picture_without_a_person_is_answered_with_none(openvino: OpenVinoNetworks) -> None:
    port = TrackingPose(openvino)

    for image in (np.zeros((120, 160, 3), np.uint8), np.full((1, 1, 3), 255, np.uint8)):
        assert port.push(image, 0.0) == [None]
