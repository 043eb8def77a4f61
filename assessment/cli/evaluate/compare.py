"""One rendered clip: what the engine saw of it against what is known of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from assessment.cli.evaluate.known import KnownClip
from assessment.core.curves import CURVES
from assessment.core.kinematics import MIN_VISIBILITY, Side, curve
from assessment.core.records import FLAG_NO_POSE, Landmarks, Measure
from assessment.core.skeleton import mediapipe33
from assessment.core.units import F64, Mask
from assessment.scoring.errors import Kind
from assessment.scoring.score import Scored, clip_score
from assessment.vision.active import active_only, active_spans
from assessment.vision.view import view_estimate

__all__ = ["ANGLES", "JOINTS", "Compared", "HalfRate", "compared", "half_rate_changes", "scored"]

Named = Sequence[tuple[str, Measure]]

JOINTS = ("shoulder", "elbow", "wrist", "hip", "knee", "ankle")
ANGLES = ("knee", "hip", "shoulder", "elbow")
_LEGS = ("knee", "ankle", "heel", "foot_index")
_SIDES: tuple[Side, Side] = ("left", "right")
# A swap is seen where exchanging the legs fits the truth in under this share of the distance, and
# the true legs are this far apart. Source: as in the repair (assessment/vision/swaps.py).
_SWAP_RATIO = 0.6
_APART_TORSO = 0.15
# Ranges of motion over a whole repetition or clip.
_RANGES = frozenset(
    f"{name}{end}_range"
    for name, fact in CURVES.items()
    for end in (("_left", "_right") if fact.sided else ("",))
)
# Bones over the torso of 0.50 m, on every rendered body. Source: docs/algorithms/simulation.md.
_OVER_TORSO = {
    ("shoulder", "hip"): 1.0,
    ("hip", "knee"): 0.86,
    ("knee", "ankle"): 0.84,
    ("shoulder", "elbow"): 0.58,
}


@dataclass(frozen=True, kw_only=True)
class Compared:
    """One clip: errors by joint (torso lengths) and angle (degrees), frames, what was said.

    `errors` are those of joints that the engine takes as seen; `joints`: how many could be judged.

    `angles` and `correlation` of the recommended view only. `given`: angles that the report
    gives; `found`: rules that it calls broken; `found_view`: the view that the engine sees.
    """

    clip: KnownClip
    view: str
    found_view: str
    frames: int
    detected: int
    swapped: int
    joints: int
    errors: dict[str, F64]
    angles: dict[str, F64]
    correlation: float | None
    given: int
    found: tuple[str, ...]
    half_rate: "HalfRate | None" = None

    @property
    def recommended(self) -> bool:
        return self.view == self.clip.exercise.view

    @property
    def accepted(self) -> bool:
        return self.view in self.clip.exercise.views


@dataclass(frozen=True, kw_only=True)
class HalfRate:
    """Ranges of motion at half the frame rate: how many, and how many of them changed by no more
    than their stated error.
    """

    ranges: int
    within: int


def compared(clip: KnownClip, found: Landmarks, half: Landmarks | None = None) -> Compared:
    """`half`: the same clip seen at half the frame rate, where that is asked."""
    posed = (found.flags & FLAG_NO_POSE) == 0
    true = _at_times(clip.points, found.t_s)
    torso_px = _torso_px(true)
    seen = view_estimate(found)
    found_view = seen.name if seen is not None else "unknown"
    # Where the recipe names no view, the one that the engine sees.
    view = clip.view or found_view
    # In a side view the report speaks of the side towards the camera alone.
    sides = (seen.near,) if view == "side" and seen is not None else _SIDES
    said = scored(clip, found)
    recommended = view == clip.exercise.view
    return Compared(
        clip=clip,
        view=view,
        found_view=found_view,
        frames=len(found),
        detected=int(posed.sum()),
        swapped=int(_swapped(found, true, torso_px)[posed].sum()),
        joints=int(posed.sum()) * len(sides) * len(JOINTS),
        errors={
            joint: _off(found, true, [f"{side}_{joint}" for side in sides]) / torso_px
            for joint in JOINTS
        },
        angles={name: _angle_errors(name, found, true, sides) for name in ANGLES if recommended},
        correlation=_correlation(clip, found, true, sides) if recommended else None,
        given=_angles_given(said),
        found=tuple(sorted({one.code for verdict in said.verdicts for one in verdict.findings})),
        half_rate=_half_rate(said, scored(clip, half)) if half is not None else None,
    )


def scored(clip: KnownClip, found: Landmarks) -> Scored:
    """What the engine says of the clip, as the pipeline does it."""
    active = active_only(found, active_spans(found, clip.exercise))
    return clip_score(clip.exercise, active, view_estimate(found))


def _at_times(points: Landmarks, t_s: F64) -> Landmarks:
    """The truth at the moments of the analysed frames, linear between its own."""
    flat = points.xy_px.reshape(len(points), -1).astype(np.float64)
    xy = np.stack([np.interp(t_s, points.t_s, column) for column in flat.T], axis=1)
    return Landmarks(
        t_s=t_s,
        xy_px=xy.reshape(-1, 33, 2).astype(np.float32),
        world_m=np.full((len(t_s), 33, 3), np.nan, np.float32),
        visibility=np.ones((len(t_s), 33), np.float32),
        flags=np.zeros(len(t_s), np.uint8),
        width_px=points.width_px,
        height_px=points.height_px,
    )


def _torso_px(true: Landmarks) -> float:
    """The torso square to the camera, pixels, by the bone that lies most across the view.

    The trunk itself would not do: of a body that lies towards the camera it is a few pixels long.
    """
    lengths = [
        np.linalg.norm(
            true.xy_px[:, mediapipe33().index(f"{side}_{a}")].astype(np.float64)
            - true.xy_px[:, mediapipe33().index(f"{side}_{b}")],
            axis=1,
        )
        / share
        for (a, b), share in _OVER_TORSO.items()
        for side in _SIDES
    ]
    return float(np.median(np.max(lengths, axis=0)))


def _off(found: Landmarks, true: Landmarks, names: Sequence[str]) -> F64:
    """Pixels, of the joints that the network calls visible: no figure is taken of any other."""
    places = [mediapipe33().index(name) for name in names]
    gaps = found.xy_px[:, places].astype(np.float64) - true.xy_px[:, places]
    result: F64 = np.linalg.norm(gaps, axis=2)[found.visibility[:, places] >= MIN_VISIBILITY]
    return result


def _angle_errors(name: str, found: Landmarks, true: Landmarks, sides: Sequence[Side]) -> F64:
    gaps = [curve(f"{name}_{s}", found) - curve(f"{name}_{s}", true) for s in sides]
    flat = np.abs(np.concatenate(gaps))
    result: F64 = flat[~np.isnan(flat)]
    return result


def _correlation(
    clip: KnownClip, found: Landmarks, true: Landmarks, sides: Sequence[Side]
) -> float | None:
    """Of the principal curve; None for a hold and where it hardly moves."""
    principal = clip.exercise.principal
    if clip.exercise.hold or principal.world:
        return None
    base = principal.curve
    names = [f"{base}_{side}" for side in sides] if CURVES[base].sided else [base]
    pairs = [(curve(name, found), curve(name, true)) for name in names]
    moving = [
        (a[ok], b[ok])
        for a, b in pairs
        if (ok := ~np.isnan(a) & ~np.isnan(b)).sum() > 2 and np.ptp(b[ok]) >= principal.min_range
    ]
    return float(np.mean([np.corrcoef(a, b)[0, 1] for a, b in moving])) if moving else None


def _swapped(found: Landmarks, true: Landmarks, torso: float) -> Mask:
    left = [mediapipe33().index(f"left_{joint}") for joint in _LEGS]
    right = [mediapipe33().index(f"right_{joint}") for joint in _LEGS]

    def cost(a: list[int], b: list[int]) -> F64:
        gaps = found.xy_px[:, left + right].astype(np.float64) - true.xy_px[:, a + b]
        mean: F64 = np.linalg.norm(gaps, axis=2).mean(axis=1)
        return mean

    apart = np.linalg.norm(true.xy_px[:, left] - true.xy_px[:, right], axis=2).mean(axis=1)
    swapped: Mask = (cost(right, left) < _SWAP_RATIO * cost(left, right)) & (
        apart > _APART_TORSO * torso
    )
    return swapped


def _angles_given(said: Scored) -> int:
    """Angles in the report: ranges and extremes of motion, of repetitions and of the clip."""
    measures = [*said.measures, *(one for rep in said.repetitions for one in rep.measures)]
    return sum(measure.unit == "deg" for _, measure in measures)


def half_rate_changes(whole: Scored, half: Scored) -> Iterator[tuple[Kind, str, Measure, float]]:
    """Each range of motion, and by how much it differs when half the frames are looked at.

    Of the clip and, where the same repetitions were counted, of each of them.
    """
    both: list[tuple[Kind, Named, Named]] = [("clip", whole.measures, half.measures)]
    if len(whole.repetitions) == len(half.repetitions):
        both += [
            ("repetition", one.measures, other.measures)
            for one, other in zip(whole.repetitions, half.repetitions, strict=True)
        ]
    for kind, measures, others in both:
        at_half = dict(others)
        for name, measure in measures:
            if name in _RANGES and name in at_half:
                yield kind, name, measure, abs(at_half[name].value - measure.value)


def _half_rate(whole: Scored, half: Scored) -> HalfRate:
    within = [
        change <= (measure.error or 0.0) for _, _, measure, change in half_rate_changes(whole, half)
    ]
    return HalfRate(ranges=len(within), within=sum(within))
