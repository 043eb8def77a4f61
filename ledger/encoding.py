"""Text forms of bytes and numbers: one spelling each, every other one refused."""

import base64
import binascii
import re

from ledger.canonical import LedgerError

__all__ = [
    "HASH_BYTES",
    "Malformed",
    "base64_decode",
    "base64_encode",
    "decimal_parse",
    "hash_decode",
    "hex_decode",
]

HASH_BYTES = 32
_DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)
_HEX = re.compile(r"(?:[0-9a-f]{2})*", re.ASCII)


class Malformed(LedgerError):
    """A text is not in the one form that its format allows."""


def base64_encode(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def base64_decode(text: str) -> bytes:
    """RFC 4648 section 4, padded, trailing bits zero (section 3.5). Raises Malformed.

    Python's decoder takes non-zero trailing bits, so the result is encoded again and compared.
    """
    try:
        data = base64.b64decode(text, validate=True)
    except (ValueError, binascii.Error) as error:
        raise Malformed("The text is not base64.") from error
    if base64_encode(data) != text:
        raise Malformed("The base64 is not in its one form.")
    return data


def hash_decode(text: str) -> bytes:
    """A 32-byte hash in base64. Raises Malformed."""
    data = base64_decode(text)
    if len(data) != HASH_BYTES:
        raise Malformed(f"A hash has 32 bytes, this one has {len(data)}.")
    return data


def hex_decode(text: str, size: int) -> bytes:
    """`0x` and `size` bytes in lower-case hexadecimal. Raises Malformed."""
    digits = text.removeprefix("0x")
    if not text.startswith("0x") or len(digits) != 2 * size or not _HEX.fullmatch(digits):
        raise Malformed(f"The text is not 0x and {2 * size} lower-case hex digits.")
    return bytes.fromhex(digits)


def decimal_parse(text: str) -> int:
    """An ASCII decimal without sign or leading zero, under 2^63 (tlog-checkpoint, tlog-witness).

    Raises Malformed.
    """
    if not _DECIMAL.fullmatch(text) or int(text) >= 2**63:
        raise Malformed("The text is not a decimal number under 2^63.")
    return int(text)
