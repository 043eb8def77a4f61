import base64
import hashlib
import threading
import time

import pytest
import requests

from tests.support.tus import Tus, id_of
from tests.support.upload_process import UploadServer


def test_patch_moves_the_offset_and_the_last_one_finishes(
    ann: Tus, upload_server: UploadServer
) -> None:
    data = bytes(range(256)) * 4000
    url = ann.begin(len(data))

    first = ann.patch(url, 0, data[:300_000])
    last = ann.patch(url, 300_000, data[300_000:])

    assert (first.status_code, first.headers["Upload-Offset"]) == (204, "300000")
    assert "Upload-Expires" in first.headers
    assert (last.status_code, last.headers["Upload-Offset"]) == (204, str(len(data)))
    digest = hashlib.sha256(data).hexdigest()
    upload_id = id_of(url)
    assert upload_server.upload_row(upload_id)["sha256"] == digest
    assert upload_server.told(upload_id)[1:] == [("finished", digest)]
    assert upload_server.journal(upload_id) == [400, 401]
    assert upload_server.stored_file(upload_id).read_bytes() == data


def test_head_tells_offset_and_length_and_may_not_be_cached(ann: Tus) -> None:
    url = ann.begin(1000)
    ann.patch(url, 0, b"a" * 400)

    answer = ann.send("HEAD", url + "/")

    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["Upload-Offset"] == "400"
    assert answer.headers["Upload-Length"] == "1000"
    assert answer.headers["Cache-Control"] == "no-store"


def test_chunked_patch_is_taken(ann: Tus) -> None:
    url = ann.begin(3000)
    pieces = (piece for piece in [b"a" * 1000, b"b" * 1000, b"c" * 1000])

    answer = requests.patch(
        url,
        data=pieces,
        headers={
            **ann.headers,
            "Upload-Offset": "0",
            "Content-Type": "application/offset+octet-stream",
        },
        timeout=20,
    )

    assert (answer.status_code, answer.headers["Upload-Offset"]) == (204, "3000")


BAD_PATCHES = [
    ("offset behind", {"Upload_Offset": "0"}, 409, "offset_mismatch"),
    ("offset ahead", {"Upload_Offset": "500"}, 409, "offset_mismatch"),
    ("offset huge", {"Upload_Offset": "9007199254740991"}, 409, "offset_mismatch"),
    ("offset negative", {"Upload_Offset": "-400"}, 400, "invalid"),
    ("offset missing", {"Upload_Offset": None}, 400, "invalid"),
    ("offset not a number", {"Upload_Offset": "4e2"}, 400, "invalid"),
    ("offset in other digits", {"Upload_Offset": "\u0664\u0660\u0660".encode().decode("latin-1")}, 400, "invalid"),
    ("content type", {"Content_Type": "application/octet-stream"}, 415, "content_type"),
    ("content type missing", {"Content_Type": None}, 415, "content_type"),
    ("version", {"Tus_Resumable": "2.0.0"}, 412, "tus_version_unknown"),
    ("checksum algorithm", {"Upload_Checksum": "md4 AAAA"}, 400, "invalid"),
    ("checksum length", {"Upload_Checksum": "sha1 AAAA"}, 400, "invalid"),
    ("checksum base64", {"Upload_Checksum": "sha1 *"}, 400, "invalid"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("_case", "headers", "status", "code"), BAD_PATCHES, ids=[row[0] for row in BAD_PATCHES]
)
def test_bad_patch_is_refused_and_moves_nothing(
    ann: Tus, _case: str, headers: dict[str, str | None], status: int, code: str
) -> None:
    url = ann.begin(1000)
    ann.patch(url, 0, b"a" * 400)

    answer = ann.patch(url, 400, b"b" * 100, **headers)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert ann.offset(url) == 400


def test_offset_mismatch_tells_the_right_offset(ann: Tus) -> None:
    url = ann.begin(1000)
    ann.patch(url, 0, b"a" * 400)

    assert ann.patch(url, 0, b"b").headers["Upload-Offset"] == "400"


def test_more_bytes_than_announced_are_refused_before_reading(ann: Tus) -> None:
    url = ann.begin(1000)

    answer = ann.patch(url, 0, b"a" * 1001)

    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert ann.offset(url) == 0


def test_bytes_to_a_finished_upload_are_refused(ann: Tus) -> None:
    url = ann.begin(10)
    ann.patch(url, 0, b"a" * 10)

    assert ann.patch(url, 10, b"b").status_code == 413
    assert ann.patch(url, 0, b"b").status_code == 409
    assert ann.patch(url, 10, b"").status_code == 204
    assert ann.server.stored_file(id_of(url)).read_bytes() == b"a" * 10


def checksum(algorithm: str, data: bytes) -> str:
    return f"{algorithm} {base64.b64encode(hashlib.new(algorithm, data).digest()).decode()}"


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_right_checksum_is_taken_and_wrong_one_discards(ann: Tus, algorithm: str) -> None:
    data = b"squat" * 1000
    url = ann.begin(2 * len(data))

    wrong = ann.patch(url, 0, data, Upload_Checksum=checksum(algorithm, b"other"))
    assert (wrong.status_code, wrong.json()["code"]) == (460, "checksum_mismatch")
    assert ann.offset(url) == 0

    right = ann.patch(url, 0, data, Upload_Checksum=checksum(algorithm, data))
    assert (right.status_code, right.headers["Upload-Offset"]) == (204, str(len(data)))
    ann.patch(url, len(data), data, Upload_Checksum=checksum(algorithm, data))
    assert ann.server.upload_row(id_of(url))["sha256"] == hashlib.sha256(2 * data).hexdigest()


def test_checksummed_bytes_of_a_cut_connection_are_discarded(ann: Tus) -> None:
    url = ann.begin(1000)
    ann.headers = ann.headers | {"Upload-Checksum": checksum("sha1", b"a" * 1000)}
    connection = ann.open_patch(url, 0, 1000)
    connection.sendall(b"a" * 500)
    time.sleep(0.2)
    connection.close()

    assert ann.offset(url) == 0


def test_bytes_of_a_cut_connection_are_kept(ann: Tus) -> None:
    data = bytes(range(250)) * 4
    url = ann.begin(1000)
    connection = ann.open_patch(url, 0, 1000)
    connection.sendall(data[:500])
    time.sleep(0.3)
    connection.close()

    assert ann.offset(url) == 500
    ann.patch(url, 500, data[500:])
    assert ann.server.upload_row(id_of(url))["sha256"] == hashlib.sha256(data).hexdigest()


def test_head_takes_the_lock_from_a_connection_that_went_silent_within_two_seconds(
    ann: Tus,
) -> None:
    url = ann.begin(1000)
    silent = ann.open_patch(url, 0, 1000)
    silent.sendall(b"a" * 500)
    time.sleep(0.5)

    began = time.monotonic()
    offset = ann.offset(url)
    took = time.monotonic() - began

    assert offset == 500
    assert took < 2
    assert b"423" in silent.recv(4096).split(b"\r\n")[0]
    silent.close()


def test_patch_takes_the_lock_from_a_connection_that_went_silent_within_two_seconds(
    ann: Tus,
) -> None:
    url = ann.begin(1000)
    silent = ann.open_patch(url, 0, 1000)
    silent.sendall(b"a" * 500)
    time.sleep(0.5)

    began = time.monotonic()
    answer = ann.patch(url, 500, b"b" * 500)
    took = time.monotonic() - began

    assert (answer.status_code, answer.headers["Upload-Offset"]) == (204, "1000")
    assert took < 2
    silent.close()


def test_lock_of_a_dead_host_is_taken_over_within_two_seconds(
    ann: Tus, upload_server: UploadServer
) -> None:
    url = ann.begin(1000)
    upload_server.rows(
        "UPDATE uploads_upload SET lock_owner = ?, lock_beat = 7 WHERE id = ?",
        "0" * 32,
        id_of(url).replace("-", ""),
    )

    began = time.monotonic()
    answer = ann.patch(url, 0, b"a" * 1000)
    took = time.monotonic() - began

    assert answer.status_code == 204
    assert took < 2


def test_another_process_takes_the_lock_over_within_two_seconds(
    ann: Tus, upload_server: UploadServer
) -> None:
    data = bytes(range(250)) * 4
    url = ann.begin(1000)
    with upload_server.second_process() as elsewhere:
        silent = ann.open_patch(url, 0, 1000)
        silent.sendall(data[:500])
        time.sleep(0.5)

        began = time.monotonic()
        answer = ann.patch(
            url.replace(upload_server.url, elsewhere), 500, data[500:], Origin=elsewhere
        )
        took = time.monotonic() - began

    assert (answer.status_code, answer.headers["Upload-Offset"]) == (204, "1000")
    assert took < 2
    assert upload_server.upload_row(id_of(url))["sha256"] == hashlib.sha256(data).hexdigest()
    silent.close()


def test_parallel_patches_of_one_upload_leave_whole_bytes(ann: Tus) -> None:
    data = hashlib.sha256(b"seed").digest() * 100_000
    url = ann.begin(len(data))
    statuses: list[int] = []

    def send() -> None:
        statuses.append(ann.patch(url, 0, data).status_code)

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    while (offset := ann.offset(url)) < len(data):
        ann.patch(url, offset, data[offset:])

    assert set(statuses) <= {204, 409, 423}
    assert ann.server.upload_row(id_of(url))["sha256"] == hashlib.sha256(data).hexdigest()
    assert ann.server.stored_file(id_of(url)).read_bytes() == data
    assert [what for what, _ in ann.server.told(id_of(url))] == ["created", "finished"]


def test_method_override_is_followed(ann: Tus) -> None:
    url = ann.begin(10)

    answer = ann.send(
        "POST",
        url,
        b"a" * 10,
        X_HTTP_Method_Override="PATCH",
        Upload_Offset="0",
        Content_Type="application/offset+octet-stream",
    )

    assert (answer.status_code, answer.headers["Upload-Offset"]) == (204, "10")
