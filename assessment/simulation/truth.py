"""What is known about a rendered clip: joints, angles and repetitions, exact by construction."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from .camera import Camera
from .recipe import Recipe
from .rotations import Array
from .skeleton import Joints
from .timeline import RepetitionTruth

__all__ = ["CURVES", "LANDMARKS", "Truth", "measure", "read_truth", "write_truth"]

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
_ANGLES: Final = {
    "knee": ("hip", "knee", "ankle"),
    "hip": ("shoulder", "hip", "knee"),
    "shoulder": ("hip", "shoulder", "elbow"),
    "elbow": ("shoulder", "elbow", "wrist"),
}
CURVES: Final = (*(f"{n}_{s}" for n in _ANGLES for s in ("left", "right")), "trunk_lean")


@dataclass(frozen=True)
class Truth:
    """The truth of one clip.

    t_s (T,); xy_px (T, 33, 2) with NaN where the body has no such point; world_m (T, 33, 3);
    planar_deg and spatial_deg: curve name to (T,) degrees, in the picture and in space (180 is a
    straight joint, trunk_lean 0 is upright).
    """

    recipe_id: str
    exercise: str
    width_px: int
    height_px: int
    fps: int
    t_s: Array
    xy_px: Array
    world_m: Array
    planar_deg: dict[str, Array]
    spatial_deg: dict[str, Array]
    repetitions: tuple[RepetitionTruth, ...]


def measure(
    recipe: Recipe,
    t_s: Array,
    joints: Joints,
    camera: Camera,
    repetitions: tuple[RepetitionTruth, ...],
) -> Truth:
    """Truth of a motion seen by a camera."""
    world = np.stack([joints.points[name] for name in LANDMARKS], axis=1)
    flat = camera.project(world)
    upright = np.array([0.0, 1.0, 0.0])
    return Truth(
        recipe.id,
        recipe.motion.exercise,
        camera.width_px,
        camera.height_px,
        recipe.video.fps,
        t_s,
        flat,
        world,
        _curves(flat, np.array([0.0, -1.0])),
        _curves(world, upright),
        repetitions,
    )


def _curves(points: Array, upright: Array) -> dict[str, Array]:
    def at(side: str, name: str) -> Array:
        return points[:, LANDMARKS.index(f"{side}_{name}")]

    curves: dict[str, Array] = {}
    for name, (first, vertex, last) in _ANGLES.items():
        for side in ("left", "right"):
            corner = at(side, vertex)
            curves[f"{name}_{side}"] = _between(at(side, first) - corner, at(side, last) - corner)
    spine = (
        at("left", "shoulder") + at("right", "shoulder") - at("left", "hip") - at("right", "hip")
    )
    curves["trunk_lean"] = _between(spine, np.broadcast_to(upright, spine.shape))
    return curves


def _between(first: Array, second: Array) -> Array:
    dot = np.sum(first * second, axis=-1)
    lengths = np.linalg.norm(first, axis=-1) * np.linalg.norm(second, axis=-1)
    angle: Array = np.degrees(np.arccos(np.clip(dot / lengths, -1.0, 1.0)))
    return angle


def write_truth(truth: Truth, path: Path) -> None:
    """Write as .npz (full precision) or .json (pixels to 0.1, metres left out, angles to 0.1)."""
    if path.suffix == ".npz":
        np.savez_compressed(
            path,
            t_s=truth.t_s,
            xy_px=truth.xy_px,
            world_m=truth.world_m,
            repetitions=json.dumps([asdict(entry) for entry in truth.repetitions]),
            about=json.dumps(_about(truth)),
            **{f"planar_{name}": curve for name, curve in truth.planar_deg.items()},
            **{f"spatial_{name}": curve for name, curve in truth.spatial_deg.items()},
        )
        return
    document = {
        **_about(truth),
        "repetitions": [_rounded(asdict(entry)) for entry in truth.repetitions],
        "t_s": _listed(truth.t_s, 3),
        "planar_deg": {name: _listed(curve, 1) for name, curve in truth.planar_deg.items()},
        "spatial_deg": {name: _listed(curve, 1) for name, curve in truth.spatial_deg.items()},
        "landmarks": list(LANDMARKS),
        "xy_px": _listed(truth.xy_px, 1),
    }
    path.write_text(json.dumps(document, separators=(",", ":")) + "\n", encoding="utf-8")


def read_truth(path: Path) -> dict[str, Any]:
    """A truth .json as written, the per-frame lists as float arrays (null becomes NaN)."""
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    for name in ("t_s", "xy_px"):
        document[name] = np.array(document[name], dtype=np.float64)
    for name in ("planar_deg", "spatial_deg"):
        document[name] = {k: np.array(v, dtype=np.float64) for k, v in document[name].items()}
    return document


def _about(truth: Truth) -> dict[str, Any]:
    return {
        "recipe": truth.recipe_id,
        "exercise": truth.exercise,
        "width_px": truth.width_px,
        "height_px": truth.height_px,
        "fps": truth.fps,
        "frames": int(truth.t_s.size),
    }


def _listed(values: Array, digits: int) -> Any:
    listed = np.round(values.astype(np.float64), digits).astype(object)
    listed[np.isnan(values)] = None
    return listed.tolist()


def _rounded(entry: dict[str, Any]) -> dict[str, Any]:
    return {k: round(v, 4) if isinstance(v, float) else v for k, v in entry.items()}
