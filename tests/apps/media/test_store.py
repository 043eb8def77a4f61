"""The same store over a folder, and over S3 as far as a local double of it goes."""

import os
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from django.core.files.storage import storages
from django.test import override_settings
from moto.server import ThreadedMotoServer

from media import store

FOLDER = {"BACKEND": "django.core.files.storage.FileSystemStorage"}


@pytest.fixture(params=["folder", "s3"])
def shape(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "folder":
        with override_settings(STORAGES={"default": FOLDER | {"OPTIONS": {"location": tmp_path}}}):
            yield "folder"
        return
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    options = {
        "bucket_name": "clips",
        "endpoint_url": f"http://{host}:{port}",
        "region_name": "us-east-1",
        "access_key": "test",
        "secret_key": "test",
        "file_overwrite": True,
    }
    client = boto3.client(
        "s3",
        endpoint_url=options["endpoint_url"],
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    client.create_bucket(Bucket="clips")
    backend = {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
    with override_settings(STORAGES={"default": backend}):
        yield "s3"
        storages["default"].connection.meta.client.close()  # type: ignore[attr-defined]
    client.close()
    server.stop()


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def test_file_comes_back_as_it_was_put(shape: str, tmp_path: Path) -> None:
    data = os.urandom(300_000)

    store.put("clips/a/proxy.mp4", write(tmp_path / "p", data))

    assert store.size("clips/a/proxy.mp4") == len(data)
    with store.local_copy("clips/a/proxy.mp4") as copy:
        assert copy.read_bytes() == data


def test_second_put_replaces_the_first(shape: str, tmp_path: Path) -> None:
    store.put("clips/a/x", write(tmp_path / "p", b"first"))
    store.put("clips/a/x", write(tmp_path / "p", b"second"))

    with store.local_copy("clips/a/x") as copy:
        assert copy.read_bytes() == b"second"


def test_deleted_file_is_gone_and_may_be_deleted_again(shape: str, tmp_path: Path) -> None:
    store.put("clips/a/x", write(tmp_path / "p", b"first"))

    store.delete("clips/a/x")
    store.delete("clips/a/x")

    assert not storages["default"].exists("clips/a/x")


def test_temporary_copy_goes_with_its_block(shape: str, tmp_path: Path) -> None:
    store.put("clips/a/x", write(tmp_path / "p", b"first"))

    with store.local_copy("clips/a/x") as copy:
        assert copy.exists()

    assert copy.exists() == (shape == "folder")
    assert (store.local_path("clips/a/x") is not None) == (shape == "folder")


@pytest.mark.parametrize("_case", ["../outside", "/etc/outside", "clips/../../outside"])
def test_key_that_leaves_the_folder_is_refused(_case: str, shape: str, tmp_path: Path) -> None:
    from django.core.exceptions import SuspiciousOperation

    with pytest.raises(SuspiciousOperation):
        store.put(_case, write(tmp_path / "p", b"x"))
