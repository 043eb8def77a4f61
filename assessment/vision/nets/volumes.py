"""Limb volumes: points of a body drawn as small pictures, one pair of channels a limb.

Points [N, 17, 4] (crops.py) -> [N, 10, 24, 24]: for head and trunk, each arm and each leg how
near a pixel is to the limb, and the same times the limb's depth there (away from the camera
positive), which tells front from back. Written in torch, so that the rendering follows the batch.
"""

import torch
from torch import Tensor, nn

from assessment.vision.nets.crops import POINTS

__all__ = ["CHANNELS", "LimbVolumes"]

_SIZE = 24
# The picture is 3 m wide: a jump with the arms up stays within. Blobs of a pixel or so.
_HALF_M, _SIGMA_M = 1.5, 0.09
_LIMBS: tuple[tuple[tuple[str, str], ...], ...] = (
    (("nose", "left_shoulder"), ("nose", "right_shoulder"), ("left_shoulder", "left_hip"),
     ("right_shoulder", "right_hip")),
    (("left_shoulder", "left_elbow"), ("left_elbow", "left_wrist")),
    (("right_shoulder", "right_elbow"), ("right_elbow", "right_wrist")),
    (("left_hip", "left_knee"), ("left_knee", "left_ankle"), ("left_heel", "left_foot_index")),
    (("right_hip", "right_knee"), ("right_knee", "right_ankle"),
     ("right_heel", "right_foot_index")),
)  # fmt: skip
CHANNELS = 2 * len(_LIMBS)


class LimbVolumes(nn.Module):
    """No parameters; the pixels are a buffer that is not kept."""

    def __init__(self) -> None:
        super().__init__()
        line = (torch.arange(_SIZE) + 0.5) / _SIZE * 2 * _HALF_M - _HALF_M
        y, x = torch.meshgrid(line, line, indexing="ij")
        self.pixels: Tensor
        self.register_buffer("pixels", torch.stack([x, y], -1).reshape(-1, 2), persistent=False)

    def forward(self, points: Tensor) -> Tensor:
        limbs = [self._limb(points, limb) for limb in _LIMBS]
        stacked = torch.stack([part for pair in limbs for part in pair], dim=1)
        return stacked.view(len(points), CHANNELS, _SIZE, _SIZE)

    def _limb(self, points: Tensor, limb: tuple[tuple[str, str], ...]) -> tuple[Tensor, Tensor]:
        start = points[:, [POINTS.index(a) for a, _ in limb]]  # [N, S, 4]
        way = points[:, [POINTS.index(b) for _, b in limb]] - start
        length = way[..., :2].square().sum(-1, keepdim=True) + 1e-6
        # Distance of every pixel from a line, by |p - a|^2 - 2 s (p - a) w + s^2 w^2.
        along = torch.einsum("pc,nsc->nsp", self.pixels, way[..., :2])
        along = along - (start[..., :2] * way[..., :2]).sum(-1, keepdim=True)
        share = (along / length).clamp(0.0, 1.0)
        apart = torch.einsum("pc,nsc->nsp", self.pixels, start[..., :2])
        square = self.pixels.square().sum(-1) - 2 * apart
        square = square + start[..., :2].square().sum(-1, keepdim=True)
        square = square - 2 * share * along + share.square() * length
        near = torch.exp(-square / (2 * _SIGMA_M**2))
        near = near * (start[..., 3:] + share * way[..., 3:])
        best, at = near.max(dim=1)
        depth = start[..., 2:3] + share * way[..., 2:3]
        return best, best * depth.gather(1, at[:, None])[:, 0]
