"""Plain facts about accounts, and how a bearer token is named in the database."""

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True)
class Standing:
    """What a person's account has beside its password."""

    email_verified: bool
    totp_enabled: bool
    passkey_count: int


def token_digest(token: str) -> str:
    """What is stored of a token. It holds 256 random bits, so a fast hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()
