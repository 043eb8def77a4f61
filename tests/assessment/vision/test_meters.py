import cv2
import numpy as np
import pytest

from assessment.core.units import U8
from assessment.vision.meters import FrameMeters
from assessment.vision.meters.light import is_dark
from assessment.vision.meters.sharpness import detail
from assessment.vision.meters.thumbnail import LONG_SIDE_PX, thumbnail

BOX = (0.3, 0.1, 0.7, 0.9)
WHOLE = (0.0, 0.0, 1.0, 1.0)


def _room(seed: int, *, height: int = 360, width: int = 480) -> U8:
    """A picture of random blocks, as different from another seed's as two rooms are."""
    rng = np.random.default_rng(seed)
    blocks = rng.integers(30, 226, (height // 24, width // 24, 3)).astype(np.uint8)
    return np.asarray(cv2.resize(blocks, (width, height), interpolation=cv2.INTER_CUBIC), np.uint8)


def _cuts(pictures: list[U8], *, step_s: float = 1 / 15) -> list[int]:
    meters = FrameMeters()
    return [at for at, picture in enumerate(pictures) if meters.push(at * step_s, picture, BOX)]


def _noisy(picture: U8, seed: int) -> U8:
    noise = np.random.default_rng(seed).normal(0, 4, picture.shape)
    return np.clip(picture + noise, 0, 255).astype(np.uint8)


def test_another_room_is_a_cut() -> None:
    assert _cuts([_noisy(_room(1 + at // 8), at) for at in range(24)]) == [8, 16]


def test_steady_room_with_grain_has_no_cut() -> None:
    assert _cuts([_noisy(_room(1), at) for at in range(30)]) == []


def test_person_who_fills_half_the_picture_and_jumps_is_no_cut() -> None:
    pictures = []
    for at in range(30):
        picture = _room(1)
        top = 20 + (at % 4) * 25
        picture[top : top + 250, 150:330] = (200, 120, 90)
        pictures.append(picture)

    assert _cuts(pictures) == []


def test_light_that_flickers_is_no_cut() -> None:
    pictures = [
        np.clip(_room(1) * (0.7 + 0.3 * (at % 2)), 0, 255).astype(np.uint8) for at in range(20)
    ]

    assert _cuts(pictures) == []


def test_room_out_of_a_black_picture_is_a_cut() -> None:
    black = np.zeros_like(_room(1))

    assert _cuts([black] * 6 + [_room(1)] * 6) == [6]


def test_slow_pan_is_movement_and_no_cut() -> None:
    wide = _room(3, width=960)
    meters = FrameMeters()
    for at in range(30):
        meters.push(at / 15, np.ascontiguousarray(wide[:, at * 8 : at * 8 + 480]), None)

    readings = meters.readings()

    assert not readings.cut.any()
    # 120 pixels of 480 a second, looked at every quarter of a second or a frame later.
    assert np.median([step.shift for step in readings.camera]) == pytest.approx(0.0667, abs=0.01)


def test_steady_camera_shifts_by_nothing() -> None:
    meters = FrameMeters()
    for at in range(20):
        meters.push(at / 15, _noisy(_room(2), at), BOX)

    assert max(step.shift for step in meters.readings().camera) < 0.003


@pytest.mark.parametrize(("level", "dark"), [(0.1, True), (1.0, False)])
def test_dark_room_is_dark(level: float, dark: bool) -> None:
    assert is_dark(thumbnail((_room(1) * level).astype(np.uint8))) is dark


def test_black_bars_beside_a_light_picture_are_not_darkness() -> None:
    picture = np.zeros((360, 640, 3), np.uint8)
    picture[:, 240:400] = _room(1, width=160)

    assert is_dark(thumbnail(picture)) is False


def test_all_black_picture_is_dark() -> None:
    assert is_dark(np.zeros((90, 160), np.uint8)) is True


def test_blur_takes_the_detail_away() -> None:
    blocks = np.random.default_rng(1).integers(0, 256, (90, 120, 3)).astype(np.uint8)
    sharp = np.ascontiguousarray(blocks.repeat(4, axis=0).repeat(4, axis=1))
    blurred = np.asarray(cv2.GaussianBlur(sharp, (0, 0), 8), np.uint8)

    fine, coarse = detail(sharp, WHOLE), detail(blurred, WHOLE)

    assert fine is not None
    assert coarse is not None
    assert coarse < fine / 5


def test_crop_of_a_few_pixels_says_nothing() -> None:
    assert detail(_room(1), (0.5, 0.5, 0.51, 0.51)) is None


def test_thumbnail_keeps_the_shape() -> None:
    assert thumbnail(_room(1)).shape == (120, LONG_SIDE_PX)
    assert thumbnail(np.zeros((640, 360, 3), np.uint8)).shape == (LONG_SIDE_PX, 90)
