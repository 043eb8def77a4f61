"""Cosignatures of witnesses on a checkpoint (C2SP tlog-cosignature v1.1.0-rc.1).

A cosignature says: as of this time, this is the largest consistent head that I have seen of the log
with this origin.
"""

from ledger.checkpoint import Checkpoint
from ledger.keys import KeyKind, NoteSigner, VerifierKey
from ledger.note import BadSignature, SignatureLine

__all__ = ["cosign", "cosignature_time"]

TIME_BYTES = 8
_LABEL_MLDSA44 = b"subtree/v1\n\x00"


def cosign(checkpoint: Checkpoint, signer: NoteSigner, *, time_s: int) -> SignatureLine:
    """The signature line of a witness; `time_s` is POSIX seconds."""
    key = signer.verifier
    signature = signer.sign(_message(checkpoint, key, time_s))
    return SignatureLine(key.name, key.key_id, time_s.to_bytes(TIME_BYTES, "big") + signature)


def cosignature_time(checkpoint: Checkpoint, line: SignatureLine, key: VerifierKey) -> int:
    """The POSIX seconds at which `key` cosigned, once its signature verifies.

    Raises BadSignature.
    """
    time_s = int.from_bytes(line.signature[:TIME_BYTES], "big")
    good = (
        line.is_of(key)
        and key.kind != KeyKind.ED25519
        and len(line.signature) > TIME_BYTES
        and time_s < 2**63
        and key.verifies(line.signature[TIME_BYTES:], _message(checkpoint, key, time_s))
    )
    if not good:
        raise BadSignature(f"The cosignature of {key.name} does not fit the checkpoint.")
    return time_s


def _message(checkpoint: Checkpoint, key: VerifierKey, time_s: int) -> bytes:
    if key.kind == KeyKind.COSIGNATURE_MLDSA44:
        return _message_mldsa44(checkpoint, key.name, time_s)
    return f"cosignature/v1\ntime {time_s}\n{checkpoint}".encode()


def _message_mldsa44(checkpoint: Checkpoint, cosigner: str, time_s: int) -> bytes:
    """The `cosigned_message` structure: "ML-DSA-44 signed message"."""
    start = 0
    return b"".join(
        [
            _LABEL_MLDSA44,
            _short(cosigner),
            time_s.to_bytes(8, "big"),
            _short(checkpoint.origin),
            start.to_bytes(8, "big"),
            checkpoint.size.to_bytes(8, "big"),
            checkpoint.root,
        ]
    )


def _short(text: str) -> bytes:
    """`opaque<1..2^8-1>`. Raises BadSignature: nothing longer can be signed."""
    data = text.encode()
    if not 1 <= len(data) <= 255:
        raise BadSignature("A name of more than 255 bytes cannot be cosigned.")
    return len(data).to_bytes(1, "big") + data
