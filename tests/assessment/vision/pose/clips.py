"""Pictures for the pose tests: rendered clips, two people side by side, real clips where present."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from assessment.core.units import U8
from assessment.vision.decode import VideoReader
from assessment.vision.pose.port import PoseFound, PosePort

__all__ = ["RENDERED", "followed", "pair", "pictures", "real_clip", "torso_px"]

_HOME = Path(__file__).parents[4]
RENDERED = _HOME / "assessment" / "simulation" / "clips"
_REAL = _HOME.parent / "shared" / "data" / "video"


def real_clip(name: str) -> Path:
    """A clip of the shared collection, which is not part of this repository."""
    if not _REAL.is_dir():
        pytest.skip("the clips of ../shared/data/video are not beside this checkout")
    return _REAL / name


@cache
def pictures(path: Path, count: int, skip: int = 0) -> list[U8]:
    """`count` pictures after the first `skip`, at 15 a second."""
    found: list[U8] = []
    with VideoReader(path) as reader:
        for at, frame in enumerate(reader.frames()):
            if at >= skip:
                found.append(frame.image)
            if len(found) == count:
                break
    assert len(found) == count
    return found


@cache
def pair(count: int) -> list[U8]:
    """Two people side by side: the same rendered squats, the right one 20 pictures later."""
    left = pictures(RENDERED / "tiny_squat.mp4", count)
    right = pictures(RENDERED / "tiny_squat.mp4", count, 20)
    return [np.hstack(both) for both in zip(left, right, strict=True)]


def followed(port: PosePort, images: list[U8], step_s: float = 1 / 15) -> list[PoseFound | None]:
    """Every answer of one run through the pictures."""
    answers = [one for at, image in enumerate(images) for one in port.push(image, at * step_s)]
    return answers + port.finish()


def torso_px(found: PoseFound) -> float:
    xy = found.xy_px
    return float(np.linalg.norm(xy[[11, 12]].mean(0) - xy[[23, 24]].mean(0)))
