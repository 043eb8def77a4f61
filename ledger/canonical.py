"""Canonical JSON: one byte string for one value (RFC 8785, JSON Canonicalization Scheme)."""

import json
import math
import re
from collections.abc import Mapping, Sequence
from json.encoder import encode_basestring as _quoted
from typing import Any

__all__ = [
    "LedgerError",
    "NotCanonical",
    "canonical_bytes",
    "number_text",
    "parse_exact",
    "parse_strict",
]

_CONSTANTS = {None: "null", True: "true", False: "false"}
MAX_SAFE_INTEGER = 2**53 - 1  # I-JSON, RFC 7493 section 2.2
# Chosen: no format of ours nests beyond ten. The parser's own limit hangs on the interpreter's
# recursion limit, which other libraries raise until the stack overflows.
_DEEPEST = 64
_TEXT_OR_BRACKET = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{}]', re.DOTALL)


class LedgerError(Exception):
    """Root of what this library refuses; the text is a sentence for a person."""


class NotCanonical(LedgerError):
    """The value has no canonical form."""


def canonical_bytes(value: Any) -> bytes:
    """The RFC 8785 form of a JSON value, UTF-8.

    Keys are sorted by UTF-16 code units, numbers written as ECMAScript does, no text is normalised.
    Raises NotCanonical for NaN, infinities, integers beyond 2^53 - 1, lone surrogates, keys that
    are not text, and anything that is not JSON.
    """
    try:
        return _text(value).encode("utf-8")
    except UnicodeEncodeError as error:
        raise NotCanonical("The text holds half of a surrogate pair.") from error
    except RecursionError as error:
        raise NotCanonical("The value is nested too deeply.") from error


def parse_strict(text: str | bytes) -> Any:
    """Parse JSON and refuse what canonical form cannot keep: a key twice, NaN, Infinity.

    Bytes are UTF-8 without a byte order mark (RFC 8259 section 8.1). Raises NotCanonical.
    """
    return _parse(text, parse_int=int, parse_float=float)


def parse_exact(text: str | bytes) -> Any:
    """As parse_strict, and every number is a safe integer written as JCS writes it.

    So `1.0`, `1e0` and `-0` are refused: no reader can take them for something else.
    Raises NotCanonical.
    """
    value = _parse(text, parse_int=_plain_integer, parse_float=_refuse_number)
    canonical_bytes(value)  # refuses half surrogates in any key or text
    return value


def _parse(text: str | bytes, *, parse_int: Any, parse_float: Any) -> Any:
    try:
        if isinstance(text, bytes):
            text = text.decode("utf-8")
        _refuse_deep(text)
        return json.loads(
            text,
            object_pairs_hook=_unique,
            parse_constant=_refuse_constant,
            parse_int=parse_int,
            parse_float=parse_float,
        )
    except (ValueError, RecursionError) as error:
        raise NotCanonical("The text is not JSON.") from error


def _refuse_deep(text: str) -> None:
    depth = 0
    for token in _TEXT_OR_BRACKET.finditer(text):
        mark = token.group()
        depth += (mark in "[{") - (mark in "]}")
        if depth > _DEEPEST:
            raise NotCanonical("The value is nested too deeply.")


def _text(value: Any) -> str:
    """Builtin types first in each question: an abstract one takes ten times as long to ask."""
    if isinstance(value, str):
        return _quoted(value)
    if value is None or value is True or value is False:
        return _CONSTANTS[value]
    if isinstance(value, int):
        return _integer(value)
    if isinstance(value, float):
        return number_text(value)
    if isinstance(value, dict | Mapping):
        return _object(value)
    if isinstance(value, list | tuple | Sequence) and not isinstance(value, bytes | bytearray):
        return "[" + ",".join([_text(one) for one in value]) + "]"
    raise NotCanonical(f"A {type(value).__name__} is not a JSON value.")


def _object(value: Mapping[Any, Any]) -> str:
    if not all(isinstance(key, str) for key in value):
        raise NotCanonical("A key of an object is not text.")
    # UTF-16 and code points sort alike where no key leaves ASCII.
    by = None if "".join(value).isascii() else _utf16
    return (
        "{"
        + ",".join([f"{_quoted(key)}:{_text(value[key])}" for key in sorted(value, key=by)])
        + "}"
    )


def _utf16(key: str) -> bytes:
    return key.encode("utf-16-be", "surrogatepass")


def _integer(value: int) -> str:
    if abs(value) > MAX_SAFE_INTEGER:
        raise NotCanonical("An integer beyond 2^53 - 1 must travel as text.")
    return str(value)


def number_text(value: float) -> str:
    """ECMAScript Number::toString (ECMA-262 section 6.1.6.1.20) from Python's shortest digits.

    Raises NotCanonical for NaN and infinities.
    """
    if not math.isfinite(value):
        raise NotCanonical("NaN and infinities are not JSON numbers.")
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    mantissa, _, exponent = f"{abs(value)!r}".partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    point = len(whole) + int(exponent or 0) - (len(whole + fraction) - len(digits))
    digits = digits.rstrip("0")
    return sign + _placed(digits, point)


def _placed(digits: str, point: int) -> str:
    """`digits` with the decimal point after `point` of them, in ECMAScript's four layouts."""
    count = len(digits)
    if count <= point <= 21:
        return digits + "0" * (point - count)
    if 0 < point <= 21:
        return digits[:point] + "." + digits[point:]
    if -6 < point <= 0:
        return "0." + "0" * -point + digits
    mantissa = digits[0] + ("." + digits[1:] if count > 1 else "")
    return f"{mantissa}e{point - 1:+d}"


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotCanonical("An object names the same key twice.")
    return found


def _plain_integer(text: str) -> int:
    if text == "-0" or len(text) > 17:
        raise NotCanonical(f"{text[:20]} is not an integer in its one form.")
    return int(text)


def _refuse_number(text: str) -> Any:
    raise NotCanonical(f"{text[:20]} is not written as an integer.")


def _refuse_constant(name: str) -> Any:
    raise NotCanonical(f"{name} is not a JSON number.")
