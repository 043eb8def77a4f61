"""An authenticator app: RFC 6238 with SHA-1, six digits, thirty seconds."""

import base64
import hashlib
import hmac


def code(secret: str, at_s: int) -> str:
    """The code that an app with this base32 `secret` shows at `at_s` (Unix seconds)."""
    counter = (at_s // 30).to_bytes(8, "big")
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    offset = digest[-1] & 0xF
    value = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFF_FFFF
    return f"{value % 1_000_000:06}"
