from dataclasses import dataclass


@dataclass(frozen=True)
class Standing:
    """What a person's account has beside its password."""

    email_verified: bool
    totp_enabled: bool
    passkey_count: int
