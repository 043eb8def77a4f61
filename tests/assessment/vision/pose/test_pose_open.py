import subprocess
import sys

import pytest

from assessment.core.errors import PoseUnavailable
from assessment.vision.pose import BACKENDS, Backend, pose_open

_RUNTIMES: list[tuple[Backend, str, str]] = [
    ("auto", "openvino ", " float32, tracking"),
    ("openvino", "openvino ", " float32, tracking"),
    ("torch", "torch ", " float32, two passes"),
    ("mediapipe", "mediapipe ", " float32, tracking"),
]


@pytest.fixture(autouse=True)
def _no_cuda(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assessment.vision.pose._has_cuda", lambda: False)


def test_every_backend_is_named_below() -> None:
    assert tuple(backend for backend, _, _ in _RUNTIMES) == BACKENDS


@pytest.mark.parametrize(("backend", "name", "how"), _RUNTIMES)
def test_runtime_says_name_precision_and_scheme(backend: Backend, name: str, how: str) -> None:
    port = pose_open(backend)

    assert port.runtime.startswith(name)
    assert port.runtime.endswith(how)
    assert len(port.models) == 2
    port.close()


def test_torch_is_taken_where_a_cuda_device_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assessment.vision.pose._has_cuda", lambda: True)
    asked: list[object] = []
    monkeypatch.setattr("assessment.vision.pose._torch", asked.append)

    pose_open("auto", (0.2, 0.4))

    assert asked == [(0.2, 0.4)]


@pytest.mark.parametrize(
    ("backend", "person"), [("openvino", (0.5, 1.2)), ("mediapipe", (0.5, 0.5))]
)
def test_person_that_cannot_be_followed_is_refused(
    backend: Backend, person: tuple[float, float]
) -> None:
    with pytest.raises(PoseUnavailable) as caught:
        pose_open(backend, person)

    assert caught.value.code == "pose_person"


def test_runtimes_load_only_when_they_are_opened() -> None:
    ask = (
        "import sys; import assessment.pipeline; "
        "print([m for m in ('torch', 'openvino', 'mediapipe', 'tflite') if m in sys.modules])"
    )

    told = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)

    assert told.stdout.strip() == "[]"
