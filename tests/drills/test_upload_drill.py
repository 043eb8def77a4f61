"""Ten uploads over a network that cuts, and a server that is killed: every byte arrives once."""

import hashlib
import json
import os
import random
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests
from tusclient.client import TusClient
from tusclient.exceptions import TusCommunicationError

from tests.support.cutting_proxy import CuttingProxy
from tests.support.tus import id_of
from tests.support.upload_process import ROOT, UploadServer

pytestmark = [pytest.mark.drill, pytest.mark.slow]

UPLOADS = 10
CUT_AFTER = (200_000, 2_500_000)  # bytes
NODE_MODULES = ROOT / "frontend" / "node_modules"
PATIENCE_S = 240.0


@pytest.fixture
def server(tmp_path: Path) -> Iterator[UploadServer]:
    one = UploadServer(tmp_path)
    one.start()
    yield one
    one.end()


@pytest.fixture
def network(server: UploadServer) -> Iterator[CuttingProxy]:
    proxy = CuttingProxy(server.port, seed=10, cut_after=CUT_AFTER, pause_s=0.001)
    yield proxy
    proxy.close()


@pytest.fixture
def clips(tmp_path: Path) -> list[Path]:
    chance = random.Random(4)
    folder = tmp_path / "clips"
    folder.mkdir()
    paths = [folder / f"clip-{n}.mp4" for n in range(UPLOADS)]
    for path in paths:
        path.write_bytes(chance.randbytes(chance.randint(1_500_000, 6_000_000)))
    return paths


def kill_after(server: UploadServer, network: CuttingProxy, count: int) -> threading.Thread:
    """Kill the server -9 once `count` bytes have gone through, and start it again."""

    def wait_and_kill() -> None:
        while network.bytes_passed < count:
            time.sleep(0.01)
        server.restart()

    thread = threading.Thread(target=wait_and_kill)
    thread.start()
    return thread


def check(server: UploadServer, clips: list[Path], addresses: dict[str, str]) -> None:
    assert sorted(addresses) == sorted(str(clip) for clip in clips)
    for clip in clips:
        upload_id = id_of(addresses[str(clip)])
        digest = hashlib.sha256(clip.read_bytes()).hexdigest()
        row = server.upload_row(upload_id)
        assert (row["state"], row["sha256"]) == ("finished", digest)
        stored = server.stored_file(upload_id).read_bytes()
        assert hashlib.sha256(stored).hexdigest() == digest
        assert server.told(upload_id)[1:] == [("finished", digest)]
        assert server.journal(upload_id) == [400, 401]


def test_tus_js_client_gets_every_byte_through(
    server: UploadServer, network: CuttingProxy, clips: list[Path]
) -> None:
    if not (NODE_MODULES / "tus-js-client").exists() or shutil.which("node") is None:
        pytest.skip(
            "tus-js-client is not installed; `make build` installs the front end's packages"
        )
    killer = kill_after(server, network, sum(clip.stat().st_size for clip in clips) // 3)

    done = subprocess.run(
        [
            "node",
            str(Path(__file__).with_name("tus_js_upload.cjs")),
            f"http://127.0.0.1:{network.port}/api/v1/orgs/north/uploads",
            server.people["north_device_token"],
            server.people["north_ann"],
            *map(str, clips),
        ],
        env={**os.environ, "NODE_PATH": str(NODE_MODULES)},
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    killer.join()

    assert done.returncode == 0, done.stderr
    assert network.cuts >= UPLOADS
    check(server, clips, json.loads(done.stdout))


def test_tuspy_gets_every_byte_through(
    server: UploadServer, network: CuttingProxy, clips: list[Path]
) -> None:
    killer = kill_after(server, network, sum(clip.stat().st_size for clip in clips) // 3)
    client = TusClient(
        f"http://127.0.0.1:{network.port}/api/v1/orgs/north/uploads",
        headers={"Authorization": f"Bearer {server.people['north_device_token']}"},
    )

    with ThreadPoolExecutor(3) as pool:
        urls = list(pool.map(lambda clip: upload_with_tuspy(client, server, clip), clips))
    killer.join()

    assert network.cuts >= UPLOADS
    check(server, clips, {str(clip): url for clip, url in zip(clips, urls, strict=True)})


def upload_with_tuspy(client: TusClient, server: UploadServer, clip: Path) -> str:
    """The client itself gives up at a cut; an application goes on from the offset that HEAD tells."""
    until = time.monotonic() + PATIENCE_S
    size = clip.stat().st_size
    with clip.open("rb") as stream:
        uploader = client.uploader(
            file_stream=stream,
            chunk_size=2**21,
            metadata={"filename": clip.name, "participant": server.people["north_ann"]},
        )
        while time.monotonic() < until:
            try:
                uploader.upload()
            except (TusCommunicationError, requests.RequestException):
                time.sleep(0.2)
            if uploader.url:
                uploader.offset = told_offset(uploader) or uploader.offset
                if uploader.offset == size:
                    return str(uploader.url)
    raise AssertionError(f"{clip.name} did not get through")


def told_offset(uploader: object) -> int:
    try:
        return int(uploader.get_offset())  # type: ignore[attr-defined]
    except (TusCommunicationError, requests.RequestException):
        return 0
