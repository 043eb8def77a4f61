"""Both networks on the processor, by OpenVINO."""

from importlib.metadata import version
from typing import Any

import numpy as np

from assessment.core.units import F32, U8
from assessment.vision.pose.networks import NETWORK_POINTS, Landmarked
from assessment.vision.pose.weights import DETECTOR, LANDMARKER

__all__ = ["OpenVinoNetworks"]

# Outputs of the landmark file in its order: points, presence, segmentation, heatmap, world. The
# segmentation is cut off; without the heatmap landmarks would be 3.4 % of a torso off.
_KEPT_OUTPUTS = (0, 1, 3, 4)


class OpenVinoNetworks:
    """One thread, float32. Raises PoseUnavailable when the weights are missing or changed."""

    def __init__(self) -> None:
        import openvino as ov

        self.runtime = f"openvino {version('openvino')} float32"
        core = ov.Core()
        detector = core.read_model(str(DETECTOR.checked()))
        landmarker = core.read_model(str(LANDMARKER.checked()))
        kept = [landmarker.outputs[at].get_node().input_value(0) for at in _KEPT_OUTPUTS]
        landmarker = ov.Model(kept, landmarker.get_parameters(), "landmark")
        self._detect = _started(ov, core, detector, mean=127.5, scale=127.5)
        self._landmark = _started(ov, core, landmarker, mean=0.0, scale=255.0)

    def detect(self, tiles: U8) -> tuple[F32, F32]:
        boxes, scores = _answers(self._detect, tiles)
        return boxes, scores[..., 0]

    def landmark(self, tiles: U8) -> Landmarked:
        points, presence, heatmap, world = _answers(self._landmark, tiles)
        count = len(tiles)
        return Landmarked(
            points=points.reshape(count, NETWORK_POINTS, 5),
            presence=presence.reshape(count),
            heatmap=heatmap,
            world=world.reshape(count, NETWORK_POINTS, 3),
        )


def _started(ov: Any, core: Any, model: Any, *, mean: float, scale: float) -> Any:
    """Compiled to take uint8 tiles."""
    steps = ov.preprocess.PrePostProcessor(model)
    steps.input().tensor().set_element_type(ov.Type.u8)
    steps.input().preprocess().convert_element_type(ov.Type.f32).mean(mean).scale(scale)
    settings = {
        "PERFORMANCE_HINT": "LATENCY",
        "NUM_STREAMS": 1,
        "INFERENCE_NUM_THREADS": 1,
        "ENABLE_CPU_PINNING": False,
        # On processors with bf16 units OpenVINO takes bf16 unasked, which puts world points off
        # by 12 cm.
        "INFERENCE_PRECISION_HINT": "f32",
    }
    return core.compile_model(steps.build(), "CPU", settings).create_infer_request()


def _answers(request: Any, tiles: U8) -> list[F32]:
    """The compiled networks take one tile at a time; on one thread a batch gains nothing."""
    rows = []
    for at in range(len(tiles)):
        found = request.infer([tiles[at : at + 1]], share_inputs=True)
        rows.append([np.array(value, np.float32) for value in found.values()])
    return [np.concatenate(column) for column in zip(*rows, strict=True)]
