import time

from tests.support.tus import Tus, id_of
from tests.support.upload_process import UploadServer


def test_delete_removes_bytes_frees_quota_and_tells_the_listener(
    ann: Tus, upload_server: UploadServer
) -> None:
    url = ann.begin(1000)
    ann.patch(url, 0, b"a" * 400)
    upload_id = id_of(url)
    part = upload_server.stored_file(upload_id).with_name(upload_id + ".part")
    assert part.stat().st_size == 400

    answer = ann.send("DELETE", url)

    assert (answer.status_code, answer.headers["Tus-Resumable"]) == (204, "1.0.0")
    assert not part.exists()
    row = upload_server.upload_row(upload_id)
    assert (row["state"], row["reserved_bytes"]) == ("terminated", 0)
    assert upload_server.told(upload_id)[1:] == [("given_up", "terminated")]
    assert upload_server.journal(upload_id) == [400, 402]


def test_terminated_upload_is_gone_for_every_verb(ann: Tus) -> None:
    url = ann.begin(1000)
    ann.send("DELETE", url)

    assert ann.send("HEAD", url).status_code == 410
    gone = ann.patch(url, 0, b"a")
    assert (gone.status_code, gone.json()["code"]) == (410, "upload_gone")
    assert ann.send("DELETE", url).status_code == 410


def test_delete_of_a_finished_upload_is_refused_and_keeps_the_original(ann: Tus) -> None:
    url = ann.begin(10)
    ann.patch(url, 0, b"a" * 10)

    answer = ann.send("DELETE", url)

    assert (answer.status_code, answer.json()["code"]) == (409, "upload_finished")
    assert ann.server.stored_file(id_of(url)).read_bytes() == b"a" * 10


def test_delete_stops_a_transfer_that_is_under_way(ann: Tus) -> None:
    url = ann.begin(1000)
    connection = ann.open_patch(url, 0, 1000)
    connection.sendall(b"a" * 500)
    time.sleep(0.5)

    began = time.monotonic()
    answer = ann.send("DELETE", url)

    assert answer.status_code == 204
    assert time.monotonic() - began < 2
    assert ann.send("HEAD", url).status_code == 410
    connection.close()
