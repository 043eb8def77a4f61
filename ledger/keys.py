"""Note keys: verifier keys in their text form, and local signing keys (C2SP signed-note)."""

import enum
import hashlib
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey, MLDSA44PublicKey

from ledger.canonical import LedgerError
from ledger.encoding import Malformed, base64_decode, base64_encode

__all__ = ["KeyKind", "LocalSigner", "MalformedKey", "NoteSigner", "VerifierKey", "check_key_name"]

SEED_BYTES = 32  # of both algorithms: RFC 8032 section 5.1.5, FIPS 204 section 3.6.1
SECRET_MARK = "PRIVATE+KEY+"  # noqa: S105 (the mark, not a secret)
_KEY_ID = re.compile(r"[0-9a-f]{8}", re.ASCII)


class MalformedKey(LedgerError):
    """A key, or its name, is not of the form that signed-note gives."""


class KeyKind(enum.IntEnum):
    """Signature type bytes of signed-note that this library knows."""

    ED25519 = 0x01
    COSIGNATURE_ED25519 = 0x04
    COSIGNATURE_MLDSA44 = 0x06


PUBLIC_BYTES = {
    KeyKind.ED25519: 32,
    KeyKind.COSIGNATURE_ED25519: 32,
    KeyKind.COSIGNATURE_MLDSA44: 1312,
}


@dataclass(frozen=True)
class VerifierKey:
    """`name+hex8(key id)+base64(type || public key)`: signed-note, "Verifier keys"."""

    name: str
    kind: KeyKind
    public: bytes

    @classmethod
    def parse(cls, text: str) -> "VerifierKey":
        """Raises MalformedKey."""
        parts = text.split("+", 2)  # base64 has `+` of its own
        if len(parts) != 3 or not _KEY_ID.fullmatch(parts[1]):
            raise MalformedKey("A verifier key is name+id+key.")
        try:
            data = base64_decode(parts[2])
            key = cls(check_key_name(parts[0]), KeyKind(data[0]), data[1:])
        except (Malformed, ValueError, IndexError) as error:
            raise MalformedKey("The verifier key is of no known type.") from error
        if len(key.public) != PUBLIC_BYTES[key.kind]:
            raise MalformedKey("The public key has a wrong length.")
        if key.key_id.hex() != parts[1]:
            raise MalformedKey("The key id does not belong to this name and key.")
        return key

    def __str__(self) -> str:
        material = base64_encode(bytes([self.kind]) + self.public)
        return f"{self.name}+{self.key_id.hex()}+{material}"

    @cached_property
    def key_id(self) -> bytes:
        """SHA-256(name || 0A || type || public key)[:4]."""
        hashed = self.name.encode() + b"\n" + bytes([self.kind]) + self.public
        return hashlib.sha256(hashed).digest()[:4]

    def verifies(self, signature: bytes, message: bytes) -> bool:
        """Whether the raw signature, without id and time, is this key's over `message`."""
        public: Ed25519PublicKey | MLDSA44PublicKey
        try:
            if self.kind == KeyKind.COSIGNATURE_MLDSA44:
                public = MLDSA44PublicKey.from_public_bytes(self.public)
            else:
                public = Ed25519PublicKey.from_public_bytes(self.public)
            public.verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


class NoteSigner(Protocol):
    """What signs: a key here, or one in a machine that never gives it out."""

    @property
    def verifier(self) -> VerifierKey: ...

    def sign(self, message: bytes) -> bytes: ...


class LocalSigner:
    """A signing key in this process."""

    def __init__(self, name: str, kind: KeyKind, seed: bytes) -> None:
        """`seed` is the 32-byte private key of either algorithm. Raises MalformedKey."""
        if len(seed) != SEED_BYTES:
            raise MalformedKey("A signing key is a seed of 32 bytes.")
        self._private: Ed25519PrivateKey | MLDSA44PrivateKey
        if kind == KeyKind.COSIGNATURE_MLDSA44:
            self._private = MLDSA44PrivateKey.from_seed_bytes(seed)
        else:
            self._private = Ed25519PrivateKey.from_private_bytes(seed)
        public = self._private.public_key().public_bytes_raw()
        self.verifier = VerifierKey(check_key_name(name), kind, public)

    @classmethod
    def parse(cls, text: str) -> "LocalSigner":
        """A secret in the form of `secret`. Raises MalformedKey."""
        parts = text.removeprefix(SECRET_MARK).split("+", 2)
        if not text.startswith(SECRET_MARK) or len(parts) != 3:
            raise MalformedKey(f"A signing key is {SECRET_MARK}name+id+key.")
        try:
            data = base64_decode(parts[2])
            signer = cls(parts[0], KeyKind(data[0]), data[1:])
        except (Malformed, ValueError, IndexError) as error:
            raise MalformedKey("The signing key is of no known type.") from error
        if signer.verifier.key_id.hex() != parts[1]:
            raise MalformedKey("The key id does not belong to this name and key.")
        return signer

    def secret(self) -> str:
        """`PRIVATE+KEY+name+id+base64(type || seed)`, as the Go library writes it."""
        key = self.verifier
        material = base64_encode(bytes([key.kind]) + self._private.private_bytes_raw())
        return f"{SECRET_MARK}{key.name}+{key.key_id.hex()}+{material}"

    def sign(self, message: bytes) -> bytes:
        return self._private.sign(message)


def check_key_name(name: str) -> str:
    """The name, if it is not empty and has no Unicode space, plus or control character.

    Raises MalformedKey.
    """
    if not name or any(one == "+" or one.isspace() or one < " " for one in name):
        raise MalformedKey("A key name is not empty and has no space and no plus.")
    return name
