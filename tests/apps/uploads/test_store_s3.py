"""The S3 store, against a real HTTP double of S3 and a server that is killed in the middle."""

import hashlib
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest

from tests.apps.uploads.test_transfer import checksum
from tests.support.tus import Tus, id_of
from tests.support.upload_process import UploadServer, free_port, wait_for_port

BUCKET = "clips"
MIB = 1 << 20
PART = 8 * MIB


class Bucket:
    def __init__(self, endpoint: str) -> None:
        self.endpoint = endpoint
        self.s3: Any = boto3.client(
            "s3",
            endpoint_url=endpoint,
            region_name="us-east-1",
            aws_access_key_id="test",
            aws_secret_access_key="test",
        )
        self.s3.create_bucket(Bucket=BUCKET)

    def read(self, key: str) -> bytes:
        return bytes(self.s3.get_object(Bucket=BUCKET, Key=key)["Body"].read())

    def keys(self, prefix: str) -> list[str]:
        found = self.s3.list_objects_v2(Bucket=BUCKET, Prefix=prefix).get("Contents", [])
        return [one["Key"] for one in found]

    def unfinished(self, prefix: str) -> int:
        return len(self.s3.list_multipart_uploads(Bucket=BUCKET, Prefix=prefix).get("Uploads", []))


@pytest.fixture(scope="module")
def bucket(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bucket]:
    port = free_port()
    log = tmp_path_factory.mktemp("s3") / "log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "moto.server", "-p", str(port)], stdout=out, stderr=out
        )
        wait_for_port(port, process)
        yield Bucket(f"http://127.0.0.1:{port}")
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def s3_server(bucket: Bucket, tmp_path_factory: pytest.TempPathFactory) -> Iterator[UploadServer]:
    settings = {
        "PLUMBLINE_S3_BUCKET": BUCKET,
        "PLUMBLINE_S3_ENDPOINT": bucket.endpoint,
        "PLUMBLINE_S3_ACCESS_KEY": "test",
        "PLUMBLINE_S3_SECRET_KEY": "test",
    }
    server = UploadServer(tmp_path_factory.mktemp("s3-server"), settings)
    server.start()
    yield server
    server.end()


@pytest.fixture
def ann3(s3_server: UploadServer) -> Tus:
    return Tus(s3_server)


def some(size: int) -> bytes:
    return random.Random(size).randbytes(size)


def test_upload_in_uneven_pieces_lands_whole_under_its_key(ann3: Tus, bucket: Bucket) -> None:
    data = some(2 * PART + 3 * MIB)
    url = ann3.begin(len(data))

    for start, end in ((0, 1 * MIB), (1 * MIB, 12 * MIB), (12 * MIB, len(data))):
        assert ann3.offset(url) == start
        assert ann3.patch(url, start, data[start:end]).headers["Upload-Offset"] == str(end)

    row = ann3.server.upload_row(id_of(url))
    assert (row["state"], row["sha256"]) == ("finished", hashlib.sha256(data).hexdigest())
    assert bucket.keys(row["store_key"]) == [row["store_key"]]
    assert bucket.read(row["store_key"]) == data


def test_server_killed_in_the_middle_loses_nothing_acknowledged(ann3: Tus, bucket: Bucket) -> None:
    data = some(3 * PART + 5)
    url = ann3.begin(len(data))
    ann3.patch(url, 0, data[: 3 * MIB])
    connection = ann3.open_patch(url, 3 * MIB, len(data) - 3 * MIB)
    connection.sendall(data[3 * MIB : 2 * PART + MIB])
    wait_for_parts(bucket, ann3, url)
    ann3.server.restart()
    connection.close()

    offset = ann3.offset(url)
    assert offset >= PART
    assert offset % PART == 0
    ann3.patch(url, offset, data[offset:])

    row = ann3.server.upload_row(id_of(url))
    assert row["sha256"] == hashlib.sha256(data).hexdigest()
    assert bucket.read(row["store_key"]) == data


def wait_for_parts(bucket: Bucket, client: Tus, url: str) -> None:
    key = client.server.upload_row(id_of(url))["store_key"]
    until = time.monotonic() + 20
    while time.monotonic() < until:
        for upload in bucket.s3.list_multipart_uploads(Bucket=BUCKET, Prefix=key)["Uploads"]:
            parts = bucket.s3.list_parts(Bucket=BUCKET, Key=key, UploadId=upload["UploadId"])
            if parts.get("Parts"):
                return
        time.sleep(0.05)
    raise AssertionError("no part arrived")


def test_wrong_checksum_sends_nothing_to_the_bucket(ann3: Tus, bucket: Bucket) -> None:
    data = some(2 * PART)
    url = ann3.begin(len(data))
    ann3.patch(url, 0, data[:MIB])

    wrong = ann3.patch(url, MIB, data[MIB:], Upload_Checksum=checksum("sha1", b"other"))
    assert wrong.status_code == 460
    assert ann3.offset(url) == MIB

    right = ann3.patch(url, MIB, data[MIB:], Upload_Checksum=checksum("sha1", data[MIB:]))
    assert right.status_code == 204
    row = ann3.server.upload_row(id_of(url))
    assert row["sha256"] == hashlib.sha256(data).hexdigest()
    assert bucket.read(row["store_key"]) == data


def test_terminated_upload_leaves_neither_parts_nor_tail(ann3: Tus, bucket: Bucket) -> None:
    url = ann3.begin(3 * PART)
    ann3.patch(url, 0, some(PART + MIB))
    key = ann3.server.upload_row(id_of(url))["store_key"]
    assert (bucket.keys(key), bucket.unfinished(key)) == ([key + ".tail"], 1)

    assert ann3.send("DELETE", url).status_code == 204

    assert (bucket.keys(key), bucket.unfinished(key)) == ([], 0)


def test_finished_object_without_its_row_is_finished_by_head(ann3: Tus, bucket: Bucket) -> None:
    data = some(1000)
    url = ann3.begin(len(data))
    ann3.patch(url, 0, data[:500])
    key = ann3.server.upload_row(id_of(url))["store_key"]
    [upload] = bucket.s3.list_multipart_uploads(Bucket=BUCKET, Prefix=key)["Uploads"]
    bucket.s3.abort_multipart_upload(Bucket=BUCKET, Key=key, UploadId=upload["UploadId"])
    bucket.s3.put_object(Bucket=BUCKET, Key=key, Body=data)

    assert ann3.offset(url) == 1000
    row = ann3.server.upload_row(id_of(url))
    assert (row["state"], row["sha256"]) == ("finished", hashlib.sha256(data).hexdigest())


def test_spool_leaves_no_named_file_on_disk(ann3: Tus) -> None:
    url = ann3.begin(PART)
    ann3.patch(url, 0, some(MIB))

    assert not [path for path in Path(ann3.server.var).rglob("*") if id_of(url) in path.name]
