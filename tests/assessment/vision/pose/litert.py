"""The two networks run by the interpreter inside MediaPipe: what every other runtime must equal.

MediaPipe has no door to it but a graph of its own; a tile goes in uncut, raw tensors come out.
"""

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from assessment.core.units import F32, U8
from assessment.vision.pose.networks import Landmarked
from assessment.vision.pose.weights import DETECTOR, LANDMARKER, WeightFile

__all__ = ["LiteRtNetworks"]

_READ = """
node { calculator: "TensorsToFloatsCalculator"
  input_stream: "TENSORS:one_%(at)d" output_stream: "FLOATS:out_%(at)d" }
"""
_GRAPH = """
input_stream: "image"
%(outputs)s
node { calculator: "ImageToTensorCalculator"
  input_stream: "IMAGE:image" output_stream: "TENSORS:picture"
  options { [mediapipe.ImageToTensorCalculatorOptions.ext] {
    output_tensor_width: %(side)d output_tensor_height: %(side)d keep_aspect_ratio: false
    output_tensor_float_range { min: %(low).1f max: 1.0 } } } }
node { calculator: "InferenceCalculator"
  input_stream: "TENSORS:picture" output_stream: "TENSORS:tensors"
  options { [mediapipe.InferenceCalculatorOptions.ext] {
    model_path: "mediapipe/%(place)s" delegate { xnnpack {} } } } }
node { calculator: "SplitTensorVectorCalculator" input_stream: "tensors"
  %(ones)s
  options { [mediapipe.SplitVectorCalculatorOptions.ext] { %(ranges)s } } }
"""


class LiteRtNetworks:
    runtime = "litert float32"

    def __init__(self) -> None:
        self._detector = _Interpreter(DETECTOR, side=224, low=-1.0, outputs=(0, 1))
        self._landmarker = _Interpreter(LANDMARKER, side=256, low=0.0, outputs=(0, 1, 3, 4))

    def detect(self, tiles: U8) -> tuple[F32, F32]:
        boxes, logits = self._detector.run(tiles)
        return boxes.reshape(len(tiles), -1, 12), logits

    def landmark(self, tiles: U8) -> Landmarked:
        points, presence, heatmap, world = self._landmarker.run(tiles)
        return Landmarked(
            points=points.reshape(-1, 39, 5),
            presence=presence.reshape(-1),
            heatmap=heatmap.reshape(-1, 64, 64, 39),
            world=world.reshape(-1, 39, 3),
        )


class _Interpreter:
    def __init__(self, file: WeightFile, *, side: int, low: float, outputs: Sequence[int]) -> None:
        text = _GRAPH % {
            "outputs": "\n".join(f'output_stream: "out_{at}"' for at in outputs),
            "ones": " ".join(f'output_stream: "one_{at}"' for at in outputs),
            "ranges": " ".join(f"ranges {{ begin: {at} end: {at + 1} }}" for at in outputs),
            "side": side,
            "low": low,
            "place": file.place,
        }
        self._graph = _started(text + "".join(_READ % {"at": at} for at in outputs))
        self._outputs = outputs
        self._told: dict[str, F32] = {}

    def run(self, tiles: U8) -> list[F32]:
        import mediapipe as mp

        for at in self._outputs:
            self._graph.observe_output_stream(f"out_{at}", self._hear)
        self._graph.start_run()
        rows = []
        for number, tile in enumerate(tiles):
            image = mp.Image(image_format=mp.ImageFormat.SRGB, data=np.ascontiguousarray(tile))
            packet = mp.packet_creator.create_image(image).at(number)
            self._graph.add_packet_to_input_stream("image", packet)
            self._graph.wait_until_idle()
            rows.append([self._told[f"out_{at}"] for at in self._outputs])
        self._graph.close()
        return [np.stack(column) for column in zip(*rows, strict=True)]

    def _hear(self, name: str, packet: Any) -> None:
        from mediapipe.python import packet_getter

        self._told[name] = np.array(packet_getter.get_float_list(packet), np.float32)


def _started(text: str) -> Any:
    import mediapipe as mp
    from google.protobuf import text_format  # type: ignore[import-untyped]
    from mediapipe.calculators.core import split_vector_calculator_pb2
    from mediapipe.calculators.tensor import (
        image_to_tensor_calculator_pb2,
        inference_calculator_pb2,
    )
    from mediapipe.framework import calculator_pb2
    from mediapipe.python._framework_bindings import resource_util

    # Their import alone makes the text format know these options.
    assert split_vector_calculator_pb2
    assert image_to_tensor_calculator_pb2
    assert inference_calculator_pb2
    spec = find_spec("mediapipe")
    assert spec is not None
    assert spec.origin is not None
    resource_util.set_resource_dir(str(Path(spec.origin).parents[1]))
    graph = text_format.Parse(text, calculator_pb2.CalculatorGraphConfig())
    return mp.CalculatorGraph(graph_config=graph)
