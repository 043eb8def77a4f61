import hashlib
import socket
import time
from collections.abc import Iterator

import pytest
import requests

from tests.support.tus import Tus
from tests.support.upload_process import UploadServer

DATA = bytes(range(256)) * 1000


@pytest.fixture
def device(upload_server: UploadServer) -> Tus:
    client = Tus(upload_server, "north_device")
    del client.headers["Tus-Resumable"]
    return client


def address(device: Tus, **query: str) -> str:
    said = {"participant": device.server.people["north_ann"], **query}
    return requests.Request("GET", device.collection, params=said).prepare().url or ""


def pieces() -> Iterator[bytes]:
    for start in range(0, len(DATA), 50_000):
        yield DATA[start : start + 50_000]


def test_plain_post_is_answered_with_ids_and_digest(device: Tus) -> None:
    answer = device.send(
        "POST",
        address(device, exercise="push_up", filename="a/b.mp4"),
        DATA,
        Content_Type="video/mp4",
    )

    assert answer.status_code == 201
    told = answer.json()
    assert told["sha256"] == hashlib.sha256(DATA).hexdigest()
    row = device.server.upload_row(told["upload"])
    assert (row["state"], row["filename"], row["size_bytes"]) == ("finished", "b.mp4", len(DATA))
    assert device.server.told(told["upload"]) == [
        ("created", told["assessment"]),
        ("finished", told["sha256"]),
    ]


def test_plain_post_in_chunks_of_unknown_length_is_taken(device: Tus) -> None:
    answer = requests.post(address(device), data=pieces(), headers=device.headers, timeout=20)

    assert answer.status_code == 201
    assert answer.json()["sha256"] == hashlib.sha256(DATA).hexdigest()
    row = device.server.upload_row(answer.json()["upload"])
    assert (row["size_bytes"], row["reserved_bytes"]) == (len(DATA), len(DATA))


def test_cut_plain_post_leaves_nothing_behind(device: Tus) -> None:
    before = {row[0] for row in device.server.rows("SELECT id FROM uploads_upload")}
    lines = [
        f"POST {address(device).removeprefix(device.server.url)} HTTP/1.1",
        "Host: 127.0.0.1",
        f"Authorization: {device.headers['Authorization']}",
        "Content-Length: 1000",
        "",
        "half",
    ]
    with socket.create_connection(("127.0.0.1", device.server.port)) as connection:
        connection.sendall("\r\n".join(lines).encode())
        time.sleep(0.3)

    until = time.monotonic() + 5
    found: list[tuple[object, ...]] = []
    while time.monotonic() < until and not (found and found[0][1] == "terminated"):
        rows = device.server.rows("SELECT id, state, reserved_bytes, store_key FROM uploads_upload")
        found = [row for row in rows if row[0] not in before]
        time.sleep(0.05)

    assert [row[1:3] for row in found] == [("terminated", 0)]
    assert not list((device.server.var / "files").glob(f"{found[0][3]}*"))


def test_empty_plain_post_is_refused(device: Tus) -> None:
    before = device.server.upload_count()

    answer = device.send("POST", address(device), b"")

    assert (answer.status_code, answer.json()["code"]) == (400, "empty_file")
    assert device.server.upload_count() == before


def test_empty_plain_post_in_chunks_is_refused_and_given_up(device: Tus) -> None:
    answer = requests.post(address(device), data=iter([]), headers=device.headers, timeout=20)

    assert (answer.status_code, answer.json()["code"]) == (400, "empty_file")


@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", "application/json"])
def test_form_is_refused_with_what_to_do(device: Tus, kind: str) -> None:
    answer = device.send("POST", address(device), b"--x", Content_Type=kind)

    assert (answer.status_code, answer.json()["code"]) == (415, "content_type")
    assert answer.json()["detail"] == "Send the file itself as the body, not a form."


def test_consent_refusal_comes_before_the_bytes(device: Tus) -> None:
    before = device.server.upload_count()

    answer = device.send("POST", address(device, exercise="plank"), DATA)

    assert (answer.status_code, answer.json()["code"]) == (403, "consent_needed")
    assert device.server.upload_count() == before


def test_query_that_is_not_text_is_refused(device: Tus) -> None:
    answer = device.send("POST", device.collection + "?participant=%ff", DATA)

    assert answer.status_code == 400


def test_plain_post_repeated_with_its_key_is_one_upload(device: Tus) -> None:
    said = {"Content_Type": "video/mp4", "Idempotency_Key": "once"}
    first = device.send("POST", address(device, exercise="push_up"), DATA, **said)
    again = device.send("POST", address(device, exercise="push_up"), DATA, **said)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
