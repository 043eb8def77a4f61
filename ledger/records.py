"""Records as fields: one name and one scalar each (docs/formats/leaf.md sections 1 and 2)."""

import contextlib
import re
from collections.abc import Iterator, Mapping
from typing import Any

from ledger.canonical import LedgerError, NotCanonical, canonical_bytes, number_text

__all__ = [
    "MalformedRecord",
    "Scalar",
    "canonical_or_malformed",
    "fields_of",
    "is_name",
    "is_scalar",
    "walked",
    "without_floats",
]

Scalar = None | bool | int | str | dict[str, Any] | list[Any]  # the last two only when empty
_NAME = re.compile(r"(?:/(?:[^/~]|~[01])+)+")


class MalformedRecord(LedgerError):
    """The record cannot be committed."""


def without_floats(value: Any) -> Any:
    """The value with every float as the text that ECMAScript writes for it.

    Raises NotCanonical for NaN and infinities.
    """
    if isinstance(value, float):
        return number_text(value)
    if isinstance(value, Mapping):
        return {key: without_floats(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [without_floats(one) for one in value]
    return value


def fields_of(record: Mapping[str, Any]) -> dict[str, Scalar]:
    """Name (JSON Pointer, RFC 6901) to scalar, or to an empty object or array.

    Raises MalformedRecord for floats, for keys that are empty or digits alone (then two records
    could have the same fields), and for what is not JSON.
    """
    fields = walked(record)
    with canonical_or_malformed():
        canonical_bytes(fields)
    return fields


def walked(record: Mapping[str, Any]) -> dict[str, Scalar]:
    """As fields_of; whether each value has a canonical form is left to who writes that form."""
    if not record:
        raise MalformedRecord("A record without members says nothing.")
    return dict(_walk("", record))


@contextlib.contextmanager
def canonical_or_malformed() -> Iterator[None]:
    """What is written within has a canonical form, or the record is malformed."""
    try:
        yield
    except (NotCanonical, UnicodeEncodeError) as error:
        raise MalformedRecord(f"The record has no canonical form. {error}") from error


def is_name(text: str) -> bool:
    """Whether `text` is a pointer without empty parts."""
    return _NAME.fullmatch(text) is not None


def is_scalar(value: Any) -> bool:
    """Whether `value` may stand in a field."""
    return value is None or isinstance(value, bool | int | str) or value in ([], {})


def _walk(name: str, value: Any) -> Iterator[tuple[str, Scalar]]:
    if isinstance(value, dict | Mapping) and value:
        for key, one in value.items():
            yield from _walk(f"{name}/{_part(key)}", one)
    elif isinstance(value, list | tuple) and value:
        for index, one in enumerate(value):
            yield from _walk(f"{name}/{index}", one)
    elif is_scalar(value) and not isinstance(value, float):
        yield name, value
    else:
        raise MalformedRecord(f"{name} is no field: floats travel as text (without_floats).")


def _part(key: Any) -> str:
    if not isinstance(key, str) or not key or (key.isascii() and key.isdigit()):
        raise MalformedRecord("A key is text, not empty, and not digits alone.")
    return key.replace("~", "~0").replace("/", "~1") if "~" in key or "/" in key else key
