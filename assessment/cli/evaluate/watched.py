"""What the network saw of a clip, kept in a folder so that a second evaluation takes seconds.

Two files a clip, named by the clip's sha256 and what the networks ran on: the final landmarks and
the raw answers, on which live counting is repeated. Throw the landmarks away when the stages
between the network and them change; they are made again from the answers.
"""

import re
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

import numpy as np

from assessment.core.records import FLAG_CUT, Landmarks, landmarks_load
from assessment.core.units import U8
from assessment.exercises import Exercise
from assessment.pipeline import Plan, assess
from assessment.scoring.live import LiveCounter
from assessment.vision.decode import ANALYSED_FPS, video_facts
from assessment.vision.pose import PoseFound, PoseModel, PosePort, pose_open

__all__ = ["Watched", "kept_in", "runtime", "told", "watched"]

_T = TypeVar("_T")


@dataclass(frozen=True, kw_only=True)
class Watched:
    """Final landmarks, and the raw answers of the network in order of time."""

    landmarks: Landmarks
    answers: list[tuple[float, PoseFound | None]]

    def live_starts(self, exercise: Exercise) -> list[float]:
        """Starts of the repetitions that are told while the clip is watched."""
        size = self.landmarks
        counter = LiveCounter(exercise, width_px=size.width_px, height_px=size.height_px)
        cuts = set(size.t_s[(size.flags & FLAG_CUT) != 0].tolist())
        return [
            one.start_s
            for t_s, found in self.answers
            for one in counter.push(t_s, found, cut=t_s in cuts)
        ]


@contextmanager
def kept_in(cache: Path | None) -> Iterator[Path]:
    """The folder `cache`, made where it is missing; without one, a folder for this run alone."""
    if cache is not None:
        cache.mkdir(parents=True, exist_ok=True)
        yield cache
        return
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


@cache
def runtime() -> str:
    """What the default pose backend runs on here."""
    with closing(pose_open()) as pose:
        return pose.runtime


def told(clips: Sequence[_T], name: str = "file") -> Iterator[_T]:
    """The clips one by one, with the progress on standard error."""
    started = time.monotonic()
    for done, clip in enumerate(clips):
        spent = time.monotonic() - started
        left = f", about {spent / done * (len(clips) - done):.0f} s left" if done else ""
        sys.stderr.write(f"{done}/{len(clips)} {getattr(clip, name)}{left}\n")
        yield clip


def watched(
    video: Path, folder: Path, *, exercise: Exercise | None = None, fps: float = ANALYSED_FPS
) -> Watched:
    """`exercise`: where given, what its file says of the legs is heeded. `fps`: most frames looked
    at in a second. Raises AssessmentError for a clip that can't be assessed.
    """
    key = f"{video_facts(video).sha256}-{re.sub(r'[^a-z0-9]+', '-', runtime().lower())}"
    if fps != ANALYSED_FPS:
        key += f"-{fps:g}fps"
    answers = folder / f"{key}.answers.npz"
    near_leg = exercise.near_leg if exercise else None
    kept = folder / (f"{key}-{near_leg}.npz" if near_leg else f"{key}.npz")
    if not answers.is_file():
        recorder = _Recorder(pose_open())
        _watch(video, kept, exercise, recorder, fps)
        recorder.save(answers)
    elif not kept.is_file():
        _watch(video, kept, exercise, _Replay(_answers(answers)), fps)
    return Watched(landmarks=landmarks_load(kept), answers=_answers(answers))


def _watch(video: Path, kept: Path, exercise: Exercise | None, pose: PosePort, fps: float) -> None:
    plan = Plan(
        exercise=exercise.id if exercise else None,
        landmarks_out=kept,
        pose=lambda: pose,
        analysed_fps=fps,
    )
    with closing(assess(video, plan)) as events:
        for _ in events:
            pass


class _Replay:
    """A pose port that answers what was answered before, picture by picture."""

    models: tuple[PoseModel, ...] = ()
    runtime = "kept answers"

    def __init__(self, answers: list[tuple[float, PoseFound | None]]) -> None:
        self._found = iter([found for _, found in answers])

    def push(self, _image: U8, _t_s: float) -> list[PoseFound | None]:
        return [next(self._found)]

    def finish(self) -> list[PoseFound | None]:
        return []

    def close(self) -> None:
        """Nothing to close."""


class _Recorder:
    """A pose port that remembers what another one answered."""

    def __init__(self, inner: PosePort) -> None:
        self._inner = inner
        self._times: list[float] = []
        self._found: list[PoseFound | None] = []

    @property
    def models(self) -> tuple[PoseModel, ...]:
        return self._inner.models

    @property
    def runtime(self) -> str:
        return self._inner.runtime

    def push(self, image: U8, t_s: float) -> list[PoseFound | None]:
        self._times.append(t_s)
        return self._kept(self._inner.push(image, t_s))

    def finish(self) -> list[PoseFound | None]:
        return self._kept(self._inner.finish())

    def close(self) -> None:
        self._inner.close()

    def _kept(self, found: list[PoseFound | None]) -> list[PoseFound | None]:
        self._found += found
        return found

    def save(self, path: Path) -> None:
        seen = [one for one in self._found if one is not None]
        with path.open("wb") as sink:
            np.savez_compressed(
                sink,
                t_s=np.array(self._times),
                found=np.array([one is not None for one in self._found], np.bool_),
                xy_px=np.array([one.xy_px for one in seen], np.float32).reshape(-1, 33, 2),
                world_m=np.array([one.world_m for one in seen], np.float32).reshape(-1, 33, 3),
                visibility=np.array([one.visibility for one in seen], np.float32).reshape(-1, 33),
            )


def _answers(path: Path) -> list[tuple[float, PoseFound | None]]:
    with np.load(path, allow_pickle=False) as kept:
        rows = np.cumsum(kept["found"]) - 1
        parts = (kept["xy_px"], kept["world_m"], kept["visibility"])
        return [
            (
                float(t_s),
                PoseFound(xy_px=parts[0][row], world_m=parts[1][row], visibility=parts[2][row])
                if found
                else None,
            )
            for t_s, found, row in zip(kept["t_s"], kept["found"], rows, strict=True)
        ]
