"""Motion capture with named segments, read from the folder format of `mocap/`.

Skeletons of other makers are mapped by name onto the 33 landmarks; what they lack (face, heels,
fingers) is placed where it would be on a rigid head, foot or hand.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from assessment.core.errors import AssessmentError
from assessment.core.skeleton import mediapipe33
from assessment.core.units import F64

__all__ = ["Clip", "Segment", "clips_load"]

_NAMES = Path(__file__).parent / "skeletons.toml"
_SIDES = ("left", "right")
# Of an adult, metres. Source: the rendered person (docs/algorithms/simulation.md).
_EAR_OUT, _FACE_FORWARD, _FOOT, _HEEL_BACK, _HAND = 0.075, 0.10, 0.17, 0.05, 0.08


@dataclass(frozen=True, kw_only=True)
class Segment:
    """One element; `turn_deg` is the signed turn of the hip line, 0 where not measured."""

    kind: str
    start_s: float
    end_s: float
    turn_deg: float


@dataclass(frozen=True, kw_only=True)
class Clip:
    """positions [T, 33, 3], metres, y up, right-handed; `fps` frames a second."""

    collection: str
    name: str
    label: str
    person: str
    fps: float
    positions: F64
    segments: tuple[Segment, ...]

    @property
    def duration_s(self) -> float:
        return len(self.positions) / self.fps


def clips_load(folder: Path) -> list[Clip]:
    """Every clip of every `<set>/<file>.npz` below `folder`, by name of the file.

    Raises AssessmentError where there is none, or one that is not of the format.
    """
    files = sorted(folder.glob("*/*.npz"))
    if not files:
        raise AssessmentError(
            "data_missing", f"{folder.name} holds no <set>/<file>.npz of motion capture."
        )
    return [clip for file in files for clip in _clips(file)]


def _clips(file: Path) -> list[Clip]:
    try:
        with np.load(file, allow_pickle=False) as kept:
            names = [str(name) for name in kept["joint"]]
            points = kept["root"][:, None].astype(np.float64) + kept["rel"].astype(np.float64)
            positions = _landmarks(points, names)
            edges = kept["offsets"].astype(int)
            segments: list[list[Segment]] = [[] for _ in edges[1:]]
            for at, start, end, kind, turn in zip(
                kept["seg_clip"], kept["seg_start_s"], kept["seg_end_s"],
                kept["seg_kind"], kept["seg_turn_deg"], strict=True,
            ):  # fmt: skip
                segments[int(at)].append(
                    Segment(
                        kind=str(kind),
                        start_s=float(start),
                        end_s=float(end),
                        turn_deg=float(turn),
                    )
                )
            return [
                Clip(
                    collection=file.stem,
                    name=str(kept["clip"][row]),
                    label=str(kept["label"][row]),
                    person=str(kept["person"][row]),
                    fps=float(kept["fps"]),
                    positions=positions[edges[row] : edges[row + 1]],
                    segments=tuple(segments[row]),
                )
                for row in range(len(edges) - 1)
            ]
    except (KeyError, ValueError, IndexError) as error:
        raise AssessmentError(
            "data_invalid", f"{file.name} is not a file of motion capture: {error}."
        ) from error


@cache
def _spellings() -> dict[str, tuple[str, ...]]:
    kept = tomllib.loads(_NAMES.read_text(encoding="utf-8"))
    return {joint: tuple(names) for joint, names in kept["joints"].items()}


def _landmarks(points: F64, names: list[str]) -> F64:
    """[T, J, 3] of any of the skeletons -> [T, 33, 3]."""
    place = {name: at for at, name in enumerate(names)}

    def found(joint: str) -> F64 | None:
        for name in _spellings()[joint]:
            if name in place:
                chosen: F64 = points[:, place[name]]
                return chosen
        return None

    def needed(joint: str) -> F64:
        point = found(joint)
        if point is None:
            raise KeyError(joint)
        return point

    body = {
        f"{side}_{joint}": needed(f"{side}_{joint}")
        for side in _SIDES
        for joint in ("shoulder", "elbow", "wrist", "hip", "knee", "ankle")
    }
    across = _unit(body["left_shoulder"] - body["right_shoulder"])
    neck = (body["left_shoulder"] + body["right_shoulder"]) / 2
    trunk = _unit(neck - (body["left_hip"] + body["right_hip"]) / 2)
    forward = _unit(np.cross(across, trunk))
    given = found("head")
    head = neck + 0.22 * trunk if given is None else given
    all_points = dict(body)
    all_points |= _face(head, across, forward, trunk)
    for side in _SIDES:
        all_points |= _foot(side, body, found(f"{side}_foot_index"), forward)
        hand = body[f"{side}_wrist"] + _HAND * _unit(body[f"{side}_wrist"] - body[f"{side}_elbow"])
        all_points |= {f"{side}_{finger}": hand for finger in ("pinky", "index", "thumb")}
    return np.stack([all_points[name] for name in mediapipe33().names], axis=1)


def _face(head: F64, across: F64, forward: F64, trunk: F64) -> dict[str, F64]:
    front = head + _FACE_FORWARD * forward
    face = {"nose": front}
    for sign, side in ((1.0, "left"), (-1.0, "right")):
        face[f"{side}_ear"] = head + sign * _EAR_OUT * across
        eye = front + sign * 0.03 * across + 0.03 * trunk
        face |= {f"{side}_eye{part}": eye for part in ("", "_inner", "_outer")}
        face[f"mouth_{side}"] = front + sign * 0.025 * across - 0.05 * trunk
    return face


def _foot(side: str, body: dict[str, F64], toe: F64 | None, forward: F64) -> dict[str, F64]:
    """Toe and heel; a skeleton without toes gets a foot square to the shank, towards the front."""
    ankle = body[f"{side}_ankle"]
    shank = _unit(ankle - body[f"{side}_knee"])
    level = _unit(forward - (forward * shank).sum(-1, keepdims=True) * shank)
    tip = ankle + _FOOT * level + 0.06 * shank if toe is None else toe
    heel = ankle - _HEEL_BACK * _unit(tip - ankle) + 0.04 * shank
    return {f"{side}_foot_index": tip, f"{side}_heel": heel}


def _unit(vectors: F64) -> F64:
    result: F64 = vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)
    return result
