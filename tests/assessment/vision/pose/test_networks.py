import shutil
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from pathlib import Path

import cv2
import numpy as np
import pytest

from assessment.core.errors import PoseUnavailable
from assessment.core.units import F32, U8
from assessment.vision.pose import pose_open
from assessment.vision.pose.networks import Landmarked, PoseNetworks
from assessment.vision.pose.openvino_networks import OpenVinoNetworks
from assessment.vision.pose.torch_networks import TorchNetworks
from assessment.vision.pose.weights import DETECTOR, LANDMARKER, pose_models
from tests.assessment.vision.pose.clips import RENDERED, pictures
from tests.assessment.vision.pose.litert import LiteRtNetworks

Answers = list[tuple[str, F32]]


def _tiles(side: int) -> U8:
    """A person, noise of single pixels, and noise of large patches."""
    rng = np.random.default_rng(11)
    (picture,) = pictures(RENDERED / "demo_squat.mp4", 1)
    person: U8 = cv2.resize(picture, (side, side))
    fine = rng.integers(0, 256, (side, side, 3))
    coarse = rng.integers(0, 256, (8, 8, 3)).repeat(side // 8, 0).repeat(side // 8, 1)
    return np.stack([person, fine, coarse]).astype(np.uint8)


def _answers(networks: PoseNetworks) -> Answers:
    boxes, logits = networks.detect(_tiles(224))
    found: Landmarked = networks.landmark(_tiles(256))
    parts = ("points", "presence", "heatmap", "world")
    return [("boxes", boxes), ("logits", logits)] + [(p, getattr(found, p)) for p in parts]


@pytest.fixture(scope="module")
def litert() -> Answers:
    return _answers(LiteRtNetworks())


@pytest.fixture(params=["openvino", "torch"])
def networks(request: pytest.FixtureRequest, openvino: OpenVinoNetworks) -> PoseNetworks:
    return openvino if request.param == "openvino" else TorchNetworks("cpu")


def test_every_output_equals_litert_within_a_thousandth_of_its_range(
    networks: PoseNetworks, litert: Answers
) -> None:
    assert 0.9 < np.ptp(dict(litert)["presence"]) <= 1.0
    for (name, got), (_, expected) in zip(_answers(networks), litert, strict=True):
        assert got.shape == expected.shape, name
        assert np.abs(got - expected).max() <= 1e-3 * np.ptp(expected), name


def test_batch_gives_what_single_tiles_give(networks: PoseNetworks) -> None:
    tiles = _tiles(256)

    together = networks.landmark(tiles)

    for at in range(len(tiles)):
        alone = networks.landmark(tiles[at : at + 1])
        assert alone.points[0] == pytest.approx(together.points[at], abs=2e-2)
        assert alone.heatmap[0] == pytest.approx(together.heatmap[at], abs=1e-2)


def test_openvino_computes_in_float32_even_where_the_processor_offers_bf16(
    openvino: OpenVinoNetworks,
) -> None:
    for request in (openvino._detect, openvino._landmark):
        settings = request.get_compiled_model()
        assert settings.get_property("INFERENCE_PRECISION_HINT").to_string() == "f32"
        assert settings.get_property("INFERENCE_NUM_THREADS") == 1


def test_models_are_named_with_the_hashes_of_their_files() -> None:
    names = [(model.name, model.weights_sha256[:8]) for model in pose_models()]

    assert names == [
        ("mediapipe-pose-detection", "9ba9dd3d"),
        ("mediapipe-pose-landmark-full", "e9a5c5cb"),
    ]


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of both weight files, which is taken for the installed package."""
    spec = find_spec("mediapipe")
    assert spec is not None
    assert spec.origin is not None
    for file in (DETECTOR, LANDMARKER):
        (tmp_path / file.place).parent.mkdir(parents=True)
        shutil.copy(Path(spec.origin).parent / file.place, tmp_path / file.place)
    copied = ModuleSpec("mediapipe", None, origin=str(tmp_path / "__init__.py"))
    monkeypatch.setattr("assessment.vision.pose.weights.find_spec", lambda _: copied)
    return tmp_path


@pytest.mark.parametrize("backend", ["openvino", "torch", "mediapipe"])
def test_changed_weight_file_is_refused_in_one_sentence(package: Path, backend: str) -> None:
    path = package / LANDMARKER.place
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)

    with pytest.raises(PoseUnavailable) as caught:
        pose_open(backend)  # type: ignore[arg-type]

    assert caught.value.code == "pose_weights_changed"
    assert caught.value.sentence == (
        "pose_landmark_full.tflite is not the file that was tested. "
        "Install the pinned mediapipe again."
    )


def test_missing_weight_file_is_refused_in_one_sentence(package: Path) -> None:
    (package / DETECTOR.place).unlink()

    with pytest.raises(PoseUnavailable) as caught:
        pose_open("openvino")

    assert caught.value.sentence == (
        "The installed mediapipe lacks pose_detection.tflite. Install the pinned version."
    )
