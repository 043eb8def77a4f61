"""Sided curves in torso lengths: where a joint is against another, and how it travels."""

from collections.abc import Callable

import numpy as np

from assessment.core.kinematics.body import Body, Side, other_side
from assessment.core.units import F64

__all__ = ["PATHS"]

# A leg lower than this (in torso lengths) has no knee inwards or outwards: it lies or is level.
_LEAST_LEG_HEIGHT = 0.3


def _knee_inward(body: Body, side: Side) -> F64:
    hip, knee, ankle = (body.at(f"{side}_{joint}") for joint in ("hip", "knee", "ankle"))
    height = ankle[:, 1] - hip[:, 1]
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(
            height > _LEAST_LEG_HEIGHT * body.torso, (knee - hip)[:, 1] / height, np.nan
        )
    line = hip[:, 0] + share * (ankle - hip)[:, 0]
    result: F64 = (line - knee[:, 0]) * body.outwards(side) / body.torso
    return result


def _knee_forward(body: Body, side: Side) -> F64:
    off = body.at(f"{side}_knee") - body.at(f"{side}_foot_index")
    return off[:, 0] * body.ahead / body.torso


def _above(high: str, low: str) -> Callable[[Body, Side], F64]:
    return lambda body, side: (
        (body.at(f"{side}_{low}") - body.at(f"{side}_{high}"))[:, 1] / body.torso
    )


def _foot_lift(body: Body, side: Side) -> F64:
    other = body.at(f"{other_side(side)}_ankle")
    return (other - body.at(f"{side}_ankle"))[:, 1] / body.torso


def _elbow_drift(body: Body, side: Side) -> F64:
    off = body.at(f"{side}_elbow") - body.at(f"{side}_shoulder")
    result: F64 = np.abs(off[:, 0]) / body.torso
    return result


def _wrist_path(body: Body, side: Side) -> F64:
    off = body.at(f"{side}_wrist") - body.at(f"{side}_ankle")
    return off[:, 0] * body.ahead / body.torso


def _shrug(body: Body, side: Side) -> F64:
    shoulder = body.at(f"{side}_shoulder")
    trunk = shoulder - body.at(f"{side}_hip")
    length = np.linalg.norm(trunk, axis=1)
    along = np.einsum("ti,ti->t", body.at(f"{side}_ear") - shoulder, trunk)
    with np.errstate(invalid="ignore", divide="ignore"):
        result: F64 = np.where(length > 0, along / length, np.nan) / body.torso
    return result


PATHS: dict[str, Callable[[Body, Side], F64]] = {
    "knee_inward": _knee_inward,
    "knee_forward": _knee_forward,
    "heel_lift": _above("heel", "foot_index"),
    "foot_lift": _foot_lift,
    "elbow_drift": _elbow_drift,
    "wrist_path": _wrist_path,
    "shrug": _shrug,
}
