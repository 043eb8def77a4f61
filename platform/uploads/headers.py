"""The protocol's header values, read strictly (tus 1.0; docs/formats/upload.md)."""

import base64
import binascii
import datetime as dt
import hashlib
import re
import unicodedata
from email.utils import format_datetime

from base.errors import Invalid

VERSION = "1.0.0"
EXTENSIONS = (
    "checksum",
    "creation",
    "creation-defer-length",
    "creation-with-upload",
    "expiration",
    "termination",
)
CHECKSUMS = ("sha1", "sha256")
OFFSET_TYPE = "application/offset+octet-stream"

MAX_INTEGER = 2**53 - 1  # what every client's number type holds exactly
MAX_METADATA_CHARS = 4096
MAX_METADATA_KEYS = 32
MAX_FILENAME_CHARS = 200
_INTEGER = re.compile(r"[0-9]{1,16}", re.ASCII)
_KEY = re.compile(r"[!-+\--~]{1,64}", re.ASCII)  # printable ASCII without space and comma
_MEDIA_TYPE = re.compile(r"[a-z0-9][\w.+-]{0,62}/[a-z0-9][\w.+-]{0,62}", re.ASCII | re.IGNORECASE)


class Checksum:
    """The Upload-Checksum header: a running hash and what it must come to."""

    def __init__(self, algorithm: str, expected: bytes) -> None:
        self._running = hashlib.new(algorithm, usedforsecurity=False)
        self._expected = expected

    def update(self, chunk: bytes) -> None:
        self._running.update(chunk)

    @property
    def is_met(self) -> bool:
        return self._running.digest() == self._expected


def integer(name: str, value: str) -> int:
    """A non-negative decimal header value. Raises Invalid naming the header."""
    if not _INTEGER.fullmatch(value) or int(value) > MAX_INTEGER:
        raise Invalid(f"{name} must be a whole number of bytes.", fields={name: value[:40]})
    return int(value)


def metadata(value: str) -> dict[str, str]:
    """Upload-Metadata as key -> text. Raises Invalid for anything that is not exactly that."""
    found: dict[str, str] = {}
    if not value.strip():
        return found
    pairs = value.split(",")
    if len(value) > MAX_METADATA_CHARS or len(pairs) > MAX_METADATA_KEYS:
        raise _metadata_is_off("It is too long.")
    for pair in pairs:
        key, _, encoded = pair.strip(" ").partition(" ")
        if not _KEY.fullmatch(key) or key in found:
            raise _metadata_is_off("Keys are printable ASCII, each of them once.")
        try:
            found[key] = base64.b64decode(encoded, validate=True).decode()
        except (binascii.Error, ValueError) as bad:
            raise _metadata_is_off("Values are base64 of UTF-8 text.") from bad
    return found


def _metadata_is_off(why: str) -> Invalid:
    return Invalid(f"Upload-Metadata could not be read. {why}", fields={"Upload-Metadata": why})


def checksum(value: str) -> Checksum | None:
    """Upload-Checksum, or None where it is empty. Raises Invalid for unknown hashes."""
    if not value:
        return None
    algorithm, _, encoded = value.partition(" ")
    try:
        expected = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError) as bad:
        raise _checksum_is_off() from bad
    if algorithm not in CHECKSUMS or len(expected) != hashlib.new(algorithm).digest_size:
        raise _checksum_is_off()
    return Checksum(algorithm, expected)


def _checksum_is_off() -> Invalid:
    known = ", ".join(CHECKSUMS)
    return Invalid(
        f"Upload-Checksum must be one of {known}, a space, and the digest in base64.",
        fields={"Upload-Checksum": known},
    )


def filename(value: str) -> str:
    """A name fit to be shown: no folders, no control or direction characters, at most 200 long."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", value))[-1]
    shown = "".join(char for char in last if unicodedata.category(char)[0] != "C").strip(" .")
    return shown[:MAX_FILENAME_CHARS] or "clip"


def media_type(value: str) -> str:
    """The claimed media type where it is one, else empty."""
    return value.lower() if _MEDIA_TYPE.fullmatch(value) else ""


def http_date(moment: dt.datetime) -> str:
    """RFC 9110 section 5.6.7."""
    return format_datetime(moment.astimezone(dt.UTC), usegmt=True)


def creation_key(raw: str) -> str:
    """What is stored of an Idempotency-Key; empty for none."""
    return hashlib.sha256(raw.encode("latin-1", "replace")).hexdigest() if raw else ""
