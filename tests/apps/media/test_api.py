"""Who gets which bytes. Streaming is asked through ASGI, as servers do."""

import uuid
from pathlib import Path
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.test import AsyncClient, Client

from audit.kinds import Kind
from audit.models import Event
from base import scope
from media import store
from media.models import Clip
from tenants.permissions import Perm
from tests.factories import accounts, tenants
from tests.factories.tenants import Place
from tests.support.fixtures import ClientFor, CookieFor

DATA = bytes(range(256)) * 40
NAMES = ("proxy.mp4", "poster.jpg", "thumbs.jpg", "original")


def stored_clip(place: Place, tmp_path: Path, **fields: Any) -> Clip:
    """A clip whose files hold DATA; what is in them does not matter here."""
    source = tmp_path / "bytes"
    source.write_bytes(DATA)
    with scope.tenant(place.org.id):
        one = uuid.uuid4()
        keys = {f"{name}_key": f"clips/{one}/{name}" for name in ("proxy", "poster", "thumbs")}
        clip = Clip.objects.create(
            assessment_id=one,
            original_key=f"originals/{one}",
            sha256="cd" * 32,
            size_bytes=len(DATA),
            facts={"container": "mov"},
            thumbs={},
            **{"participant_id": place.participant.id, **keys, **fields},
        )
        for key in (*keys.values(), clip.original_key):
            store.put(key, source)
    return clip


@pytest.fixture(autouse=True)
def _folder_store(settings: Any, tmp_path: Path) -> None:
    """Ranges are ours to answer where files lie in a folder, whatever shape the tests run in."""
    backend = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": tmp_path / "files"},
    }
    settings.STORAGES = {**settings.STORAGES, "default": backend}


@pytest.fixture
def clip(clinic: Place, tmp_path: Path) -> Clip:
    return stored_clip(clinic, tmp_path)


@pytest.fixture
def address(clinic: Place, clip: Clip) -> str:
    return f"/media/{clinic.slug}/{clip.assessment_id}"


@pytest.fixture
def patient(clinic: Place, client_for: ClientFor) -> Client:
    return client_for(clinic.participant)


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def journal(place: Place) -> list[int]:
    with scope.tenant(place.org.id):
        rows = Event.objects.filter(kind__gte=600, kind__lt=700).order_by("id")
        return list(rows.values_list("kind", flat=True))


def test_whole_file_with_all_its_headers(patient: Client, address: str, clip: Clip) -> None:
    response = patient.get(f"{address}/proxy.mp4")

    assert (response.status_code, body(response)) == (200, DATA)
    assert response["Content-Type"] == "video/mp4"
    assert response["Content-Length"] == str(len(DATA))
    assert response["Accept-Ranges"] == "bytes"
    assert response["Cache-Control"] == "private, no-cache"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["ETag"].startswith('"')
    assert "Content-Disposition" not in response


@pytest.mark.parametrize(
    ("_case", "kind"), [("poster.jpg", "image/jpeg"), ("thumbs.jpg", "image/jpeg")]
)
def test_pictures_have_their_type(_case: str, kind: str, patient: Client, address: str) -> None:
    response = patient.get(f"{address}/{_case}")

    assert (response["Content-Type"], body(response)) == (kind, DATA)


def test_original_is_a_download_with_a_plain_name(
    patient: Client, address: str, clip: Clip
) -> None:
    response = patient.get(f"{address}/original")

    expected = f'attachment; filename="{clip.assessment_id}.mp4"'
    assert (response["Content-Disposition"], response["ETag"]) == (expected, f'"{clip.sha256}"')
    assert body(response) == DATA


@pytest.mark.parametrize(
    ("_case", "start", "stop"),
    [("bytes=0-1", 0, 2), ("bytes=1000-1999", 1000, 2000), ("bytes=10000-", 10_000, 10_240),
     ("bytes=-240", 10_000, 10_240), ("bytes=10239-99999", 10_239, 10_240)],
)  # fmt: skip
def test_range_is_partial_content(
    _case: str, start: int, stop: int, patient: Client, address: str
) -> None:
    response = patient.get(f"{address}/proxy.mp4", headers={"range": _case})

    assert (response.status_code, body(response)) == (206, DATA[start:stop])
    assert response["Content-Range"] == f"bytes {start}-{stop - 1}/{len(DATA)}"
    assert response["Content-Length"] == str(stop - start)


def test_range_past_the_end_is_416(patient: Client, address: str) -> None:
    response = patient.get(f"{address}/proxy.mp4", headers={"range": "bytes=10240-"})

    assert (response.status_code, response["Content-Range"]) == (416, "bytes */10240")
    assert body(response) == b""


def test_several_ranges_are_answered_in_full(patient: Client, address: str) -> None:
    response = patient.get(f"{address}/proxy.mp4", headers={"range": "bytes=0-1,5-6"})

    assert (response.status_code, body(response)) == (200, DATA)


def test_range_of_an_older_file_is_answered_in_full(patient: Client, address: str) -> None:
    etag = patient.head(f"{address}/proxy.mp4")["ETag"]
    asked = {"range": "bytes=0-1"}

    fresh = patient.get(f"{address}/proxy.mp4", headers={**asked, "if-range": etag})
    stale = patient.get(f"{address}/proxy.mp4", headers={**asked, "if-range": '"older"'})

    assert (fresh.status_code, body(fresh)) == (206, DATA[:2])
    assert (stale.status_code, body(stale)) == (200, DATA)


def test_known_file_is_not_sent_again(patient: Client, address: str) -> None:
    etag = patient.head(f"{address}/thumbs.jpg")["ETag"]

    response = patient.get(f"{address}/thumbs.jpg", headers={"if-none-match": etag})

    assert (response.status_code, body(response)) == (304, b"")


def test_head_has_the_headers_and_no_body(patient: Client, address: str, clinic: Place) -> None:
    response = patient.head(f"{address}/proxy.mp4", headers={"range": "bytes=0-9"})

    assert (response.status_code, response["Content-Length"]) == (206, "10")
    assert response.content == b""
    assert journal(clinic) == []


@pytest.mark.parametrize("_case", ["post", "put", "patch", "delete"])
def test_other_methods_are_refused(_case: str, patient: Client, address: str) -> None:
    assert getattr(patient, _case)(f"{address}/proxy.mp4").status_code == 405


@pytest.mark.parametrize("_case", NAMES)
def test_stranger_to_the_house_must_sign_in(_case: str, address: str, db: None) -> None:
    response = Client().get(f"{address}/{_case}")

    assert (response.status_code, response.json()["code"]) == (401, "not_signed_in")


@pytest.mark.parametrize("_case", NAMES)
def test_another_organisation_sees_nothing(
    _case: str, address: str, clip: Clip, school: Place, client_for: ClientFor
) -> None:
    admin = client_for(school.admin)

    foreign = admin.get(f"{address}/{_case}")
    through_own = admin.get(f"/media/{school.slug}/{clip.assessment_id}/{_case}")

    assert (foreign.status_code, through_own.status_code) == (404, 404)
    assert foreign.json()["code"] == through_own.json()["code"] == "not_found"


@pytest.mark.parametrize("_case", NAMES)
def test_another_patient_sees_nothing(
    _case: str, address: str, clinic: Place, client_for: ClientFor
) -> None:
    response = client_for(clinic.participants[1]).get(f"{address}/{_case}")

    assert (response.status_code, response.json()["code"]) == (404, "not_found")
    assert journal(clinic) == []


@pytest.mark.parametrize("_case", NAMES)
def test_staff_see_every_clip(
    _case: str, address: str, clinic: Place, client_for: ClientFor
) -> None:
    for member in (clinic.admin, clinic.professional):
        assert body(client_for(member).get(f"{address}/{_case}")) == DATA


def test_guest_sees_the_clips_of_its_patient_alone_and_takes_none(
    clinic: Place, address: str, tmp_path: Path, client_for: ClientFor
) -> None:
    guest = client_for(tenants.guest(clinic.participant))
    other = stored_clip(clinic, tmp_path, participant_id=clinic.participants[1].id)

    assert body(guest.get(f"{address}/proxy.mp4")) == DATA
    assert guest.get(f"{address}/original").status_code == 403
    assert guest.get(f"/media/{clinic.slug}/{other.assessment_id}/proxy.mp4").status_code == 404


def test_device_sees_no_picture(clinic: Place, address: str) -> None:
    _, token = accounts.device(clinic.org, [Perm.ASSESSMENT_CREATE, Perm.ASSESSMENT_VIEW])

    response = Client().get(f"{address}/proxy.mp4", headers={"authorization": f"Bearer {token}"})

    assert (response.status_code, response.json()["code"]) == (403, "refused")


@pytest.mark.parametrize("_case", ["", "proxy", "proxy.mp4/", "..%2foriginal", "original.mp4"])
def test_unknown_name_is_not_found(_case: str, patient: Client, address: str) -> None:
    assert patient.get(f"{address}/{_case}").status_code == 404


def test_file_that_is_gone_is_not_found(patient: Client, address: str, clip: Clip) -> None:
    store.delete(clip.proxy_key)

    assert patient.get(f"{address}/proxy.mp4").status_code == 404


def test_looks_and_downloads_are_in_the_journal(
    patient: Client, address: str, clinic: Place
) -> None:
    for asked in ("bytes=0-1", "bytes=0-", "bytes=500-"):
        body(patient.get(f"{address}/proxy.mp4", headers={"range": asked}))
    body(patient.get(f"{address}/poster.jpg"))
    body(patient.get(f"{address}/original"))

    assert journal(clinic) == [Kind.CLIP_SEEN, Kind.CLIP_DOWNLOADED]


@pytest.mark.django_db(transaction=True)
async def test_asgi_streams_in_pieces(
    clinic: Place, address: str, cookie_for: CookieFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("media.ranges.PIECE_BYTES", 1000)
    name, value = (await sync_to_async(cookie_for)(clinic.participant)).split("=", 1)
    client = AsyncClient()
    client.cookies[name] = value

    response: Any = await client.get(f"{address}/proxy.mp4", headers={"range": "bytes=5-5004"})
    got = [piece async for piece in response]

    assert response.status_code == 206
    assert [len(piece) for piece in got] == [1000] * 5
    assert b"".join(got) == DATA[5:5005]


@pytest.fixture
def remote_store(address: str, settings: Any) -> None:
    """S3 for the answers alone: signing an address reaches no server."""
    options = {
        "bucket_name": "clips",
        "endpoint_url": "http://s3.example",
        "region_name": "us-east-1",
        "access_key": "test",
        "secret_key": "test",
        "addressing_style": "path",
        "signature_version": "s3v4",
    }
    backend = {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "default": backend}


def test_remote_store_is_redirected_to_with_a_short_lived_address(
    patient: Client, address: str, clinic: Place, remote_store: None
) -> None:
    response = patient.get(f"{address}/original")

    assert response.status_code == 302
    assert response["Cache-Control"] == "private, no-store"
    assert response["Location"].startswith("http://s3.example/clips/originals/")
    for part in (
        "X-Amz-Expires=300",
        "X-Amz-Signature=",
        "response-content-disposition=attachment",
    ):
        assert part in response["Location"]
    assert journal(clinic) == [Kind.CLIP_DOWNLOADED]
