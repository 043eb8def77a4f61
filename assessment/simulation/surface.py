"""What a figure is drawn of: primitives with a shape, a material and a place in every frame."""

from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final

import numpy as np

from .rotations import Array

__all__ = ["PERSON", "Figure", "Kind", "Material"]

# Rows of the colour table for each person; the accent colour is the row after the last material.
PERSON: Final = 16


class Material(IntEnum):
    """What a primitive is made of; the order is that of the colour table."""

    SKIN = 0
    FACE = 1
    SHIRT = 2
    SHORTS = 3
    SOCK = 4
    SHOE = 5
    SOLE = 6
    HAIR = 7
    WOOD = 8
    METAL = 9
    RUBBER = 10
    SEAT = 11
    LEAF = 12


class Kind(IntEnum):
    """Shape of a primitive: tapered capsule, upright rounded box (a centre, b half size), disc."""

    CAPSULE = 0
    BOX = 1
    DISC = 2


@dataclass
class Figure:
    """Primitives in drawing order; ends are (T, 3), the rest one value each.

    `blend` joins a primitive to the ones before it in its group; `group` numbers rise.
    """

    frames: int
    ends: list[tuple[Array, Array]] = field(default_factory=list)
    radii: list[tuple[float, float]] = field(default_factory=list)
    material: list[int] = field(default_factory=list)
    kind: list[int] = field(default_factory=list)
    group: list[int] = field(default_factory=list)
    blend: list[float] = field(default_factory=list)
    scale: float = 1.0
    limb: float = 1.0
    _group: int = -1

    def begin(self) -> None:
        """Start a group: its parts melt into each other, hardly into other groups."""
        self._group += 1

    def add(
        self,
        a: Array,
        b: Array,
        radii: tuple[float, float],
        material: Material,
        blend: float = 0.012,
        *,
        kind: Kind = Kind.CAPSULE,
    ) -> None:
        """One primitive; radii and blend in metres on the reference body."""
        shape = (self.frames, 3)
        self.ends.append((np.broadcast_to(a, shape), np.broadcast_to(b, shape)))
        self.radii.append((radii[0] * self.scale, radii[1] * self.scale))
        self.material.append(int(material))
        self.kind.append(int(kind))
        self.group.append(self._group)
        self.blend.append(blend * self.scale)

    def tables(self) -> tuple[Array, Array]:
        """Ends (T, P, 6) and the constants (P, 6): two radii, material, kind, group, blend."""
        ends = np.stack([np.concatenate(pair, axis=-1) for pair in self.ends], axis=1)
        constants = np.column_stack([self.radii, self.material, self.kind, self.group, self.blend])
        return np.ascontiguousarray(ends), np.ascontiguousarray(constants, dtype=np.float64)
