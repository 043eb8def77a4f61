"""Secrets that must be read again lie sealed in the database.

AES-256-GCM; each use has a key of its own, derived from SECRET_KEY by HKDF-SHA256 (RFC 5869) with
the use as `info`. Text form: `v1.` and base64url of nonce (12 bytes) and ciphertext with its tag.
After SECRET_KEY is rotated, the old one in SECRET_KEY_FALLBACKS still opens what it sealed.
"""

import base64
import enum
import functools
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from base.errors import SealBroken

VERSION = "v1."
NONCE_BYTES = 12
KEY_BYTES = 32


class Use(enum.Enum):
    """What a secret is for; one sealed for one use does not open for another."""

    SECOND_FACTOR = b"plumbline second factor v1"
    LOG_KEY = b"plumbline log key v1"  # signs a tenant's log
    SUBJECT_KEY = b"plumbline subject key v1"  # salts of the records about one person
    CHAIN_KEY = b"plumbline chain key v1"  # opens the keystore of a chain account


def seal(text: str, use: Use) -> str:
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = AESGCM(_key(settings.SECRET_KEY, use)).encrypt(nonce, text.encode(), VERSION.encode())
    return VERSION + base64.urlsafe_b64encode(nonce + sealed).decode()


def unseal(sealed: str, use: Use) -> str:
    """Raises SealBroken for another version, a changed text, or a key that is gone."""
    if not sealed.startswith(VERSION):
        raise SealBroken
    try:
        raw = base64.urlsafe_b64decode(sealed[len(VERSION) :])
    except ValueError as broken:
        raise SealBroken from broken
    for secret in _secrets():
        try:
            plain = AESGCM(_key(secret, use)).decrypt(
                raw[:NONCE_BYTES], raw[NONCE_BYTES:], VERSION.encode()
            )
        except (InvalidTag, ValueError):
            continue
        return plain.decode()
    raise SealBroken


def passphrases(use: Use) -> list[str]:
    """Of a file that is encrypted by others' code: the present one, then those of older keys."""
    return [_key(secret, use).hex() for secret in _secrets()]


def _secrets() -> tuple[str, ...]:
    return (settings.SECRET_KEY, *map(str, settings.SECRET_KEY_FALLBACKS))


@functools.lru_cache(maxsize=32)  # of the settings' own secrets, which are in memory anyway
def _key(secret: str, use: Use) -> bytes:
    kdf = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=use.value)
    return kdf.derive(secret.encode())
