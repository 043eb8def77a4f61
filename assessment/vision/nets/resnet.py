"""Residual networks of 18 and 50 layers.

Paper: He, Zhang, Ren, Sun, "Deep Residual Learning for Image Recognition", CVPR 2016; the
50-layer form strides in its 3 x 3 convolution ("v1.5", Goyal et al. 2017, section 5.1).
Changed: any number of input channels, and no classifier. The tests hold every layer equal to the
reference in transformers.
Pictures [B, C, H, W] -> features [B, width], width 512 (18 layers) or 2048 (50 layers).
With three channels 11.18 million parameters (18 layers) or 23.51 million (50 layers).
"""

from dataclasses import dataclass
from typing import Literal

from torch import Tensor, nn

__all__ = ["RESNET18", "RESNET50", "ResNet", "ResNetConfig"]

_STEM_WIDTH = 64
_REDUCTION = 4


@dataclass(frozen=True, kw_only=True)
class ResNetConfig:
    block: Literal["basic", "bottleneck"]
    depths: tuple[int, int, int, int]
    widths: tuple[int, int, int, int]


# Table 1 of the paper.
RESNET18 = ResNetConfig(block="basic", depths=(2, 2, 2, 2), widths=(64, 128, 256, 512))
RESNET50 = ResNetConfig(block="bottleneck", depths=(3, 4, 6, 3), widths=(256, 512, 1024, 2048))


class ResNet(nn.Module):
    def __init__(self, *, config: ResNetConfig, channels: int) -> None:
        super().__init__()
        self.width = config.widths[-1]
        self.stem = _Convolution(channels, _STEM_WIDTH, kernel=7, stride=2)
        self.pool = nn.MaxPool2d(kernel_size=3, stride=2, padding=1)
        entering = (_STEM_WIDTH, *config.widths[:-1])
        self.stages = nn.ModuleList(
            _stage(config, before, after, depth, stride=1 if place == 0 else 2)
            for place, (before, after, depth) in enumerate(
                zip(entering, config.widths, config.depths, strict=True)
            )
        )
        self._start()

    def forward(self, pictures: Tensor) -> Tensor:
        """[B, C, H, W] -> [B, width], the mean of the last stage over the picture."""
        return self.maps(pictures)[-1].mean(dim=(2, 3))

    def maps(self, pictures: Tensor) -> list[Tensor]:
        """What leaves the stem and each of the four stages."""
        found = [self.pool(self.stem(pictures))]
        for stage in self.stages:
            found.append(stage(found[-1]))
        return found

    def _start(self) -> None:
        """Weights as section 3.4 of the paper has them (He et al. 2015, fan out)."""
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")


class _Convolution(nn.Module):
    def __init__(
        self, before: int, after: int, *, kernel: int, stride: int = 1, is_last: bool = False
    ) -> None:
        super().__init__()
        self.convolution = nn.Conv2d(before, after, kernel, stride, kernel // 2, bias=False)
        self.norm = nn.BatchNorm2d(after)
        self.activation: nn.Module = nn.Identity() if is_last else nn.ReLU()

    def forward(self, x: Tensor) -> Tensor:
        result: Tensor = self.activation(self.norm(self.convolution(x)))
        return result


class _Block(nn.Module):
    """A path of convolutions beside a short cut, added and cut off at zero."""

    def __init__(self, *, path: nn.Sequential, shortcut: nn.Module) -> None:
        super().__init__()
        self.path = path
        self.shortcut = shortcut
        self.activation = nn.ReLU()

    def forward(self, x: Tensor) -> Tensor:
        result: Tensor = self.activation(self.path(x) + self.shortcut(x))
        return result


def _stage(config: ResNetConfig, before: int, after: int, depth: int, *, stride: int) -> nn.Module:
    blocks = [_block(config, before, after, stride)]
    blocks += [_block(config, after, after, 1) for _ in range(depth - 1)]
    return nn.Sequential(*blocks)


def _block(config: ResNetConfig, before: int, after: int, stride: int) -> nn.Module:
    if config.block == "basic":
        path = nn.Sequential(
            _Convolution(before, after, kernel=3, stride=stride),
            _Convolution(after, after, kernel=3, is_last=True),
        )
    else:
        narrow = after // _REDUCTION
        path = nn.Sequential(
            _Convolution(before, narrow, kernel=1),
            _Convolution(narrow, narrow, kernel=3, stride=stride),
            _Convolution(narrow, after, kernel=1, is_last=True),
        )
    is_same = before == after and stride == 1
    shortcut: nn.Module = (
        nn.Identity()
        if is_same
        else _Convolution(before, after, kernel=1, stride=stride, is_last=True)
    )
    return _Block(path=path, shortcut=shortcut)
