"""What is known about a rendered clip: joints, curves and repetitions, exact by construction."""

import json
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np

from assessment.core.curves import CURVES as VOCABULARY
from assessment.core.geometry import angle_at_deg
from assessment.core.kinematics import Body, curve
from assessment.core.records import Landmarks

from .recipe import Recipe
from .rotations import Array
from .skeleton import Joints
from .timeline import RepetitionTruth

__all__ = ["CURVES", "LANDMARKS", "Truth", "measure", "mirrored", "read_truth", "write_truth"]

_SIDED: Final = ("eye_inner", "eye", "eye_outer")
# The 33 points in the order of the BlazePose topology.
LANDMARKS: Final = (
    "nose",
    *(f"left_{name}" for name in _SIDED),
    *(f"right_{name}" for name in _SIDED),
    *(
        f"{side}_{name}"
        for name in (
            "ear",
            "mouth",
            "shoulder",
            "elbow",
            "wrist",
            "pinky",
            "index",
            "thumb",
            "hip",
            "knee",
            "ankle",
            "heel",
            "toe",
        )
        for side in ("left", "right")
    ),
)
_SPATIAL: Final = {
    "knee": ("hip", "knee", "ankle"),
    "hip": ("shoulder", "hip", "knee"),
    "shoulder": ("hip", "shoulder", "elbow"),
    "elbow": ("shoulder", "elbow", "wrist"),
}
# Every curve of the vocabulary, sided ones once a side.
CURVES: Final = tuple(
    f"{name}{end}"
    for name, fact in VOCABULARY.items()
    for end in (("_left", "_right") if fact.sided else ("",))
)
_SWAP: Final = {"left": "right", "right": "left"}


@dataclass(frozen=True)
class Truth:
    """The truth of one clip.

    t_s (T,); xy_px (T, 33, 2) in the upright picture; world_m (T, 33, 3) with y up; seen_m
    (T, 33, 3) the same points along the camera's axes (right, down, away), as pose networks give.
    """

    recipe_id: str
    exercise: str
    view: str
    width_px: int
    height_px: int
    fps: int
    t_s: Array
    xy_px: Array
    world_m: Array
    seen_m: Array
    repetitions: tuple[RepetitionTruth, ...]

    @property
    def landmarks(self) -> Landmarks:
        """The true points as the engine keeps points, all of them visible."""
        return _landmarks(self.t_s, self.xy_px, self.seen_m, (self.width_px, self.height_px))

    @cached_property
    def planar(self) -> dict[str, Array]:
        """Every curve of the vocabulary in the picture, by the engine's own definitions, (T,)."""
        return _planar(self.landmarks)

    @cached_property
    def spatial_deg(self) -> dict[str, Array]:
        """Angles in space at knee, hip, shoulder and elbow of each side, (T,)."""

        def at(side: str, name: str) -> Array:
            return self.world_m[:, LANDMARKS.index(f"{side}_{name}")]

        return {
            f"{name}_{side}": angle_at_deg(*(at(side, joint) for joint in joints))
            for name, joints in _SPATIAL.items()
            for side in _SWAP
        }


def measure(
    recipe: Recipe,
    t_s: Array,
    repetitions: tuple[RepetitionTruth, ...],
    points: tuple[Array, Array, Array],
) -> Truth:
    """Truth of a motion. points: in the picture, in the world, along the camera's axes."""
    return Truth(
        recipe.id,
        recipe.motion.exercise,
        recipe.camera.view,
        recipe.video.width_px,
        recipe.video.height_px,
        recipe.video.fps,
        t_s,
        *points,
        repetitions,
    )


def world_points(joints: Joints) -> Array:
    """The 33 points in metres, (T, 33, 3)."""
    return np.stack([joints.points[name] for name in LANDMARKS], axis=1)


def mirrored(truth: Truth) -> Truth:
    """The truth of the mirrored clip: left and right change places."""
    order = [LANDMARKS.index(_other(name)) for name in LANDMARKS]
    return replace(
        truth,
        xy_px=(truth.xy_px * (-1.0, 1.0) + (truth.width_px, 0.0))[:, order],
        world_m=(truth.world_m * (-1.0, 1.0, 1.0))[:, order],
        seen_m=(truth.seen_m * (-1.0, 1.0, 1.0))[:, order],
        repetitions=tuple(
            replace(entry, side=_SWAP.get(entry.side, entry.side)) for entry in truth.repetitions
        ),
    )


def _other(name: str) -> str:
    side, _, rest = name.partition("_")
    return f"{_SWAP[side]}_{rest}" if side in _SWAP else name


def _landmarks(t_s: Array, xy_px: Array, seen_m: Array, size: tuple[int, int]) -> Landmarks:
    frames = t_s.size
    return Landmarks(
        t_s=t_s,
        xy_px=xy_px.astype(np.float32),
        world_m=seen_m.astype(np.float32),
        visibility=np.ones((frames, len(LANDMARKS)), np.float32),
        flags=np.zeros(frames, np.uint8),
        width_px=size[0],
        height_px=size[1],
    )


def _planar(landmarks: Landmarks) -> dict[str, Array]:
    body = Body.of_picture(landmarks)
    return {name: curve(name, landmarks, body) for name in CURVES}


def write_truth(truth: Truth, path: Path) -> None:
    """Write as .npz (full precision, metres too) or .json (pixels to 0.01, angles to 0.1).

    Planar curves are not written: `read_truth` takes them from the points.
    """
    if path.suffix == ".npz":
        np.savez_compressed(
            path,
            t_s=truth.t_s,
            xy_px=truth.xy_px,
            world_m=truth.world_m,
            repetitions=json.dumps([asdict(entry) for entry in truth.repetitions]),
            about=json.dumps(_about(truth)),
        )
        return
    document = {
        **_about(truth),
        "repetitions": [_rounded(asdict(entry)) for entry in truth.repetitions],
        "t_s": np.round(truth.t_s, 6).tolist(),
        "spatial_deg": {k: np.round(v, 1).tolist() for k, v in truth.spatial_deg.items()},
        "landmarks": list(LANDMARKS),
        "xy_px": np.round(truth.xy_px, 2).tolist(),
    }
    path.write_text(json.dumps(document, separators=(",", ":")) + "\n", encoding="utf-8")


def read_truth(path: Path) -> dict[str, Any]:
    """A truth .json as written, lists as arrays, with `points` (Landmarks) and `planar` curves."""
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    for name in ("t_s", "xy_px"):
        document[name] = np.array(document[name], dtype=np.float64)
    document["spatial_deg"] = {k: np.array(v) for k, v in document["spatial_deg"].items()}
    size = (document["width_px"], document["height_px"])
    absent = np.full((*document["xy_px"].shape[:2], 3), np.nan)
    document["points"] = _landmarks(document["t_s"], document["xy_px"], absent, size)
    document["planar"] = _planar(document["points"])
    return document


def _about(truth: Truth) -> dict[str, Any]:
    return {
        "recipe": truth.recipe_id,
        "exercise": truth.exercise,
        "view": truth.view,
        "width_px": truth.width_px,
        "height_px": truth.height_px,
        "fps": truth.fps,
        "frames": int(truth.t_s.size),
    }


def _rounded(entry: dict[str, Any]) -> dict[str, Any]:
    return {k: round(v, 4) if isinstance(v, float) else v for k, v in entry.items()}
