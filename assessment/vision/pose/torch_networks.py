"""Both networks by torch: in batches on a graphics processor, or on the processor in tests."""

from collections.abc import Callable
from importlib.metadata import version

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from assessment.core.errors import PoseUnavailable
from assessment.core.units import F32, U8
from assessment.vision.pose.networks import NETWORK_POINTS, Landmarked
from assessment.vision.pose.tflite_graph import Step, TfliteGraph, graph_read, pads_of
from assessment.vision.pose.weights import DETECTOR, LANDMARKER

__all__ = ["TorchNetworks"]

# Points, presence, heatmap and world; the segmentation is left out.
_KEPT_OUTPUTS = (0, 1, 3, 4)


class TorchNetworks:
    """float16 on CUDA with the last convolutions in float32; float32 on the processor.

    Half precision moves landmarks by 0.02 % of a torso; bf16 would move world points by 12 cm.
    Raises PoseUnavailable when the weights are missing or changed.
    """

    def __init__(self, device: str) -> None:
        dtype = torch.float16 if device.startswith("cuda") else torch.float32
        self.runtime = f"torch {version('torch')} {str(dtype).removeprefix('torch.')}"
        self._device = torch.device(device)
        self._detector = _Network(graph_read(DETECTOR.checked()), dtype).to(self._device)
        self._landmarker = _Network(graph_read(LANDMARKER.checked(), _KEPT_OUTPUTS), dtype).to(
            self._device
        )

    def detect(self, tiles: U8) -> tuple[F32, F32]:
        boxes, scores = self._run(self._detector, tiles, mean=127.5, scale=127.5)
        return boxes, scores[..., 0]

    def landmark(self, tiles: U8) -> Landmarked:
        answers = self._run(self._landmarker, tiles, mean=0.0, scale=255.0)
        points, presence, heatmap, world = answers
        count = len(tiles)
        return Landmarked(
            points=points.reshape(count, NETWORK_POINTS, 5),
            presence=presence.reshape(count),
            heatmap=heatmap,
            world=world.reshape(count, NETWORK_POINTS, 3),
        )

    def _run(self, network: nn.Module, tiles: U8, *, mean: float, scale: float) -> list[F32]:
        with torch.inference_mode():
            pixels = torch.from_numpy(tiles).to(self._device).float()
            return [
                np.asarray(answer.float().cpu().numpy(), np.float32)
                for answer in network((pixels - mean) / scale)
            ]


class _Network(nn.Module):
    """A graph as torch layers: pictures [B,H,W,3] in, the graph's outputs in its own layout."""

    def __init__(self, graph: TfliteGraph, dtype: torch.dtype) -> None:
        super().__init__()
        self._graph = graph
        self._dtype = dtype
        last = _last_convolutions(graph)
        self._layers = nn.ModuleList(
            _layer(step, graph, torch.float32 if step.output in last else dtype)
            for step in graph.steps
        )
        self._dead = _unread_after(graph)
        self.eval().requires_grad_(requires_grad=False)

    def forward(self, pictures: Tensor) -> list[Tensor]:
        # A view: the channels stay last in memory.
        values = {self._graph.input: pictures.permute(0, 3, 1, 2).to(self._dtype)}
        for step, layer, dead in zip(self._graph.steps, self._layers, self._dead, strict=True):
            values[step.output] = layer(*(values[number] for number in step.inputs))
            for number in dead:
                del values[number]
        return [_channels_last(values[number]) for number in self._graph.outputs]


def _last_convolutions(graph: TfliteGraph) -> set[int]:
    """Outputs of the convolutions after which no other follows: they are kept in float32."""
    source = {step.output: step for step in graph.steps}
    last: set[int] = set()
    waiting = list(graph.outputs)
    while waiting:
        step = source.get(waiting.pop())
        if step is None:
            continue
        if step.kind.endswith("CONV_2D"):
            last.add(step.output)
        else:
            waiting += step.inputs
    return last


def _unread_after(graph: TfliteGraph) -> list[list[int]]:
    """For each step the tensors that nobody reads afterwards."""
    reader = {number: at for at, step in enumerate(graph.steps) for number in step.inputs}
    dead: list[list[int]] = [[] for _ in graph.steps]
    for number, at in reader.items():
        if number not in graph.outputs:
            dead[at].append(number)
    return dead


def _layer(step: Step, graph: TfliteGraph, dtype: torch.dtype) -> nn.Module:
    if step.kind.endswith("CONV_2D"):
        return _Convolution(step, dtype)
    if step.kind not in _PLAIN:
        raise PoseUnavailable(
            "pose_unavailable",
            f"A pose network holds a {step.kind}, which torch isn't told of. Choose openvino.",
        )
    return _Plain(_PLAIN[step.kind](step, graph))


class _Convolution(nn.Module):
    def __init__(self, step: Step, dtype: torch.dtype) -> None:
        super().__init__()
        kernel, bias = step.weights
        is_depthwise = step.kind == "DEPTHWISE_CONV_2D"
        # Stored as (1, H, W, C) and (out, H, W, in); torch wants (C, 1, H, W) and (out, in, H, W).
        order = (3, 0, 1, 2) if is_depthwise else (0, 3, 1, 2)
        turned = torch.from_numpy(kernel.astype(np.float32).transpose(order))
        channels_last = turned.contiguous(memory_format=torch.channels_last)
        self.weight = nn.Parameter(channels_last.to(dtype))
        self.bias = nn.Parameter(torch.from_numpy(bias.astype(np.float32)).to(dtype))
        self._groups = kernel.shape[3] if is_depthwise else 1
        self._stride = (step.options.StrideH(), step.options.StrideW())
        self._activation = _ACTIVATIONS[step.activation]
        left, right, top, bottom = step.pads
        self._is_even = left == right and top == bottom
        self._pads = step.pads

    def forward(self, x: Tensor) -> Tensor:
        x = x.to(self.weight.dtype)
        padding = (self._pads[2], self._pads[0])
        if not self._is_even:
            x, padding = functional.pad(x, self._pads), (0, 0)
        y = functional.conv2d(x, self.weight, self.bias, self._stride, padding, groups=self._groups)
        return self._activation(y)


class _Plain(nn.Module):
    """A step without weights."""

    def __init__(self, call: Callable[..., Tensor]) -> None:
        super().__init__()
        self._call = call

    def forward(self, *inputs: Tensor) -> Tensor:
        return self._call(*inputs)


_ACTIVATIONS: dict[str, Callable[[Tensor], Tensor]] = {
    "none": lambda x: x,
    "relu": torch.relu,
    "relu6": lambda x: x.clamp(0.0, 6.0),
}


def _add(step: Step, _: TfliteGraph) -> Callable[..., Tensor]:
    activation = _ACTIVATIONS[step.activation]
    return lambda x, y: activation(x + y)


def _pad(step: Step, _: TfliteGraph) -> Callable[..., Tensor]:
    pads = pads_of(step)
    return lambda x: functional.pad(x, pads)


def _resize(step: Step, _: TfliteGraph) -> Callable[..., Tensor]:
    size = step.weights[0].tolist()
    return lambda x: functional.interpolate(x, size=size, mode="bilinear", align_corners=False)


def _pool(step: Step, _: TfliteGraph) -> Callable[..., Tensor]:
    size = (step.options.FilterHeight(), step.options.FilterWidth())
    stride = (step.options.StrideH(), step.options.StrideW())
    return lambda x: functional.max_pool2d(x, size, stride)


def _sigmoid(_: Step, __: TfliteGraph) -> Callable[..., Tensor]:
    return torch.sigmoid


def _reshape(step: Step, graph: TfliteGraph) -> Callable[..., Tensor]:
    """The stored shape says one picture; the batch takes its place."""
    shape = graph.shapes[step.output][1:]
    return lambda x: _channels_last(x).reshape(len(x), *shape)


def _concatenation(step: Step, _: TfliteGraph) -> Callable[..., Tensor]:
    """Only ever applied to reshaped tensors, so the stored axis holds."""
    axis = step.options.Axis()
    return lambda *parts: torch.cat(parts, axis)


def _depth_to_space(step: Step, _: TfliteGraph) -> Callable[..., Tensor]:
    """TensorFlow orders channels by (row, column, channel), torch by (channel, row, column)."""
    block = step.options.BlockSize()

    def call(x: Tensor) -> Tensor:
        count, depth, height, width = x.shape
        channels = depth // (block * block)
        y = x.reshape(count, block, block, channels, height, width).permute(0, 3, 4, 1, 5, 2)
        return y.reshape(count, channels, height * block, width * block)

    return call


_PLAIN: dict[str, Callable[[Step, TfliteGraph], Callable[..., Tensor]]] = {
    "ADD": _add,
    "PAD": _pad,
    "RESIZE_BILINEAR": _resize,
    "MAX_POOL_2D": _pool,
    "LOGISTIC": _sigmoid,
    "RESHAPE": _reshape,
    "CONCATENATION": _concatenation,
    "DEPTH_TO_SPACE": _depth_to_space,
}


def _channels_last(x: Tensor) -> Tensor:
    return x.permute(0, 2, 3, 1) if x.dim() == 4 else x
