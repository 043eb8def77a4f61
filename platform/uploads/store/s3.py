"""Uploads as S3 multipart uploads, in the bucket of Django's default storage.

Bytes are spooled on disk up to one part and sent as they fill it. What is left when a connection
ends (less than a part, which S3 does not take before the last) is kept as an object `<key>.tail`
that says where it starts; it counts only while the parts before it end there. So the truth needs no
disk of ours, and any web process on any host can go on. Unfinished parts cannot be read back.
"""

import math
from collections.abc import Iterator
from functools import cache
from typing import Any

import boto3
from botocore.exceptions import ClientError
from django.conf import settings

from uploads.errors import OffsetMismatch
from uploads.records import Place
from uploads.store import CHUNK_BYTES
from uploads.store.spool import Spool

PART_BYTES = 8 << 20  # S3 takes 5 MiB to 5 GiB for all parts but the last
MAX_PARTS = 9_000  # S3 takes 10,000
START = "start"  # metadata key of a tail: offset of its first byte
ABSENT = frozenset({"404", "NoSuchKey", "NoSuchUpload", "NotFound"})


@cache
def client() -> Any:
    """One client per process; boto3's clients may be shared by threads."""
    return boto3.session.Session().client(
        "s3",
        endpoint_url=settings.S3_ENDPOINT or None,
        region_name=settings.S3_REGION,
        aws_access_key_id=settings.S3_ACCESS_KEY or None,
        aws_secret_access_key=settings.S3_SECRET_KEY or None,
    )


class S3Store:
    def begin(self, key: str) -> str:
        made = client().create_multipart_upload(
            Bucket=settings.S3_BUCKET, Key=key, ContentType="application/octet-stream"
        )
        return str(made["UploadId"])

    def stored(self, place: Place) -> int:
        parts = _parts(place)
        if parts is None:
            return _size_of(place.key) or 0
        sent = sum(int(part["Size"]) for part in parts)
        return sent + _tail_size(place, sent)

    def is_whole(self, place: Place) -> bool:
        return _size_of(place.key) is not None

    def writer(self, place: Place, offset: int, *, held: bool) -> "S3Writer":
        return S3Writer(place, offset, held=held)

    def prefix(self, place: Place, size: int) -> Iterator[bytes] | None:  # noqa: ARG002
        return None

    def whole(self, place: Place) -> Iterator[bytes]:
        return _read(place.key)

    def discard(self, place: Place) -> None:
        _abort(place.key)
        for key in (place.key, _tail_key(place)):
            client().delete_object(Bucket=settings.S3_BUCKET, Key=key)

    def erase(self, prefix: str) -> None:
        _abort(prefix)
        pages = client().get_paginator("list_objects_v2")
        for page in pages.paginate(Bucket=settings.S3_BUCKET, Prefix=prefix):
            for found in page.get("Contents", []):
                client().delete_object(Bucket=settings.S3_BUCKET, Key=found["Key"])

    def keys(self, folder: str) -> list[str]:
        pages = client().get_paginator("list_objects_v2")
        found: set[str] = set()
        for page in pages.paginate(Bucket=settings.S3_BUCKET, Prefix=folder, Delimiter="/"):
            found |= {one["Key"] for one in page.get("Contents", [])}
            found |= {one["Prefix"].rstrip("/") for one in page.get("CommonPrefixes", [])}
        return sorted(found)


def _abort(prefix: str) -> None:
    pages = client().get_paginator("list_multipart_uploads")
    for page in pages.paginate(Bucket=settings.S3_BUCKET, Prefix=prefix):
        for upload in page.get("Uploads", []):
            client().abort_multipart_upload(
                Bucket=settings.S3_BUCKET, Key=upload["Key"], UploadId=upload["UploadId"]
            )


class S3Writer:
    def __init__(self, place: Place, offset: int, *, held: bool) -> None:
        parts = _parts(place)
        if parts is None:
            raise OffsetMismatch
        self._place = place
        self._held = held
        self._sent = sum(int(part["Size"]) for part in parts)
        self._etags = [str(part["ETag"]) for part in parts]
        self._part_bytes = part_bytes(place.size_bytes)
        self._tail_bytes = _tail_size(place, self._sent)
        if self._sent + self._tail_bytes != offset:
            raise OffsetMismatch
        self._spools = [self._fetched_tail()]

    def _fetched_tail(self) -> Spool:
        spool = Spool()
        if self._tail_bytes:
            for piece in _read(_tail_key(self._place)):
                spool.append(piece)
        return spool

    @property
    def position(self) -> int:
        return self._sent + sum(spool.size for spool in self._spools)

    def write(self, chunk: bytes) -> None:
        view = memoryview(chunk)
        while view:
            if self._spools[-1].size >= self._part_bytes:
                self._spools.append(Spool())
            room = self._part_bytes - self._spools[-1].size
            self._spools[-1].append(view[:room])
            view = view[room:]
        if not self._held:
            self._send_full()

    def commit(self) -> int:
        self._send_full()
        if self._spools[-1].size != self._tail_bytes:
            self._keep_tail(self._spools[-1])
        return self.position

    def drop(self) -> None:
        for spool in self._spools:
            spool.close()
        self._spools = [self._fetched_tail()]

    def finish(self) -> None:
        self._send_full()
        if self._spools[-1].size:
            self._send(self._spools[-1])
        # Our own list: were a part overwritten by a former writer, S3 would refuse to complete.
        done = [{"PartNumber": n, "ETag": etag} for n, etag in enumerate(self._etags, start=1)]
        client().complete_multipart_upload(
            Bucket=settings.S3_BUCKET,
            Key=self._place.key,
            UploadId=self._place.ref,
            MultipartUpload={"Parts": done},
        )
        client().delete_object(Bucket=settings.S3_BUCKET, Key=_tail_key(self._place))

    def close(self) -> None:
        for spool in self._spools:
            spool.close()

    def _send_full(self) -> None:
        while self._spools[0].size >= self._part_bytes:
            self._send(self._spools[0])
            if len(self._spools) > 1:
                self._spools.pop(0).close()

    def _send(self, spool: Spool) -> None:
        answer = client().upload_part(
            Bucket=settings.S3_BUCKET,
            Key=self._place.key,
            UploadId=self._place.ref,
            PartNumber=len(self._etags) + 1,
            Body=spool.rewound(),
            ContentLength=spool.size,
        )
        self._sent += spool.size
        self._etags.append(str(answer["ETag"]))
        self._tail_bytes = 0
        if len(self._spools) == 1:
            spool.clear()

    def _keep_tail(self, spool: Spool) -> None:
        client().put_object(
            Bucket=settings.S3_BUCKET,
            Key=_tail_key(self._place),
            Body=spool.rewound(),
            ContentLength=spool.size,
            Metadata={START: str(self._sent)},
        )
        self._tail_bytes = spool.size


def part_bytes(size_bytes: int | None) -> int:
    """Size of a part, so that an upload of `size_bytes` stays below S3's number of parts.

    Deferred lengths get room for 9,000 parts of 8 MiB; the size limit is far below that.
    """
    return max(PART_BYTES, math.ceil((size_bytes or 0) / MAX_PARTS))


def _tail_key(place: Place) -> str:
    return place.key + ".tail"


def _parts(place: Place) -> list[dict[str, Any]] | None:
    """The parts S3 holds, in order; None where there is no such multipart upload."""
    if not place.ref:
        return None
    pages = client().get_paginator("list_parts")
    try:
        return [
            part
            for page in pages.paginate(Bucket=settings.S3_BUCKET, Key=place.key, UploadId=place.ref)
            for part in page.get("Parts", [])
        ]
    except ClientError as error:
        if _is_absent(error):
            return None
        raise


def _tail_size(place: Place, sent: int) -> int:
    try:
        head = client().head_object(Bucket=settings.S3_BUCKET, Key=_tail_key(place))
    except ClientError as error:
        if _is_absent(error):
            return 0
        raise
    return int(head["ContentLength"]) if head["Metadata"].get(START) == str(sent) else 0


def _size_of(key: str) -> int | None:
    try:
        return int(client().head_object(Bucket=settings.S3_BUCKET, Key=key)["ContentLength"])
    except ClientError as error:
        if _is_absent(error):
            return None
        raise


def _is_absent(error: ClientError) -> bool:
    return error.response["Error"]["Code"] in ABSENT


def _read(key: str) -> Iterator[bytes]:
    body = client().get_object(Bucket=settings.S3_BUCKET, Key=key)["Body"]
    try:
        yield from body.iter_chunks(CHUNK_BYTES)
    finally:
        body.close()
