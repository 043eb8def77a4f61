import pytest
import requests

from tests.support.tus import OFFSET_TYPE, Tus, encoded, id_of
from tests.support.upload_process import UploadServer

MAX_UPLOAD = 2 * 1024**3


def test_post_of_a_length_begins_an_upload_of_ones_own(
    ann: Tus, upload_server: UploadServer
) -> None:
    made = ann.create(1000, filename="squat.mp4", filetype="video/mp4", exercise="deep_squat")

    assert made.status_code == 201
    assert made.headers["Tus-Resumable"] == "1.0.0"
    assert made.headers["Upload-Offset"] == "0"
    assert made.headers["Upload-Expires"].endswith("GMT")
    upload_id = id_of(made.headers["Location"])
    assert made.headers["Location"] == f"/api/v1/orgs/north/uploads/{upload_id}"
    assert upload_server.told(upload_id) == [("created", made.headers["Plumbline-Assessment"])]
    assert upload_server.journal(upload_id) == [400]
    row = upload_server.upload_row(upload_id)
    assert (row["state"], row["size_bytes"], row["reserved_bytes"]) == ("open", 1000, 1000)
    owner = upload_server.rows(
        "SELECT participant_id, exercise, content_type FROM uploads_upload WHERE id = ?",
        upload_id.replace("-", ""),
    )
    ann_id = upload_server.people["north_ann"].replace("-", "")
    assert owner == [(ann_id, "deep_squat", "video/mp4")]


def test_post_with_first_bytes_stores_them(ann: Tus) -> None:
    made = ann.send("POST", "", b"x" * 600, Upload_Length="1000", Content_Type=OFFSET_TYPE)

    assert (made.status_code, made.headers["Upload-Offset"]) == (201, "600")
    assert ann.offset(ann.server.url + made.headers["Location"]) == 600


def test_post_with_all_bytes_finishes(ann: Tus, upload_server: UploadServer) -> None:
    made = ann.send("POST", "", b"x" * 600, Upload_Length="600", Content_Type=OFFSET_TYPE)

    assert (made.status_code, made.headers["Upload-Offset"]) == (201, "600")
    assert upload_server.upload_row(id_of(made.headers["Location"]))["state"] == "finished"


def test_deferred_length_is_told_by_head_and_said_with_a_patch(ann: Tus) -> None:
    url = ann.begin(None)
    first = ann.send("HEAD", url)
    assert (first.headers["Upload-Defer-Length"], "Upload-Length" in first.headers) == ("1", False)

    assert ann.patch(url, 0, b"a" * 500).status_code == 204
    last = ann.patch(url, 500, b"b" * 500, Upload_Length="1000")

    assert (last.status_code, last.headers["Upload-Offset"]) == (204, "1000")
    row = ann.server.upload_row(id_of(url))
    assert (row["state"], row["size_bytes"], row["reserved_bytes"]) == ("finished", 1000, 1000)


def test_deferred_length_said_after_the_last_byte_finishes(ann: Tus) -> None:
    url = ann.begin(None)
    ann.patch(url, 0, b"a" * 500)

    last = ann.patch(url, 500, b"", Upload_Length="500")

    assert (last.status_code, last.headers["Upload-Offset"]) == (204, "500")
    assert ann.server.upload_row(id_of(url))["state"] == "finished"


@pytest.mark.parametrize("length", ["400", "2000"])
def test_length_said_twice_differently_is_refused(ann: Tus, length: str) -> None:
    url = ann.begin(1000)
    ann.patch(url, 0, b"a" * 500)

    answer = ann.patch(url, 500, b"b", Upload_Length=length)

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
    assert ann.server.upload_row(id_of(url))["size_bytes"] == 1000


BAD_HEADERS = [
    ("no length", {}, 400, "invalid"),
    ("both lengths", {"Upload-Length": "5", "Upload-Defer-Length": "1"}, 400, "invalid"),
    ("defer is not 1", {"Upload-Defer-Length": "2"}, 400, "invalid"),
    ("negative", {"Upload-Length": "-1"}, 400, "invalid"),
    ("sign", {"Upload-Length": "+5"}, 400, "invalid"),
    ("hex", {"Upload-Length": "0x10"}, 400, "invalid"),
    ("underscore", {"Upload-Length": "1_000"}, 400, "invalid"),
    ("fraction", {"Upload-Length": "1.5"}, 400, "invalid"),
    ("beyond 64 bits", {"Upload-Length": "9" * 40}, 400, "invalid"),
    ("beyond 2^53", {"Upload-Length": str(2**53)}, 400, "invalid"),
    ("empty file", {"Upload-Length": "0"}, 400, "empty_file"),
    ("over the limit", {"Upload-Length": str(MAX_UPLOAD + 1)}, 413, "too_large"),
    ("bad base64", {"Upload-Length": "5", "Upload-Metadata": "filename $$$"}, 400, "invalid"),
    ("not UTF-8", {"Upload-Length": "5", "Upload-Metadata": "filename /w=="}, 400, "invalid"),
    ("key twice", {"Upload-Length": "5", "Upload-Metadata": "a YQ==,a YQ=="}, 400, "invalid"),
    ("key with a tab", {"Upload-Length": "5", "Upload-Metadata": "a\tb YQ=="}, 400, "invalid"),
    ("long", {"Upload-Length": "5", "Upload-Metadata": "a " + "YWFh" * 2000}, 400, "invalid"),
    ("concatenation", {"Upload-Length": "5", "Upload-Concat": "partial"}, 400, "invalid"),
    ("checksum", {"Upload-Length": "5", "Upload-Checksum": "crc32 AAAA"}, 400, "invalid"),
    ("old version", {"Upload-Length": "5", "Tus-Resumable": "0.2.2"}, 412, "tus_version_unknown"),
]


@pytest.mark.parametrize(
    ("_case", "headers", "status", "code"), BAD_HEADERS, ids=[row[0] for row in BAD_HEADERS]
)
def test_bad_creation_is_refused_and_writes_nothing(
    ann: Tus, _case: str, headers: dict[str, str], status: int, code: str
) -> None:
    before = ann.server.upload_count()

    answer = requests.post(ann.collection, headers={**ann.headers, **headers}, timeout=20)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["Tus-Resumable"] == "1.0.0"
    assert ann.server.upload_count() == before


def test_forgotten_version_is_refused_with_the_known_one(ann: Tus) -> None:
    answer = ann.send("POST", Tus_Resumable=None, Upload_Length="5")

    assert (answer.status_code, answer.headers["Tus-Version"]) == (412, "1.0.0")


def test_too_large_answer_names_the_limit(ann: Tus) -> None:
    assert ann.create(MAX_UPLOAD + 1).headers["Tus-Max-Size"] == str(MAX_UPLOAD)


def test_first_bytes_of_another_type_are_refused(ann: Tus) -> None:
    before = ann.server.upload_count()

    answer = ann.send("POST", "", b"x", Upload_Length="1", Content_Type="video/mp4")

    assert (answer.status_code, answer.json()["code"]) == (415, "content_type")
    assert ann.server.upload_count() == before


def test_first_bytes_beyond_the_length_are_refused(ann: Tus) -> None:
    before = ann.server.upload_count()

    answer = ann.send("POST", "", b"x" * 11, Upload_Length="10", Content_Type=OFFSET_TYPE)

    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert ann.server.upload_count() == before


def test_refusal_of_the_listener_is_the_answer_and_nothing_is_written(ann: Tus) -> None:
    before = ann.server.upload_count()

    answer = ann.create(5, exercise="plank")

    assert (answer.status_code, answer.json()["code"]) == (403, "consent_needed")
    assert ann.server.upload_count() == before


def test_unknown_exercise_is_refused_by_field(ann: Tus) -> None:
    answer = ann.create(5, exercise="../deep_squat")

    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["exercise"])


FILENAMES = [
    ("../../etc/passwd", "passwd"),
    ("C:\\clips\\squat.mp4", "squat.mp4"),
    ("a\r\nSet-Cookie: x=1.mp4", "aSet-Cookie: x=1.mp4"),
    ("\u202egnp.exe", "gnp.exe"),
    ("..", "clip"),
    ("", "clip"),
    ("k" * 500, "k" * 200),
    ("Übung 深蹲.mov", "Übung 深蹲.mov"),
]


@pytest.mark.parametrize(("sent", "kept"), FILENAMES)
def test_filename_is_kept_for_display_only(ann: Tus, sent: str, kept: str) -> None:
    url = ann.begin(5, filename=sent)

    row = ann.server.upload_row(id_of(url))
    assert row["filename"] == kept
    assert row["store_key"] == f"originals/{ann.server.people['north_id']}/{id_of(url)}"


@pytest.mark.parametrize("who", ["north_device", "north_pat"])
def test_professional_or_device_names_a_participant(upload_server: UploadServer, who: str) -> None:
    client = Tus(upload_server, who)
    before = upload_server.upload_count()

    nobody = client.create(5)
    stranger = client.create(5, participant=upload_server.people["south_ann"])
    colleague = client.create(5, participant=upload_server.people["north_pat"])
    nonsense = client.create(5, participant="' OR 1=1")

    for refused in (nobody, stranger, colleague, nonsense):
        assert (refused.status_code, list(refused.json()["fields"])) == (400, ["participant"])
    assert upload_server.upload_count() == before
    assert client.create(5, participant=upload_server.people["north_ben"]).status_code == 201


def test_participant_cannot_upload_for_another(ann: Tus) -> None:
    refused = ann.create(5, participant=ann.server.people["north_ben"])

    assert (refused.status_code, list(refused.json()["fields"])) == (400, ["participant"])
    assert ann.create(5, participant=ann.server.people["north_ann"]).status_code == 201


def test_options_tells_what_the_server_can(ann: Tus) -> None:
    answer = ann.send("OPTIONS", Tus_Resumable=None)

    assert answer.status_code == 204
    assert answer.headers["Tus-Version"] == "1.0.0"
    assert answer.headers["Tus-Max-Size"] == str(MAX_UPLOAD)
    assert answer.headers["Tus-Checksum-Algorithm"] == "sha1,sha256"
    assert answer.headers["Tus-Extension"] == (
        "checksum,creation,creation-defer-length,creation-with-upload,expiration,termination"
    )


def test_metadata_is_repeated_by_head_as_it_was_sent(ann: Tus) -> None:
    sent = encoded({"filename": "squat.mp4", "note": "left knee"})
    made = ann.send("POST", Upload_Length="5", Upload_Metadata=sent)

    answer = ann.send("HEAD", ann.server.url + made.headers["Location"])

    assert answer.headers["Upload-Metadata"] == sent


def test_same_idempotency_key_finds_the_upload_it_began(ann: Tus) -> None:
    first = ann.send("POST", Upload_Length="1000", Idempotency_Key="lost-answer")
    ann.patch(ann.server.url + first.headers["Location"], 0, b"x" * 400)

    again = ann.send("POST", Upload_Length="1000", Idempotency_Key="lost-answer")
    other = ann.send("POST", Upload_Length="1000", Idempotency_Key="another")

    assert (again.status_code, again.headers["Location"]) == (201, first.headers["Location"])
    assert again.headers["Plumbline-Assessment"] == first.headers["Plumbline-Assessment"]
    assert again.headers["Upload-Offset"] == "400"
    assert other.headers["Location"] != first.headers["Location"]


def test_key_of_a_terminated_upload_begins_anew(ann: Tus) -> None:
    first = ann.send("POST", Upload_Length="1000", Idempotency_Key="given-up")
    ann.send("DELETE", ann.server.url + first.headers["Location"])
    again = ann.send("POST", Upload_Length="1000", Idempotency_Key="given-up")
    assert again.status_code == 201
    assert again.headers["Location"] != first.headers["Location"]
