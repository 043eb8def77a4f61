import pytest

from tests.support.tus import Tus, id_of
from tests.support.upload_process import UploadServer

SWEEP = "import django; django.setup(); from uploads.tasks import expire; print(expire())"
PAST = "2020-01-01 00:00:00+00:00"


def sweep(server: UploadServer) -> int:
    return int(server.python("-c", SWEEP))


@pytest.fixture
def own(own_server: UploadServer) -> Tus:
    return Tus(own_server)


def age(own: Tus, url: str, column: str) -> None:
    own.server.rows(
        f"UPDATE uploads_upload SET {column} = ? WHERE id = ?",  # noqa: S608 -- our own words
        PAST,
        id_of(url).replace("-", ""),
    )


def test_expired_upload_is_gone_at_once_and_swept_later(own: Tus) -> None:
    url, other = own.begin(1000), own.begin(1000)
    own.patch(url, 0, b"a" * 400)
    age(own, url, "expires_at")

    assert own.send("HEAD", url).status_code == 410
    assert own.patch(url, 400, b"a").status_code == 410
    assert sweep(own.server) == 1

    row = own.server.upload_row(id_of(url))
    assert (row["state"], row["reserved_bytes"]) == ("expired", 0)
    assert own.server.told(id_of(url))[1:] == [("given_up", "expired")]
    assert own.server.journal(id_of(url)) == [400, 403]
    assert not list((own.server.var / "files").glob(f"{row['store_key']}*"))
    assert own.offset(other) == 0
    assert sweep(own.server) == 0


def test_upload_whose_server_died_after_the_last_byte_is_finished_by_the_sweep(own: Tus) -> None:
    url = own.begin(1000)
    own.patch(url, 0, b"a" * 400)
    whole = own.server.stored_file(id_of(url))
    whole.with_name(whole.name + ".part").unlink()
    whole.write_bytes(b"a" * 1000)  # as after the rename, before the row
    age(own, url, "touched_at")

    assert sweep(own.server) == 1

    row = own.server.upload_row(id_of(url))
    assert (row["state"], row["offset_bytes"]) == ("finished", 1000)
    assert [what for what, _ in own.server.told(id_of(url))] == ["created", "finished"]


def test_bytes_left_by_a_crash_during_termination_are_removed(own: Tus) -> None:
    url = own.begin(1000)
    own.send("DELETE", url)
    left = own.server.stored_file(id_of(url)).with_suffix(".part")
    left.parent.mkdir(parents=True, exist_ok=True)
    left.write_bytes(b"left over")
    own.server.rows("UPDATE uploads_upload SET store_emptied = ?", False)
    age(own, url, "touched_at")

    assert sweep(own.server) == 1
    assert not left.exists()
