"""Landmarks as they travel to a browser: compact integers in base64, curves as numbers."""

import base64

import numpy as np

from assessment.core.curves import WIRE_CURVES
from assessment.core.kinematics import curve
from assessment.core.records import FLAG_NO_POSE, Landmarks
from assessment.core.units import F32, JSON

__all__ = ["curves_payload", "landmarks_payload", "visibility_encode", "xy_encode"]


def xy_encode(xy_px: F32, *, width_px: int, height_px: int) -> str:
    """base64 of little-endian uint16 [T,33,2]: code = clip(round((v/size + 0.5) * 32768)).

    Covers -0.5 to 1.5 of the picture; NaN becomes 0. Source: docs/formats/report.md.
    """
    share = xy_px / np.array([width_px, height_px], np.float32) + 0.5
    codes = np.clip(np.rint(np.nan_to_num(share, nan=0.0) * 32768), 0, 65535)
    return base64.b64encode(codes.astype("<u2").tobytes()).decode("ascii")


def visibility_encode(visibility: F32) -> str:
    """base64 of uint8 [T,33], 255 = 1.0."""
    codes = np.clip(np.rint(visibility * 255), 0, 255).astype(np.uint8)
    return base64.b64encode(codes.tobytes()).decode("ascii")


def curves_payload(landmarks: Landmarks) -> dict[str, JSON]:
    """The nine angle curves in degrees to 0.1, null where not measured."""
    found: dict[str, JSON] = {}
    for name in WIRE_CURVES:
        values = curve(name, landmarks)
        found[name] = [None if np.isnan(v) else round(float(v), 1) for v in values]
    return found


def landmarks_payload(landmarks: Landmarks, *, start: int) -> dict[str, JSON]:
    """A chunk whose first frame has number `start` in the whole clip."""
    missing = (landmarks.flags & FLAG_NO_POSE) != 0
    shown = np.where(missing[:, None], np.float32(0), landmarks.visibility)
    return {
        "start": start,
        "count": len(landmarks),
        "t_s": [round(float(t), 6) for t in landmarks.t_s],
        "xy_b64": xy_encode(
            landmarks.xy_px, width_px=landmarks.width_px, height_px=landmarks.height_px
        ),
        "visibility_b64": visibility_encode(shown),
        "flags": [int(flag) for flag in landmarks.flags],
        "curves": curves_payload(landmarks),
    }
