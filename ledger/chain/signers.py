"""Who signs: a key in an encrypted file, or a key service that never gives its key away.

A signer is asked for the signature of a 32-byte keccak-256 digest and nothing else; a whole
transaction is never sent to a key service "as a message", which would hash it once more.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from ledger.chain.contract import keccak
from ledger.chain.errors import SigningFailed

__all__ = ["DigestService", "KeySigner", "ServiceSigner", "Signature", "Signer", "new_keystore"]

# Order of the group of secp256k1 (SEC 2, section 2.4.1).
ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141


@dataclass(frozen=True)
class Signature:
    """s is low (EIP-2): at most half of the group's order; parity is 0 or 1."""

    r: int
    s: int
    parity: int

    def to_bytes(self) -> bytes:
        """r, s and v as 65 bytes, v = 27 or 28: what Solidity's ecrecover takes."""
        return self.r.to_bytes(32, "big") + self.s.to_bytes(32, "big") + bytes([27 + self.parity])


class Signer(Protocol):
    @property
    def address(self) -> bytes: ...

    def sign(self, digest: bytes) -> Signature: ...


class DigestService(Protocol):
    """What a key management service must offer for ECC_SECG_P256K1 keys."""

    def public_key(self, key_id: str) -> bytes:
        """The point as 64 bytes, x and y."""
        ...

    def sign_digest(self, key_id: str, digest: bytes) -> bytes:
        """A DER-encoded ECDSA signature of the 32 bytes, which are not hashed again."""
        ...


class KeySigner:
    """A private key in this process."""

    def __init__(self, private_key: bytes) -> None:
        from eth_keys.datatypes import PrivateKey

        self._key = PrivateKey(private_key)

    @classmethod
    def from_keystore(cls, path: Path, passphrase: str) -> "KeySigner":
        """Opens an encrypted key file (Web3 Secret Storage, version 3). Raises SigningFailed."""
        from eth_account import Account

        try:
            return cls(bytes(Account.decrypt(path.read_text(encoding="utf-8"), passphrase)))
        except ValueError as error:
            raise SigningFailed(
                f"The key file {path.name} does not open; check its passphrase."
            ) from error

    @property
    def address(self) -> bytes:
        return bytes(self._key.public_key.to_canonical_address())

    def sign(self, digest: bytes) -> Signature:
        found = self._key.sign_msg_hash(digest)
        return Signature(found.r, found.s, found.v)


class ServiceSigner:
    """A key that stays in a key service."""

    def __init__(self, service: DigestService, key_id: str) -> None:
        self._service = service
        self._key_id = key_id
        self._public = service.public_key(key_id)

    @property
    def address(self) -> bytes:
        return keccak(self._public)[12:]

    def sign(self, digest: bytes) -> Signature:
        """Raises SigningFailed where the service's answer is no signature by its key."""
        from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

        answer = self._service.sign_digest(self._key_id, digest)
        try:
            r, s = decode_dss_signature(answer)
        except ValueError as error:
            raise SigningFailed("The key service's answer is not a DER signature.") from error
        # (r, -s) is a signature too; chains take only the lower of the two.
        s = min(s, ORDER - s)
        for parity in (0, 1):
            if _recover(digest, Signature(r, s, parity)) == self._public:
                return Signature(r, s, parity)
        raise SigningFailed(
            f"The key service signed something else, or with another key than {self._key_id}."
        )


def new_keystore(private_key: bytes, passphrase: str, *, cost: int = 2**18) -> dict[str, Any]:
    """An encrypted key file as JSON. `cost` is scrypt's n; geth writes 2^18, a second's work."""
    from eth_account import Account

    found: dict[str, Any] = Account.encrypt(private_key, passphrase, "scrypt", cost)
    return found


def _recover(digest: bytes, signature: Signature) -> bytes | None:
    from eth_keys.datatypes import Signature as Recoverable
    from eth_keys.exceptions import BadSignature
    from eth_utils.exceptions import ValidationError

    try:
        found = Recoverable(vrs=(signature.parity, signature.r, signature.s))
        return bytes(found.recover_public_key_from_msg_hash(digest).to_bytes())
    except (BadSignature, ValidationError):
        return None
