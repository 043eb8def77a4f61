import pytest

from assessment.vision.pose.openvino_networks import OpenVinoNetworks


@pytest.fixture(scope="session")
def openvino() -> OpenVinoNetworks:
    """Starting both networks takes a second."""
    return OpenVinoNetworks()
