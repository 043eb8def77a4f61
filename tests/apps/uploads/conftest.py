"""One upload server for all tests of a session; a test that kills one makes its own."""

from collections.abc import Iterator

import pytest

from tests.support.tus import Tus
from tests.support.upload_process import UploadServer


@pytest.fixture(scope="session")
def upload_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[UploadServer]:
    server = UploadServer(tmp_path_factory.mktemp("upload-server"))
    server.start()
    yield server
    server.end()


@pytest.fixture(scope="session")
def second_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[UploadServer]:
    server = UploadServer(tmp_path_factory.mktemp("second-upload-server"))
    server.start()
    yield server
    server.end()


@pytest.fixture
def own_server(second_server: UploadServer) -> UploadServer:
    """A server that no other test uses at the same time and that has no uploads yet."""
    second_server.rows("DELETE FROM uploads_upload")
    return second_server


@pytest.fixture
def ann(upload_server: UploadServer) -> Tus:
    """A participant of the organisation north."""
    return Tus(upload_server)
