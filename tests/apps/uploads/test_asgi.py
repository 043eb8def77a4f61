import socket
import uuid

import pytest
import requests

from tests.support.tus import Tus, id_of
from tests.support.upload_process import UploadServer

STRANGERS = ["north_ben", "north_pat", "north_device"]


@pytest.mark.parametrize("who", STRANGERS)
@pytest.mark.parametrize("method", ["HEAD", "PATCH", "DELETE"])
def test_upload_of_another_person_is_not_there(
    ann: Tus, upload_server: UploadServer, who: str, method: str
) -> None:
    url = ann.begin(100)
    other = Tus(upload_server, who)

    answer = other.send(
        method, url, Upload_Offset="0", Content_Type="application/offset+octet-stream"
    )

    assert answer.status_code == 404
    assert ann.offset(url) == 0


@pytest.mark.parametrize("who", ["south_ann", "south_device"])
@pytest.mark.parametrize("org", ["north", "south"])
def test_upload_of_another_tenant_is_not_there(
    ann: Tus, upload_server: UploadServer, who: str, org: str
) -> None:
    upload_id = id_of(ann.begin(100))
    other = Tus(upload_server, who, org)

    assert other.send("HEAD", f"{other.collection}/{upload_id}").status_code == 404
    assert other.send("DELETE", f"{other.collection}/{upload_id}").status_code == 404
    assert upload_server.upload_row(upload_id)["state"] == "open"


def test_stranger_to_an_organisation_cannot_begin_there(upload_server: UploadServer) -> None:
    before = upload_server.upload_count()

    answer = Tus(upload_server, "south_ann", "north").create(5)
    nowhere = Tus(upload_server, "south_ann", "nowhere").create(5)

    assert (answer.status_code, nowhere.status_code) == (404, 404)
    assert answer.json() == nowhere.json()
    assert upload_server.upload_count() == before


@pytest.mark.parametrize(
    "headers",
    [
        {"Cookie": None},
        {"Origin": None},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Cookie": None, "Authorization": "Bearer pld_wrong"},
    ],
    ids=str,
)
def test_request_without_credentials_of_this_site_is_refused(
    ann: Tus, headers: dict[str, str | None]
) -> None:
    before = ann.server.upload_count()

    answer = ann.send("POST", Upload_Length="5", **headers)

    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")
    assert ann.server.upload_count() == before


@pytest.mark.parametrize(
    "tail", ["/not-an-id", "/" + "0" * 32, f"/{uuid.uuid4()}", "/%2e%2e", "/..%2f..%2fetc%2fpasswd"]
)
def test_unknown_id_is_not_found(ann: Tus, tail: str) -> None:
    assert ann.send("HEAD", ann.collection + tail).status_code == 404


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "TRACE"])
def test_other_methods_are_told_which_are_allowed(ann: Tus, method: str) -> None:
    answer = ann.send(method)

    assert (answer.status_code, answer.headers["Allow"]) == (405, "OPTIONS, POST")


def test_unknown_host_is_refused(ann: Tus) -> None:
    answer = ann.send("POST", Host="evil.example", Upload_Length="5")

    assert (answer.status_code, answer.json()["code"]) == (400, "unknown_host")


def test_other_addresses_go_to_django(ann: Tus) -> None:
    assert requests.get(ann.collection + "-not", timeout=20).status_code == 404
    assert "Tus-Resumable" not in requests.get(ann.collection + "-not", timeout=20).headers


def test_header_smuggled_by_line_breaks_never_reaches_an_answer(ann: Tus) -> None:
    lines = [
        f"POST {ann.collection.removeprefix(ann.server.url)} HTTP/1.1",
        f"Host: 127.0.0.1:{ann.server.port}",
        *(f"{name}: {value}" for name, value in ann.headers.items()),
        "Upload-Length: 5",
        "Upload-Metadata: filename YQ==\r\n\tX-Evil: 1",
        "Connection: close",
        "",
        "",
    ]
    with socket.create_connection(("127.0.0.1", ann.server.port), timeout=20) as connection:
        connection.sendall("\r\n".join(lines).encode())
        answer = connection.recv(65536)

    assert answer.startswith(b"HTTP/1.1 4")
    assert b"x-evil" not in answer.lower()


def test_no_request_made_the_server_stumble(ann: Tus) -> None:
    ann.begin(5)

    assert "upload.failed" not in ann.server.log()
