"""A float .tflite file as plain steps and arrays, without a runtime.

Weights stored sparse or as float16 are unfolded, steps that no wanted output needs are dropped,
and paddings go into the convolution they stand before. Options in which the two pose networks,
pinned by their hashes, never differ (dilation, resize mode) are not looked at.
"""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import tflite

from assessment.core.errors import PoseUnavailable

__all__ = ["Step", "TfliteGraph", "graph_read"]

Array = npt.NDArray[Any]

_KINDS = {code: name for name, code in vars(tflite.BuiltinOperator).items() if name.isupper()}
_OPTIONS = {
    "CONV_2D": tflite.Conv2DOptions,
    "DEPTHWISE_CONV_2D": tflite.DepthwiseConv2DOptions,
    "ADD": tflite.AddOptions,
    "RESIZE_BILINEAR": tflite.ResizeBilinearOptions,
    "MAX_POOL_2D": tflite.Pool2DOptions,
    "DEPTH_TO_SPACE": tflite.DepthToSpaceOptions,
    "CONCATENATION": tflite.ConcatenationOptions,
}
_ACTIVATIONS = {0: "none", 1: "relu", 3: "relu6"}
_DTYPES = {0: np.float32, 1: np.float16, 2: np.int32, 4: np.int64}
_INDEX_VECTORS = {1: tflite.Int32Vector, 2: tflite.Uint16Vector, 3: tflite.Uint8Vector}


@dataclass(frozen=True, kw_only=True)
class Step:
    """One operator.

    `inputs`, `output`: numbers of tensors; `weights`: constants by place (weight, bias, sizes);
    `options`: the file's own; `pads` (left, right, top, bottom) before a convolution.
    """

    kind: str
    inputs: tuple[int, ...]
    output: int
    weights: tuple[Array, ...]
    options: Any
    activation: str
    pads: tuple[int, int, int, int]


@dataclass(frozen=True, kw_only=True)
class TfliteGraph:
    """Steps in order of work; `shapes` of all tensors as stored, batch (1) first."""

    input: int
    outputs: tuple[int, ...]
    steps: tuple[Step, ...]
    shapes: dict[int, tuple[int, ...]]


def graph_read(path: Path, outputs: tuple[int, ...] | None = None) -> TfliteGraph:
    """`outputs`: which of the file's outputs to keep, all without it."""
    file = tflite.Model.GetRootAsModel(path.read_bytes(), 0)
    _understood(file.SubgraphsLength() == 1, "subgraphs")
    graph = file.Subgraphs(0)
    every = [int(number) for number in graph.OutputsAsNumpy()]
    wanted = tuple(every[at] for at in outputs) if outputs is not None else tuple(every)
    constants = _Constants(file, graph)
    steps = []
    for operator in _needed(graph, wanted):
        step = _step(file, operator, constants)
        if step is not None:
            steps.append(step)
    return TfliteGraph(
        input=int(graph.InputsAsNumpy()[0]),
        outputs=wanted,
        steps=tuple(_pads_folded(steps)),
        shapes={at: constants.shape(at) for at in range(graph.TensorsLength())},
    )


def _understood(is_known: bool, what: str) -> None:
    if not is_known:
        raise PoseUnavailable(
            "pose_unavailable",
            f"A pose network has {what} that can't be read. Install the pinned mediapipe.",
        )


def _needed(graph: Any, wanted: tuple[int, ...]) -> list[Any]:
    """Operators that a wanted output depends on, in order."""
    needed, kept = set(wanted), []
    for number in reversed(range(graph.OperatorsLength())):
        operator = graph.Operators(number)
        if needed & set(operator.OutputsAsNumpy().tolist()):
            kept.append(operator)
            needed |= set(operator.InputsAsNumpy().tolist())
    return kept[::-1]


class _Constants:
    """Tensors whose values are known before any picture comes."""

    def __init__(self, file: Any, graph: Any) -> None:
        self._file, self._graph = file, graph
        self._folded: dict[int, Array] = {}

    def shape(self, number: int) -> tuple[int, ...]:
        tensor = self._graph.Tensors(number)
        return tuple(tensor.ShapeAsNumpy().tolist()) if tensor.ShapeLength() else ()

    def get(self, number: int) -> Array | None:
        if number in self._folded:
            return self._folded[number]
        tensor = self._graph.Tensors(number)
        buffer = self._file.Buffers(tensor.Buffer())
        if not buffer.DataLength():
            return None
        values = buffer.DataAsNumpy().view(_DTYPES[tensor.Type()])
        sparsity = tensor.Sparsity()
        if sparsity is not None:
            return _dense(values, sparsity, self.shape(number))
        return np.asarray(values.reshape(self.shape(number)))

    def fold(self, source: int, target: int) -> None:
        """`target` is `source`, only stored densely or as float32."""
        values = self.get(source)
        _understood(values is not None, "weights")
        self._folded[target] = np.asarray(values, np.float32)


def _dense(values: Array, sparsity: Any, shape: tuple[int, ...]) -> Array:
    """A tensor whose last dimension alone is sparse, by segments and indices."""
    order = sparsity.TraversalOrderAsNumpy().tolist()
    formats = [sparsity.DimMetadata(at).Format() for at in range(sparsity.DimMetadataLength())]
    is_known = order == list(range(len(shape))) and formats == [0] * (len(shape) - 1) + [1]
    _understood(is_known, "sparse weights")
    last = sparsity.DimMetadata(len(shape) - 1)
    segments, indices = _indices(last, "Segments"), _indices(last, "Indices")
    rows = np.repeat(np.arange(len(segments) - 1), np.diff(segments))
    dense = np.zeros((int(np.prod(shape[:-1])), shape[-1]), values.dtype)
    dense[rows, indices] = values
    return dense.reshape(shape)


def _indices(dimension: Any, name: str) -> Array:
    vector = _INDEX_VECTORS[getattr(dimension, f"Array{name}Type")()]()
    table = getattr(dimension, f"Array{name}")()
    vector.Init(table.Bytes, table.Pos)
    return np.asarray(vector.ValuesAsNumpy(), np.int64)


def _step(file: Any, operator: Any, constants: _Constants) -> Step | None:
    """The operator, or None where it only stores a constant in another way."""
    code = file.OperatorCodes(operator.OpcodeIndex())
    # Older files keep the code in one byte, newer ones in a wider field: the larger one is right.
    kind = _KINDS[max(code.BuiltinCode(), code.DeprecatedBuiltinCode())]
    inputs = operator.InputsAsNumpy().tolist()
    output = int(operator.OutputsAsNumpy()[0])
    if kind in {"DEQUANTIZE", "DENSIFY"}:
        constants.fold(inputs[0], output)
        return None
    options = _options(kind, operator)
    has_activation = kind in {"CONV_2D", "DEPTHWISE_CONV_2D", "ADD"}
    activation = options.FusedActivationFunction() if has_activation else 0
    _understood(activation in _ACTIVATIONS, "an activation")
    known = {number: constants.get(number) for number in inputs}
    is_convolution = kind in {"CONV_2D", "DEPTHWISE_CONV_2D"}
    return Step(
        kind=kind,
        inputs=tuple(number for number in inputs if known[number] is None),
        output=output,
        weights=tuple(value for value in known.values() if value is not None),
        options=options,
        activation=_ACTIVATIONS[activation],
        pads=_same_pads(options, constants.shape(inputs[0]), constants.shape(inputs[1]))
        if is_convolution and options.Padding() == tflite.Padding.SAME
        else (0, 0, 0, 0),
    )


def _options(kind: str, operator: Any) -> Any:
    if kind not in _OPTIONS:
        return None
    options, table = _OPTIONS[kind](), operator.BuiltinOptions()
    options.Init(table.Bytes, table.Pos)
    return options


def _same_pads(
    options: Any, picture: tuple[int, ...], kernel: tuple[int, ...]
) -> tuple[int, int, int, int]:
    """TensorFlow's SAME: the odd cell goes to the right and to the bottom."""
    pads = []
    for at, stride in ((2, options.StrideW()), (1, options.StrideH())):
        total = max((-(-picture[at] // stride) - 1) * stride + kernel[at] - picture[at], 0)
        pads += [total // 2, total - total // 2]
    left, right, top, bottom = pads
    return left, right, top, bottom


def _pads_folded(steps: list[Step]) -> list[Step]:
    """Paddings with one reader, a convolution without any of its own, become part of it."""
    readers = Counter(number for step in steps for number in step.inputs)
    padded = {step.output: step for step in steps if step.kind == "PAD"}
    kept: list[Step] = []
    gone: set[int] = set()
    for step in steps:
        pad = padded.get(step.inputs[0])
        if pad and step.kind.endswith("CONV_2D") and readers[pad.output] == 1:
            gone.add(pad.output)
            kept.append(
                Step(**{**vars(step), "inputs": pad.inputs, "pads": pads_of(pad)}),
            )
        else:
            kept.append(step)
    return [step for step in kept if step.output not in gone]


def pads_of(pad: Step) -> tuple[int, int, int, int]:
    """Left, right, top, bottom of a PAD step."""
    batch, rows, columns, channels = pad.weights[0].tolist()
    _understood(batch == channels == [0, 0], "a padding")
    return columns[0], columns[1], rows[0], rows[1]
