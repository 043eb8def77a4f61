"""The person's surface: tapered capsules on the joints, for every frame at once."""

import numpy as np

from .body import Body
from .props import add_props
from .recipe import Look
from .rotations import Array, rotate, unit
from .skeleton import SIDES, Joints
from .surface import Figure, Material

__all__ = ["dress"]


def dress(body: Body, joints: Joints, look: Look) -> Figure:
    """The dressed figure with its props."""
    figure = Figure(frames=joints.points["pelvis"].shape[0], scale=body.scale, limb=body.limb_width)
    _trunk(figure, body, joints)
    _head(figure, body, joints, look)
    figure.scale = body.scale
    for side in range(2):
        _arm(figure, joints, side, look)
        _hand(figure, joints, side)
    for side in range(2):
        _leg(figure, joints, side, look)
        _shoe(figure, joints, side)
    add_props(figure, joints)
    return figure


def _trunk(figure: Figure, body: Body, joints: Joints) -> None:
    figure.begin()
    pelvis, frame = joints.points["pelvis"], joints.trunk
    wide, scale, hip = body.width, body.scale, body.half_hip_m / (0.09 * body.scale)

    def at(x: float, y: float, z: float) -> Array:
        return pelvis + scale * rotate(frame, (x, y, z))

    for s in SIDES:
        figure.add(
            pelvis + scale * rotate(joints.hips, (s * 0.056 * hip, -0.005, -0.012)),
            pelvis + scale * rotate(joints.hips, (s * 0.058 * hip, 0.075, -0.008)),
            (0.112 * wide, 0.104 * wide),
            Material.SHORTS,
            0.04,
        )
    for s in SIDES:
        x = s * wide
        figure.add(
            at(x * 0.052, 0.115, -0.004),
            at(x * 0.050, 0.225, 0.004),
            (0.104 * wide, 0.092 * wide),
            Material.SHIRT,
            0.03,
        )
        figure.add(
            at(x * 0.050, 0.225, 0.004),
            at(x * 0.072, 0.375, 0.006),
            (0.092 * wide, 0.101 * wide),
            Material.SHIRT,
            0.05,
        )
        figure.add(
            at(x * 0.060, 0.425, -0.002),
            at(s * 0.158, 0.470, -0.004),
            (0.080 * wide, 0.052),
            Material.SHIRT,
            0.04,
        )
        figure.add(
            at(s * 0.030, 0.505, -0.012),
            at(s * 0.162, 0.499, -0.005),
            (0.050, 0.045),
            Material.SHIRT,
            0.03,
        )
    figure.add(at(0.0, 0.430, 0.000), at(0.0, 0.478, -0.008), (0.078, 0.066), Material.SHIRT, 0.03)
    base = joints.points["head"] + scale * rotate(joints.head, (0.0, -0.06, -0.02))
    figure.add(at(0.0, 0.480, -0.004), base, (0.056, 0.051), Material.SKIN, 0.012)


def _head(figure: Figure, body: Body, joints: Joints, look: Look) -> None:
    figure.begin()
    centre, frame = joints.points["head"], joints.head
    scale = figure.scale = body.scale * body.head

    def at(x: float, y: float, z: float) -> Array:
        return centre + scale * rotate(frame, (x, y, z))

    figure.add(at(0.0, 0.020, -0.006), at(0.0, -0.070, 0.036), (0.0895, 0.048), Material.FACE)
    figure.add(
        at(0.0, 0.002, 0.080), at(0.0, -0.024, 0.088), (0.0085, 0.0135), Material.FACE, 0.012
    )
    for s in SIDES:
        figure.add(
            at(s * 0.084, 0.006, -0.010),
            at(s * 0.083, -0.026, -0.004),
            (0.017, 0.012),
            Material.SKIN,
            0.006,
        )
    figure.add(
        at(0.0, 0.036, -0.020), at(0.0, -0.012, -0.040), (0.0935, 0.086), Material.HAIR, 0.004
    )
    if look.hair == "short":
        figure.add(
            at(-0.040, 0.084, 0.026), at(0.046, 0.096, 0.010), (0.033, 0.040), Material.HAIR, 0.02
        )
    else:
        for s in SIDES:
            figure.add(
                at(s * 0.012, 0.098, 0.030),
                at(s * 0.070, 0.046, 0.026),
                (0.026, 0.023),
                Material.HAIR,
                0.012,
            )
    if look.hair == "bun":
        figure.add(
            at(0.0, 0.085, -0.110), at(0.0, 0.075, -0.118), (0.045, 0.045), Material.HAIR, 0.012
        )
    if look.hair == "tail":
        figure.add(
            at(0.0, 0.060, -0.115), at(0.0, -0.020, -0.150), (0.034, 0.036), Material.HAIR, 0.012
        )
        figure.add(
            at(0.0, -0.020, -0.150), at(0.0, -0.120, -0.150), (0.036, 0.018), Material.HAIR, 0.02
        )


def _arm(figure: Figure, joints: Joints, side: int, look: Look) -> None:
    figure.begin()
    shoulder, elbow, wrist = (joints.pair(n)[:, side] for n in ("shoulder", "elbow", "wrist"))
    hem = shoulder + 0.55 * (elbow - shoulder)
    belly = elbow + 0.28 * (wrist - elbow)
    thick = figure.limb
    figure.add(shoulder, elbow, (0.041 * thick, 0.0385 * thick), Material.SKIN)
    figure.add(elbow, belly, (0.0385 * thick, 0.0410 * thick), Material.SKIN, 0.001)
    figure.add(belly, wrist, (0.0410 * thick, 0.027 * thick), Material.SKIN, 0.0)
    figure.add(shoulder, hem, (0.0500 * thick, 0.0565 * thick), Material.SHIRT, 0.006)
    if look.clothes == "long":
        cuff = elbow + 0.90 * (wrist - elbow)
        figure.add(hem, elbow, (0.0565 * thick, 0.0525 * thick), Material.SHIRT, 0.01)
        figure.add(elbow, cuff, (0.0525 * thick, 0.0430 * thick), Material.SHIRT, 0.01)


def _hand(figure: Figure, joints: Joints, side: int) -> None:
    figure.begin()
    scale = figure.scale
    wrist, elbow = joints.pair("wrist")[:, side], joints.pair("elbow")[:, side]
    thumb = joints.thumb[:, side]
    index = joints.pair("index")[:, side]
    along = unit(index - wrist - 0.026 * scale * thumb)
    normal = np.cross(along, thumb) * SIDES[side]

    def at(ahead: float, across: float, over: float = 0.0) -> Array:
        point: Array = wrist + scale * (ahead * along + across * thumb + over * normal)
        return point

    figure.add(wrist + 0.02 * (wrist - elbow), at(0.070, 0.016), (0.025, 0.019), Material.SKIN)
    figure.add(wrist, at(0.066, -0.016), (0.024, 0.018), Material.SKIN, 0.02)
    for number in range(4):
        across = 0.029 - 0.019 * number
        length = (0.150, 0.162, 0.155, 0.136)[number]
        if joints.grip:
            figure.add(
                at(0.078, across), at(0.086, across, -0.034), (0.013, 0.012), Material.SKIN, 0.006
            )
            figure.add(
                at(0.086, across, -0.034),
                at(0.052, across, -0.046),
                (0.012, 0.010),
                Material.SKIN,
                0.006,
            )
        else:
            figure.add(
                at(0.078, across),
                at(length * 0.8, across * 1.08, -0.006),
                (0.0110, 0.0100),
                Material.SKIN,
                0.006,
            )
            figure.add(
                at(length * 0.8, across * 1.08, -0.006),
                at(length, across * 1.1, -0.016),
                (0.0100, 0.0085),
                Material.SKIN,
                0.006,
            )
    tip = at(0.070, 0.040, -0.030) if joints.grip else at(0.082, 0.060, -0.012)
    figure.add(at(0.020, 0.022), tip, (0.015, 0.0105), Material.SKIN, 0.012)


def _leg(figure: Figure, joints: Joints, side: int, look: Look) -> None:
    figure.begin()
    hip, knee, ankle = (joints.pair(n)[:, side] for n in ("hip", "knee", "ankle"))
    thick = figure.limb
    calf = knee + 0.30 * (ankle - knee)
    figure.add(hip, knee, (0.086 * thick, 0.053 * thick), Material.SKIN)
    figure.add(knee, calf, (0.0525 * thick, 0.0545 * thick), Material.SKIN, 0.001)
    figure.add(calf, ankle, (0.0545 * thick, 0.035 * thick), Material.SKIN, 0.0)
    figure.add(
        knee + 0.80 * (ankle - knee), ankle, (0.0425 * thick, 0.041 * thick), Material.SOCK, 0.004
    )
    figure.add(
        hip, hip + 0.60 * (knee - hip), (0.106 * thick, 0.088 * thick), Material.SHORTS, 0.006
    )
    if look.clothes == "long":
        hem = knee + 0.92 * (ankle - knee)
        figure.add(
            hip + 0.60 * (knee - hip), knee, (0.088 * thick, 0.074 * thick), Material.SHORTS, 0.01
        )
        figure.add(knee, hem, (0.074 * thick, 0.062 * thick), Material.SHORTS, 0.01)


def _shoe(figure: Figure, joints: Joints, side: int) -> None:
    figure.begin()
    ankle, frame, scale = joints.pair("ankle")[:, side], joints.foot[:, side], figure.scale

    def at(x: float, y: float, z: float) -> Array:
        return ankle + scale * rotate(frame, (x * SIDES[side], y, z))

    figure.add(at(0.0, -0.018, -0.010), at(0.0, -0.044, -0.036), (0.040, 0.038), Material.SHOE)
    figure.add(
        at(0.0, -0.022, 0.015), at(0.002, -0.050, 0.120), (0.040, 0.030), Material.SHOE, 0.02
    )
    figure.add(
        at(0.020, -0.058, 0.090), at(-0.012, -0.060, 0.155), (0.030, 0.026), Material.SHOE, 0.02
    )
    figure.add(
        at(-0.016, -0.058, 0.090), at(-0.014, -0.060, 0.150), (0.030, 0.027), Material.SHOE, 0.02
    )
    for x in (-0.018, 0.018):
        figure.add(
            at(x, -0.076, -0.050), at(x * 0.9, -0.076, 0.160), (0.0165, 0.0165), Material.SOLE, 0.01
        )
