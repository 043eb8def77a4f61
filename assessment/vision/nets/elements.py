"""The element network: which difficulty element, from when to when, from video, CSI or both.

Paper: Zhang, Lu, Li, "A blockchain-integrated multi-scale convolutional network for accurate
recognition and secure tracking of high-difficulty movements in aerobics training", Sci Rep 16,
14910 (2026): parallel branches of several scales, channel and spatial attention, a CSI stream with
a temporal model, fusion. Only its abstract level is public; what stands here is our design after
it. Changed, and why: limb volumes instead of frames (clothes and rooms cannot matter); one network
slides over a whole routine and tells start and end (after FCOS, Tian et al. 2019, in time) instead
of one label a clip; a gate that works with either stream missing.
Attention: Woo et al., CBAM, ECCV 2018.
Points [B, T, 17, 4] at 16 a second, lines [B, K, 32] at 4 a second, K = T / 4 -> for each of the K
moments logits [B, K, classes] and seconds to start and end [B, K, 2]. About 0.2 million parameters;
`resnet18` 11.3 million.
"""

from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor, nn

from assessment.vision.nets.resnet import RESNET18, ResNet
from assessment.vision.nets.volumes import CHANNELS, LimbVolumes

__all__ = ["ElementConfig", "ElementNetwork", "Sight"]

Encoder = Literal["multiscale", "resnet18", "cnn3d"]
_LINES = 32
# Frames of the video a moment of the answer.
_FRAMES = 4


@dataclass(frozen=True, kw_only=True)
class ElementConfig:
    """`classes`: elements, then nothing. The switches are those of the paper's ablations."""

    classes: int
    encoder: Encoder = "multiscale"
    multi_scale: bool = True
    channel_attention: bool = True
    spatial_attention: bool = True
    csi: bool = True
    width: int = 64


@dataclass(frozen=True, kw_only=True)
class Sight:
    """A batch. points [B, T, 17, 4], lines [B, K, 32]; has [B, 2]: 1 where the stream is there."""

    points: Tensor
    lines: Tensor
    has: Tensor


class ElementNetwork(nn.Module):
    def __init__(self, config: ElementConfig) -> None:
        super().__init__()
        self.config = config
        width = config.width
        self.volumes = LimbVolumes()
        self.frames = _frames(config)
        self.moving = nn.Sequential(_Times(width, config), _Times(width, config))
        self.steps = nn.Conv1d(width, width, _FRAMES, stride=_FRAMES)
        if config.csi:
            self.radio = nn.Sequential(
                nn.Conv1d(_LINES, width, 3, padding=1), _Times(width, config), _Times(width, config)
            )
            self.gate = nn.Conv1d(2 * width, width, 1)
        self.course = nn.Sequential(_Times(width, config), _Times(width, config))
        self.classes = nn.Conv1d(width, config.classes, 1)
        self.ends = nn.Conv1d(width, 2, 1)

    def forward(self, sight: Sight) -> tuple[Tensor, Tensor]:
        joined = self.course(self._joined(sight))
        ends = nn.functional.softplus(self.ends(joined))
        return self.classes(joined).transpose(1, 2), ends.transpose(1, 2)

    def _joined(self, sight: Sight) -> Tensor:
        seen: Tensor = self._video(sight.points)
        if not self.config.csi:
            return seen
        heard = self.radio(sight.lines.transpose(1, 2))
        count = min(seen.shape[2], heard.shape[2])
        seen, heard = seen[..., :count], heard[..., :count]
        has_video, has_csi = sight.has[:, 0, None, None], sight.has[:, 1, None, None]
        trust = torch.sigmoid(self.gate(torch.cat([seen * has_video, heard * has_csi], dim=1)))
        # One stream alone is trusted wholly.
        trust = has_video * (trust * has_csi + (1.0 - has_csi))
        joined: Tensor = trust * seen + (1.0 - trust) * heard * has_csi
        return joined

    def _video(self, points: Tensor) -> Tensor:
        """[B, T, 17, 4] -> [B, width, T / 4]."""
        batch, frames = points.shape[:2]
        volumes = self.volumes(points.flatten(0, 1))
        if self.config.encoder == "cnn3d":
            volumes = volumes.unflatten(0, (batch, frames)).transpose(1, 2)
            encoded: Tensor = self.frames(volumes).mean(dim=(3, 4))
        else:
            encoded = self.frames(volumes).unflatten(0, (batch, frames)).transpose(1, 2)
        steps: Tensor = self.steps(self.moving(encoded))
        return steps


def _frames(config: ElementConfig) -> nn.Module:
    """Pictures [N, 10, 24, 24] -> [N, width]; `cnn3d` [B, 10, T, 24, 24] -> [B, width, T, 3, 3]."""
    if config.encoder == "resnet18":
        residual = ResNet(config=RESNET18, channels=CHANNELS)
        return nn.Sequential(residual, nn.Linear(residual.width, config.width))
    if config.encoder == "cnn3d":
        return nn.Sequential(_solid(CHANNELS, 16), _solid(16, 32), _solid(32, config.width))
    return nn.Sequential(
        nn.Conv2d(CHANNELS, 16, 3, stride=2, padding=1, bias=False),
        nn.BatchNorm2d(16),
        nn.ReLU(),
        _Scales(16, 32, config),
        nn.MaxPool2d(2),
        _Scales(32, 48, config),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(48 * 9, config.width),
    )


def _solid(before: int, after: int) -> nn.Module:
    return nn.Sequential(
        nn.Conv3d(before, after, 3, stride=(1, 2, 2), padding=1, bias=False),
        nn.BatchNorm3d(after),
        nn.ReLU(),
    )


class _Scales(nn.Module):
    """Branches that see 1, 3, 5 and 7 pixels, then attention to channels and to places."""

    def __init__(self, before: int, after: int, config: ElementConfig) -> None:
        super().__init__()
        self.branches = nn.ModuleList()
        if config.multi_scale:
            self.branches.append(nn.Conv2d(before, after // 4, 1, bias=False))
            for reach in (1, 2, 3):
                self.branches.append(
                    nn.Conv2d(before, after // 4, 3, padding=reach, dilation=reach, bias=False)
                )
        else:
            self.branches.append(nn.Conv2d(before, after, 3, padding=1, bias=False))
        self.norm = nn.BatchNorm2d(after)
        self.channels = _ChannelAttention(after) if config.channel_attention else nn.Identity()
        self.places = _SpatialAttention() if config.spatial_attention else nn.Identity()

    def forward(self, x: Tensor) -> Tensor:
        joined = torch.cat([branch(x) for branch in self.branches], dim=1)
        result: Tensor = self.places(self.channels(torch.relu(self.norm(joined))))
        return result


class _ChannelAttention(nn.Module):
    def __init__(self, channels: int) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(channels, channels // 4), nn.ReLU(), nn.Linear(channels // 4, channels)
        )

    def forward(self, x: Tensor) -> Tensor:
        weight = self.layers(x.mean(dim=(2, 3))) + self.layers(x.amax(dim=(2, 3)))
        return x * torch.sigmoid(weight)[..., None, None]


class _SpatialAttention(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.layer = nn.Conv2d(2, 1, 5, padding=2)

    def forward(self, x: Tensor) -> Tensor:
        both = torch.cat([x.mean(dim=1, keepdim=True), x.amax(dim=1, keepdim=True)], dim=1)
        return x * torch.sigmoid(self.layer(both))


class _Times(nn.Module):
    """A residual step over time, of several scales at once where the network has them."""

    def __init__(self, width: int, config: ElementConfig) -> None:
        super().__init__()
        reaches = (1, 2, 4, 8) if config.multi_scale else (1,)
        self.branches = nn.ModuleList(
            nn.Conv1d(width, width // len(reaches), 3, padding=reach, dilation=reach, bias=False)
            for reach in reaches
        )
        self.norm = nn.BatchNorm1d(width)
        self.mix = nn.Conv1d(width, width, 1)

    def forward(self, x: Tensor) -> Tensor:
        joined = torch.cat([branch(x) for branch in self.branches], dim=1)
        result: Tensor = x + self.mix(torch.relu(self.norm(joined)))
        return result
