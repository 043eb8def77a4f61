"""Everything that can be measured of one spot, by the names that element files use.

What the view does not show is left out. Errors are one standard deviation.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from assessment.core.units import F64, Mask
from assessment.scoring.difficulty.elements_record import Measured
from assessment.scoring.difficulty.elements_shape import Curve, Shape
from assessment.scoring.difficulty.motion import BodyMotion
from assessment.scoring.difficulty.spots import OFF_FLOOR, Spot

__all__ = ["Scene", "measured_of"]

# Feet that leave or land within this long do so together. Chosen: three pictures of thirty a
# second; a step into a one-footed take-off lasts a fifth of a second and more.
_TOGETHER_S = 0.1
# Fewer pictures a second can't tell one foot from two.
_SLOWEST_STEP_S = 1 / 14
_BEFORE_S = 1.0
# Cosine of the trunk against the vertical; leaning by more than 45 degrees it has no heading.
_UPRIGHT = 0.71
# Where a turn begins and ends is less sure than the heading in between: counts of turns in a dance
# were off by 0.09 in the mean (difficulty.md), which is this many standard deviations of a turn.
_COUNT_ERROR_TURNS = 0.11
# A spot of an inversion ends where the trunk is 60 degrees from upright; it stands a little later.
_UPRIGHT_AGAIN_S = 0.3
# Share of the frames of a span that must show a thing.
_SEEN_SHARE = 0.5
# The best moment of a jump is what all but this share of its frames stay behind: one frame that
# is off makes no shape.
_BEST = 0.85
# The trunk before and after, each off by the network's depth error of 12 degrees (tracking.md).
_TRUNK_ERROR_DEG = 17.0
_NO_SPIN = 0.1
# Leg lengths from one ankle to the other, forward. Chosen: legs 17 degrees apart.
_CLEAR_STRIDE = 0.3


@dataclass(frozen=True, kw_only=True)
class Scene:
    """One shot: its movement and its angles."""

    motion: BodyMotion
    shape: Shape

    @property
    def step_s(self) -> float:
        return float(np.median(np.diff(self.motion.t_s)))

    def span(self, spot: Spot) -> slice:
        first, last = np.searchsorted(self.motion.t_s, [spot.start_s, spot.end_s])
        return slice(int(first), int(last) + 1)


def measured_of(scene: Scene, spot: Spot) -> dict[str, Measured]:
    """Name of a measure (element_schema.Measure), flight_s, turns or height_torso -> figure."""
    span = scene.span(spot)
    return dict((*_turns(scene, spot), *_flight(scene, spot, span), *_angles(scene, spot, span)))


def _turns(scene: Scene, spot: Spot) -> Iterator[tuple[str, Measured]]:
    """A heading says nothing of a body that lies or hangs upside down."""
    degrees = 360.0 * abs(spot.turns)
    error = 360.0 * float(np.hypot(spot.turns_error, _COUNT_ERROR_TURNS))
    middle = (spot.start_s + spot.end_s) / 2
    if spot.kind == "single_leg_turn":
        yield "floor_turn_deg", Measured(value=degrees, error=error, unit="deg", at_s=middle)
    elif spot.kind in ("air_turn", "shape_jump"):
        yield "air_turn_deg", Measured(value=degrees, error=error, unit="deg", at_s=middle)
    elif spot.kind == "aerial":
        heading, t_s = scene.motion.heading, scene.motion.t_s
        first, last = np.searchsorted(t_s, [spot.start_s - _BEFORE_S, spot.start_s])
        if scene.motion.up[first:last].min(initial=1.0) < _UPRIGHT:
            return
        turned, sigma = heading.between(int(first), int(min(last, len(t_s) - 1)))
        error = 360.0 * float(np.hypot(sigma, _COUNT_ERROR_TURNS))
        yield (
            "floor_turn_deg",
            Measured(value=360 * abs(turned), error=error, unit="deg", at_s=spot.start_s),
        )


def _flight(scene: Scene, spot: Spot, span: slice) -> Iterator[tuple[str, Measured]]:
    """Flight time and height, and which feet leave and land."""
    motion = scene.motion
    hands = _on_floor(motion.hands, span, scene.shape.hands_seen)
    if hands is not None:
        yield "hands_on_floor", _count(hands.sum(1).max(), spot.start_s)
    feet = _on_floor(motion.lift, span, scene.shape.feet_seen)
    if feet is None:
        return
    yield "feet_on_floor", _count(np.percentile(feet.sum(1), 50, method="lower"), spot.start_s)
    if spot.flight_s <= 0:
        return
    lower = motion.lift[span].min(1)
    top = float(motion.t_s[span][int(lower.argmax())])
    yield "flight_s", Measured(value=spot.flight_s, error=scene.step_s, unit="s", at_s=top)
    yield (
        "height_torso",
        Measured(value=float(lower.max()), error=OFF_FLOOR / 2, unit="torso", at_s=top),
    )
    if scene.step_s > _SLOWEST_STEP_S:
        return
    for name, at, way in (
        ("take_off_feet", span.start, -1),
        ("landing_feet", min(span.stop, len(motion.t_s)) - 1, 1),
    ):
        count = _together(motion, at, way)
        if count is not None:
            yield name, _count(count, float(motion.t_s[at]))


def _on_floor(heights: F64, span: slice, seen: Mask) -> Mask | None:
    """[frames, 2] of `span`; None where either side is hidden for half of it."""
    if (seen[span].mean(0) < _SEEN_SHARE).any():
        return None
    result: Mask = heights[span] < OFF_FLOOR
    return result


def _together(motion: BodyMotion, at: int, way: int) -> int | None:
    """Feet on the floor next to a flight: 2 when both touch within _TOGETHER_S, going `way`."""
    touches = []
    for side in (0, 1):
        frames = np.arange(at, len(motion.t_s)) if way > 0 else np.arange(at, -1, -1)
        down = frames[motion.lift[frames, side] < OFF_FLOOR]
        if not len(down):
            return None  # the clip begins or ends in the air
        touches.append(float(motion.t_s[down[0]]))
    return 2 if abs(touches[0] - touches[1]) <= _TOGETHER_S + 1e-6 else 1


def _angles(scene: Scene, spot: Spot, span: slice) -> Iterator[tuple[str, Measured]]:
    """Of a jump at its best moment, of a leg held up in the middle of the hold."""
    shape, t_s, middle = scene.shape, scene.motion.t_s, 0.5
    wanted: list[tuple[str, tuple[Curve, ...], float]] = [
        ("leg_split_deg", (shape.split,), 1 - _BEST),
    ]
    if spot.kind in ("air_turn", "shape_jump"):
        # Both thighs at their highest: what the shape is read from.
        top = span.start + int(np.max([one.value[span] for one in shape.below], axis=0).argmin())
        yield from _at("bent_knee_deg", min(shape.knee, key=lambda one: one.value[top]), t_s, top)
        yield from _at("legs_off_facing_deg", shape.off_facing, t_s, top)
        leading = min(shape.below, key=lambda one: float(one.value[span].min()))
        for name, found in _at("leading_leg_deg", leading, t_s, span.start + int(
            leading.value[span].argmin())):  # fmt: skip
            yield name, replace(found, value=90 - found.value)
        yield "leg_switches", _count(_switches(shape.stride[span]), float(t_s[top]))
        wanted += [
            ("leg_below_horizontal_deg", shape.below, _BEST),
            ("trunk_leg_angle_deg", shape.trunk_leg, _BEST),
        ]
    elif spot.kind == "single_leg_turn":
        lifted = scene.motion.lift[span].mean(0)
        free = shape.below[int(lifted[1] > lifted[0])]
        wanted.append(("free_leg_below_horizontal_deg", (free,), middle))
    elif spot.kind == "aerial":
        wanted.append(("body_off_horizontal_deg", (shape.trunk_off,), middle))
    elif spot.kind == "somersault":
        reach = round(_UPRIGHT_AGAIN_S / scene.step_s)
        yield from _over(scene, slice(max(span.start - reach, 0), span.stop + reach))
    for name, curves, share in wanted:
        yield from _held(name, curves, t_s, span, share)


def _switches(stride: F64) -> int:
    """How often the other leg comes in front, clearly both times."""
    ahead = np.sign(stride[np.abs(stride) > _CLEAR_STRIDE])
    return int((np.diff(ahead) != 0).sum())


def _at(name: str, curve: Curve, t_s: F64, at: int) -> Iterator[tuple[str, Measured]]:
    """The curve in one frame, where the view shows it there."""
    if curve.seen[at]:
        value, error = float(curve.value[at]), float(curve.error[at])
        yield name, Measured(value=value, error=error, unit="deg", at_s=float(t_s[at]))


def _held(
    name: str, curves: tuple[Curve, ...], t_s: F64, span: slice, share: float
) -> Iterator[tuple[str, Measured]]:
    """The value that the highest of the curves is over for `share` of the frames of `span`;
    nothing where half of them do not show it.
    """
    seen = np.all([curve.seen[span] for curve in curves], axis=0)
    if seen.mean() < _SEEN_SHARE:
        return
    values = np.array([curve.value[span][seen] for curve in curves])
    errors = np.array([curve.error[span][seen] for curve in curves])
    pick, frames = values.argmax(0), np.arange(values.shape[1])
    line = values[pick, frames]
    order = np.argsort(line, kind="stable")
    at = int(order[round((1 - share) * (len(order) - 1))])
    yield (
        name,
        Measured(
            value=float(line[at]),
            error=float(errors[pick[at], at]),
            unit="deg",
            at_s=float(t_s[span][seen][at]),
        ),
    )


def _over(scene: Scene, span: slice) -> Iterator[tuple[str, Measured]]:
    """How far the trunk went over, and which way: its angle about the axis of most turning."""
    trunk, t_s = scene.shape.trunk[span], scene.motion.t_s[span]
    spin = np.cross(trunk[:-1], trunk[1:]).sum(0) * [1.0, 0.0, 1.0]
    head = np.cross(spin, [0.0, 1.0, 0.0])
    size = float(np.linalg.norm(head))
    if size < _NO_SPIN:
        return
    head /= size  # where an upright person's head goes first
    angle = np.unwrap(np.arctan2(trunk @ head, trunk[:, 1]))
    gone, error = float(np.degrees(abs(angle[-1] - angle[0]))), _TRUNK_ERROR_DEG
    aside = float(np.degrees(np.arccos(np.clip(head @ scene.shape.facing[span.start], -1, 1))))
    middle = float(t_s[len(t_s) // 2])
    yield "somersault_deg", Measured(value=gone, error=error, unit="deg", at_s=middle)
    yield "over_direction_deg", Measured(value=aside, error=error, unit="deg", at_s=middle)


def _count(value: float, at_s: float) -> Measured:
    return Measured(value=float(value), error=0.0, unit="count", at_s=at_s)
