"""HMAC-SHA256 and HKDF-SHA256 for many short messages (RFC 2104, RFC 5869).

Sealing one event takes eighteen of them. Written out over SHA-256 they take half the time of
`hmac.digest`, which looks its hash up anew for each call, and a fifth where one key seals many.
"""

from hashlib import sha256

__all__ = ["Mac", "hkdf", "mac"]

BLOCK_BYTES = 64  # of SHA-256
_INNER = bytes(one ^ 0x36 for one in range(256))
_OUTER = bytes(one ^ 0x5C for one in range(256))


def mac(key: bytes, message: bytes) -> bytes:
    """HMAC-SHA256."""
    padded = _padded(key)
    inner = sha256(padded.translate(_INNER) + message).digest()
    return sha256(padded.translate(_OUTER) + inner).digest()


class Mac:
    """HMAC-SHA256 under one key: the key is hashed once."""

    __slots__ = ("_inner", "_outer")

    def __init__(self, key: bytes) -> None:
        padded = _padded(key)
        self._inner = sha256(padded.translate(_INNER))
        self._outer = sha256(padded.translate(_OUTER))

    def of(self, message: bytes) -> bytes:
        inner, outer = self._inner.copy(), self._outer.copy()
        inner.update(message)
        outer.update(inner.digest())
        return outer.digest()


def hkdf(secret: bytes, info: bytes) -> bytes:
    """32 bytes of HKDF-SHA256 without salt: one block of RFC 5869 section 2.3."""
    return mac(mac(bytes(32), secret), info + b"\x01")


def _padded(key: bytes) -> bytes:
    return (key if len(key) <= BLOCK_BYTES else sha256(key).digest()).ljust(BLOCK_BYTES, b"\x00")
