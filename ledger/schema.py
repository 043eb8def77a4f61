"""Strict reading of JSON: exact keys, exact types, one spelling (docs/formats/bundle.md)."""

import re
import uuid
from collections.abc import Callable, Collection
from typing import Any, TypeVar

from ledger.canonical import MAX_SAFE_INTEGER, LedgerError, parse_exact
from ledger.encoding import Malformed, hash_decode, hex_decode

__all__ = [
    "WrongShape",
    "array",
    "document",
    "hash32",
    "hex_bytes",
    "integer",
    "is_sha256",
    "members",
    "text",
    "uuid_",
]

MAX_DOCUMENT_BYTES = 16 << 20  # chosen: a report of 5,000 fields opened whole is about 1 MiB
_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)

T = TypeVar("T")


class WrongShape(LedgerError):
    """A member of a file is not of its form; the sentence names it."""

    def __init__(self, where: str, problem: str) -> None:
        super().__init__(f"{where}: {problem}")


def document(data: bytes) -> Any:
    """Raises WrongShape for too many bytes, NotCanonical for JSON that is not exact."""
    if len(data) > MAX_DOCUMENT_BYTES:
        raise WrongShape("file", f"more than {MAX_DOCUMENT_BYTES >> 20} MiB")
    return parse_exact(data)


def members(value: Any, names: Collection[str], where: str) -> dict[str, Any]:
    """An object with exactly these keys."""
    if not isinstance(value, dict):
        raise WrongShape(where, "not an object")
    for name in names:
        if name not in value:
            raise WrongShape(where, f"the key {name} is missing")
    for name in value:
        if name not in names:
            raise WrongShape(where, f"the key {name[:40]!r} is unknown")
    return value


def array(value: Any, item: Callable[[Any, str], T], where: str, *, most: int) -> tuple[T, ...]:
    if not isinstance(value, list):
        raise WrongShape(where, "not an array")
    if len(value) > most:
        raise WrongShape(where, f"more than {most} members")
    return tuple(item(one, f"{where}[{index}]") for index, one in enumerate(value))


def integer(value: Any, where: str, *, least: int = 0, most: int = MAX_SAFE_INTEGER) -> int:
    if type(value) is not int or not least <= value <= most:
        raise WrongShape(where, f"not an integer from {least} to {most}")
    return value


def text(value: Any, where: str) -> str:
    if not isinstance(value, str):
        raise WrongShape(where, "not text")
    return value


def hash32(value: Any, where: str) -> bytes:
    """A hash or salt in base64."""
    try:
        return hash_decode(text(value, where))
    except Malformed as error:
        raise WrongShape(where, "not the base64 of 32 bytes in its one form") from error


def hex_bytes(value: Any, where: str, *, size: int) -> bytes:
    """`0x` and lower-case digits."""
    try:
        return hex_decode(text(value, where), size)
    except Malformed as error:
        raise WrongShape(where, f"not 0x and {2 * size} lower-case hex digits") from error


def uuid_(value: Any, where: str) -> uuid.UUID:
    try:
        found = uuid.UUID(text(value, where))
    except ValueError as error:
        raise WrongShape(where, "not a UUID") from error
    if str(found) != value:
        raise WrongShape(where, "not a UUID in lower case with hyphens")
    return found


def is_sha256(value: Any) -> bool:
    return isinstance(value, str) and _SHA256.fullmatch(value) is not None
