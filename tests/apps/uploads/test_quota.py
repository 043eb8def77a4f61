import threading
import uuid

import pytest

from tests.support.tus import Tus, id_of
from tests.support.upload_process import UploadServer
from uploads.models import Upload

MB = 1_000_000
LIMITS = "UPDATE tenants_organisation SET quota_bytes = ?, max_upload_bytes = ?"


@pytest.fixture
def small(own_server: UploadServer) -> Tus:
    """A participant of an organisation with 10 MB in all and 4 MB a file."""
    own_server.rows(LIMITS, 10 * MB, 4 * MB)
    return Tus(own_server)


def reserved(client: Tus) -> int:
    return int(client.server.rows("SELECT sum(reserved_bytes) FROM uploads_upload")[0][0])


def test_parallel_creations_never_oversell(small: Tus) -> None:
    statuses: list[int] = []

    def create() -> None:
        statuses.append(small.create(3 * MB).status_code)

    threads = [threading.Thread(target=create) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(statuses) == [201] * 3 + [413] * 9
    assert reserved(small) == 9 * MB


def test_full_organisation_is_told_so_and_another_is_not_touched(small: Tus) -> None:
    for _ in range(2):
        small.begin(4 * MB)

    answer = small.create(3 * MB)

    assert (answer.status_code, answer.json()["code"]) == (413, "quota_exceeded")
    assert Tus(small.server, "south_ann", "south").create(3 * MB).status_code == 201


def test_terminated_uploads_give_their_room_back(small: Tus) -> None:
    first = small.begin(4 * MB)
    small.begin(4 * MB)
    assert small.create(4 * MB).status_code == 413

    small.send("DELETE", first)

    assert small.create(4 * MB).status_code == 201


def test_deferred_length_is_counted_as_it_grows(small: Tus) -> None:
    for _ in range(2):
        small.begin(4 * MB)
    url = small.begin(None)
    assert reserved(small) == 8 * MB

    first = small.patch(url, 0, b"a" * MB)
    assert first.status_code == 204
    assert 9 * MB <= reserved(small) <= 10 * MB

    second = small.patch(url, MB, b"a" * 2 * MB)
    assert (second.status_code, second.json()["code"]) == (413, "quota_exceeded")
    assert reserved(small) <= 10 * MB
    kept = small.offset(url)
    assert MB <= kept <= 2 * MB

    small.patch(url, kept, b"", Upload_Length=str(kept))
    assert reserved(small) == 8 * MB + kept


def test_deferred_length_beyond_the_size_limit_is_refused(small: Tus) -> None:
    url = small.begin(None)

    answer = small.patch(url, 0, b"a" * 5 * MB)

    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert answer.headers["Tus-Max-Size"] == str(4 * MB)
    assert small.offset(url) <= 4 * MB


def test_declared_length_beyond_the_limit_is_refused(small: Tus) -> None:
    url = small.begin(None)
    small.patch(url, 0, b"a" * 1000)

    answer = small.patch(url, 1000, b"", Upload_Length=str(4 * MB + 1))

    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert small.server.upload_row(id_of(url))["size_bytes"] is None


def test_too_many_open_uploads_are_refused(small: Tus) -> None:
    small.begin(None)
    for _ in range(199):
        copy_a_row(small.server)

    answer = small.create(5)

    assert (answer.status_code, answer.json()["code"]) == (429, "too_many_open_uploads")


def copy_a_row(server: UploadServer) -> None:
    names = [str(field.column) for field in Upload._meta.concrete_fields if not field.primary_key]
    kept = ", ".join(names)
    server.rows(
        f"INSERT INTO uploads_upload (id, {kept}) "  # noqa: S608 -- our own words
        f"SELECT ?, {kept} FROM uploads_upload LIMIT 1",
        uuid.uuid4().hex,
    )


def test_memory_stays_small_while_a_large_file_goes_through(own_server: UploadServer) -> None:
    own_server.rows(LIMITS, 10_000 * MB, 1_000 * MB)
    size = 200 * MB
    client = Tus(own_server)
    warm_up = client.begin(MB)
    client.patch(warm_up, 0, b"a" * MB)
    before = own_server.resident_bytes
    url = client.begin(size)
    connection = client.open_patch(url, 0, size)
    connection.settimeout(120)
    piece = bytes(MB)
    most = before

    for _ in range(size // MB):
        connection.sendall(piece)
        most = max(most, own_server.resident_bytes)
    answer = connection.recv(4096)
    connection.close()

    assert answer.startswith(b"HTTP/1.1 204")
    assert own_server.upload_row(id_of(url))["state"] == "finished"
    assert most - before < 10 * MB
