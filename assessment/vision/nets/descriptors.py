"""Kinematic descriptors of a repetition as maps of joints by frames.

Points [B, T, J, 3] -> maps [B, C, J, T]: a row is a joint, a column a frame, and each descriptor
fills one channel (or three). Written in torch so that a gradient reaches the joints themselves.
"""

from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor, nn

__all__ = ["ABOVE", "CHANNELS", "Descriptor", "Inputs", "KinematicMaps", "Layout"]

Descriptor = Literal["coordinates", "from_start", "angles", "velocities", "visibility"]
CHANNELS: dict[Descriptor, int] = {
    "coordinates": 3,  # of the body frame, body lengths
    "from_start": 3,  # the same, less the start posture
    "angles": 1,  # radians
    "velocities": 1,  # radians a second: the only descriptor that knows how long it took
    "visibility": 1,  # 0 to 1, 0 for a joint that is none of the movement's business
}

# In place of a joint: a point straight above the vertex.
ABOVE = -1
# The start posture: the share of a repetition that about 8 of 90 frames are.
_START_SHARE = 0.09
# Standardised values beyond this are no information: a joint that was seen wrongly.
_CUT = 6.0
_TINY = 1e-6


@dataclass(frozen=True, kw_only=True)
class Layout:
    """`angles`: for each joint the two joints whose angle there is taken (or ABOVE)."""

    angles: tuple[tuple[int, int], ...]

    @property
    def joints(self) -> int:
        return len(self.angles)


@dataclass(frozen=True, kw_only=True)
class Inputs:
    """A batch of repetitions, each stretched to T frames.

    points: [B, T, J, 3] body frame; seen: [B, J] 0 to 1; duration_s, exercise, view: [B].
    """

    points: Tensor
    seen: Tensor
    duration_s: Tensor
    exercise: Tensor
    view: Tensor

    def __len__(self) -> int:
        return len(self.points)

    def rows(self, chosen: Tensor | slice) -> "Inputs":
        return Inputs(**{name: values[chosen] for name, values in vars(self).items()})

    def joined(self, other: "Inputs") -> "Inputs":
        mine, theirs = vars(self), vars(other)
        return Inputs(**{name: torch.cat([mine[name], theirs[name]]) for name in mine})

    def to(self, device: torch.device) -> "Inputs":
        return Inputs(**{name: values.to(device) for name, values in vars(self).items()})


class KinematicMaps(nn.Module):
    """Descriptors, less what is usual for the exercise in that view, as a share of its spread.

    The usual course and the spread are buffers, learnt from the training persons by `fit`.
    """

    def __init__(
        self,
        *,
        layout: Layout,
        descriptors: tuple[Descriptor, ...],
        frames: int,
        exercises: int,
        views: int,
    ) -> None:
        super().__init__()
        self.layout = layout
        self.descriptors = descriptors
        self.channels = sum(CHANNELS[name] for name in descriptors)
        self.start_frames = max(1, round(_START_SHARE * frames))
        kinds, joints = (views, exercises, self.channels), layout.joints
        self.usual: Tensor
        self.spread: Tensor
        self.register_buffer("usual", torch.zeros(*kinds, joints, frames))
        self.register_buffer("spread", torch.ones(*kinds, joints, 1))

    def forward(self, inputs: Inputs) -> Tensor:
        usual = self.usual[inputs.view, inputs.exercise]
        spread = self.spread[inputs.view, inputs.exercise]
        maps = ((self.raw(inputs) - usual) / spread).clamp(-_CUT, _CUT)
        return maps * inputs.seen[:, None, :, None]

    @torch.no_grad()
    def fit(self, inputs: Inputs) -> None:
        """Mean course and spread of every exercise in every view that the inputs hold."""
        is_measured = torch.tensor(
            [name != "visibility" for name in self.descriptors for _ in range(CHANNELS[name])],
            device=inputs.points.device,
        )[:, None, None]
        for view in sorted(set(inputs.view.tolist())):
            for exercise in sorted(set(inputs.exercise.tolist())):
                chosen = (inputs.view == view) & (inputs.exercise == exercise)
                if not chosen.any():
                    continue
                maps = self.raw(inputs.rows(chosen))
                mean = maps.mean(dim=0)
                # One spread for a joint's three coordinates would bend no direction; one for each
                # channel is what the statistics branch does too.
                off = (maps - mean).square().mean(dim=(0, 3), keepdim=True)[0].sqrt()
                self.usual[view, exercise] = mean * is_measured
                self.spread[view, exercise] = torch.where(is_measured, off.clamp_min(0.02), 1.0)

    def usual_points(self, inputs: Inputs) -> Tensor:
        """[B, T, J, 3], the usual course of each repetition's exercise."""
        place = sum(
            CHANNELS[one] for one in self.descriptors[: self.descriptors.index("coordinates")]
        )
        usual = self.usual[inputs.view, inputs.exercise, place : place + 3]  # [B, 3, J, T]
        return usual.permute(0, 3, 2, 1)

    def raw(self, inputs: Inputs) -> Tensor:
        """[B, C, J, T] in the units of CHANNELS."""
        points = inputs.points.permute(0, 3, 2, 1)  # [B, 3, J, T]
        angles = self._angles(points)
        parts: dict[Descriptor, Tensor] = {
            "coordinates": points,
            "from_start": points - points[..., : self.start_frames].mean(dim=-1, keepdim=True),
            "angles": angles,
            "visibility": inputs.seen[:, None, :, None].expand_as(angles),
        }
        if "velocities" in self.descriptors:
            step_s = inputs.duration_s / (points.shape[-1] - 1)
            parts["velocities"] = torch.gradient(angles, dim=-1)[0] / step_s[:, None, None, None]
        return torch.cat([parts[name] for name in self.descriptors], dim=1)

    def _angles(self, points: Tensor) -> Tensor:
        """[B, 3, J, T] -> [B, 1, J, T], 0 to pi."""
        first, second = (self._towards(points, place) for place in (0, 1))
        across = torch.linalg.cross(first, second, dim=1).square().sum(dim=1, keepdim=True)
        along = (first * second).sum(dim=1, keepdim=True)
        return torch.atan2((across + _TINY).sqrt(), along)

    def _towards(self, points: Tensor, place: int) -> Tensor:
        """From every joint to the first or the second joint of its angle."""
        ends = [pair[place] for pair in self.layout.angles]
        way = points[:, :, ends] - points  # ABOVE takes the last joint, and is put right below
        up = points.new_tensor([0.0, 1.0, 0.0]).view(1, 3, 1, 1)
        is_above = torch.tensor([end == ABOVE for end in ends], device=points.device)
        return torch.where(is_above[None, None, :, None], up, way)
