"""Vocabulary of shapes and units, used in every signature.

T frames, J joints (33), xy image pixels (origin top left, y down), world metres (origin between
the hips, y down, z away from the camera). Angles in degrees; time in seconds from the first
video frame.
"""

from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

__all__ = ["F32", "F64", "JSON", "U8", "U16", "UNITS", "Mask", "Unit"]

F64: TypeAlias = npt.NDArray[np.float64]
F32: TypeAlias = npt.NDArray[np.float32]
U8: TypeAlias = npt.NDArray[np.uint8]
U16: TypeAlias = npt.NDArray[np.uint16]
Mask: TypeAlias = npt.NDArray[np.bool_]

JSON: TypeAlias = "bool | int | float | str | list[JSON] | dict[str, JSON] | None"

Unit: TypeAlias = Literal["deg", "deg_s", "s", "ratio", "torso", "count"]
UNITS: tuple[Unit, ...] = ("deg", "deg_s", "s", "ratio", "torso", "count")
