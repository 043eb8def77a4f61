import uuid
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest

from audit.kinds import Kind
from audit.models import Event
from audit.records import ActorRef
from base import scope
from base.errors import NoTenantScope
from media import store, transcode
from media.errors import ClipCancelled, ClipRefused, MediaBroken
from media.models import Clip
from media.selectors import clip_for_assessment, video_record
from media.services import clip_ingest, clip_looked_at
from tests.apps.media.conftest import probed
from tests.factories.tenants import Place

SHA256 = "ab" * 32
SOMEONE = uuid.UUID(int=7)


@pytest.fixture
def scoped_clinic(clinic: Place) -> Iterator[Place]:
    with scope.tenant(clinic.org.id):
        yield clinic


def ingested(
    place: Place, original: Path, assessment_id: uuid.UUID, told: list[float] | None = None
) -> Clip:
    return clip_ingest(
        assessment_id=assessment_id,
        participant_id=place.participant.id,
        uploader_device_id=None,
        original=original,
        original_key="originals/one",
        sha256=SHA256,
        on_progress=(told if told is not None else []).append,
        is_cancelled=lambda: False,
        hold=lambda: None,
    )


def kinds() -> list[int]:
    return list(Event.objects.order_by("id").values_list("kind", flat=True))


def test_good_clip_is_stored_and_journalled(scoped_clinic: Place, good_clip: Path) -> None:
    told: list[float] = []
    one = uuid.uuid4()

    clip = ingested(scoped_clinic, good_clip, one, told)

    assert clip_for_assessment(one) == clip
    assert (clip.sha256, clip.size_bytes) == (SHA256, good_clip.stat().st_size)
    assert clip.facts["frame_count"] == 30
    with store.local_copy(clip.proxy_key) as proxy:
        assert probed(proxy).facts["codec"] == "h264"
    assert store.size(clip.poster_key) > 500
    assert store.size(clip.thumbs_key) > 500
    assert told[-1] == 1.0
    assert kinds() == [Kind.CLIP_PREPARED]


def test_second_run_overwrites_the_first(scoped_clinic: Place, good_clip: Path) -> None:
    one = uuid.uuid4()
    first = ingested(scoped_clinic, good_clip, one)
    store.put(first.proxy_key, good_clip.parent / "good.mp4")

    second = ingested(scoped_clinic, good_clip, one)

    assert (second.id, second.proxy_key) == (first.id, first.proxy_key)
    assert second.prepared_at > first.prepared_at
    assert Clip.objects.count() == 1
    assert not list(Path(store.local_path(second.proxy_key) or "").parent.glob("tmp*"))


def test_refused_file_leaves_a_journal_row_and_no_clip(
    scoped_clinic: Place, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.mp4"
    bad.write_bytes(b"GIF89a" + bytes(100))

    with pytest.raises(ClipRefused) as refusal:
        ingested(scoped_clinic, bad, uuid.uuid4())

    assert refusal.value.code == "clip_not_video"
    assert kinds() == [Kind.CLIP_REFUSED]
    assert Clip.objects.count() == 0


def test_cancelled_clip_leaves_nothing(scoped_clinic: Place, good_clip: Path) -> None:
    with pytest.raises(ClipCancelled):
        clip_ingest(
            assessment_id=uuid.uuid4(),
            participant_id=scoped_clinic.participant.id,
            uploader_device_id=None,
            original=good_clip,
            original_key="originals/one",
            sha256=SHA256,
            on_progress=lambda _done: None,
            is_cancelled=lambda: True,
            hold=lambda: None,
        )

    assert kinds() == []
    assert Clip.objects.count() == 0


def test_missing_ffmpeg_is_our_fault_and_no_refusal(scoped_clinic: Place, good_clip: Path) -> None:
    nowhere = transcode.Tool("/nowhere/ffmpeg", frozenset(), frozenset({"fd"}))

    with mock.patch.object(transcode, "tool", return_value=nowhere), pytest.raises(MediaBroken):
        ingested(scoped_clinic, good_clip, uuid.uuid4())

    assert kinds() == []


def test_without_a_scope_nothing_is_stored(clinic: Place, good_clip: Path) -> None:
    with pytest.raises(NoTenantScope):
        ingested(clinic, good_clip, uuid.uuid4())


def test_video_record_is_what_the_browser_needs(scoped_clinic: Place, good_clip: Path) -> None:
    one = uuid.uuid4()

    record = video_record(ingested(scoped_clinic, good_clip, one), scoped_clinic.slug)

    base = f"/media/{scoped_clinic.slug}/{one}"
    assert record == {
        "url": f"{base}/proxy.mp4",
        "poster_url": f"{base}/poster.jpg",
        "thumbs": {
            "url": f"{base}/thumbs.jpg",
            "columns": 1,
            "rows": 1,
            "count": 1,
            "width_px": 120,
            "height_px": 160,
            "interval_s": pytest.approx(1.0, abs=0.001),
        },
        "width_px": 96,
        "height_px": 128,
        "duration_s": pytest.approx(1.0, abs=0.001),
        "fps": pytest.approx(30.0, abs=0.01),
    }


@pytest.mark.parametrize(
    ("_case", "expected"),
    [
        ((False, True), [Kind.CLIP_SEEN]),
        ((True, True), [Kind.CLIP_DOWNLOADED, Kind.CLIP_DOWNLOADED]),
        ((True, False), [Kind.CLIP_DOWNLOADED]),
    ],
)
def test_looks_are_journalled_once_an_hour_and_every_whole_original(
    _case: tuple[bool, bool], expected: list[Kind], scoped_clinic: Place
) -> None:
    original, whole = _case
    clip = Clip(assessment_id=uuid.uuid4(), participant_id=uuid.uuid4())

    for _ in range(2):
        clip_looked_at(
            clip,
            actor=ActorRef("user", SOMEONE),
            original=original,
            whole=whole,
        )

    assert kinds() == expected
    assert {row.person_id for row in Event.objects.all()} == {clip.participant_id}
