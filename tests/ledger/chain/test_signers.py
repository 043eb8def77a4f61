"""Keys in files and in key services."""

import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import (
    Prehashed,
    decode_dss_signature,
    encode_dss_signature,
)
from cryptography.hazmat.primitives.hashes import SHA256
from eth_account import Account

from ledger.chain.contract import keccak
from ledger.chain.errors import SigningFailed
from ledger.chain.fees import Fees
from ledger.chain.signers import ORDER, KeySigner, ServiceSigner, new_keystore
from ledger.chain.transactions import sign_transaction

KEY = keccak(b"a key for tests")
DIGEST = keccak(b"something to sign")


class Service:
    """A key service as AWS and GCP have it: secp256k1, DER, any of the two s."""

    def __init__(self, *, wants_high_s: bool = False) -> None:
        self._key = ec.derive_private_key(int.from_bytes(KEY, "big"), ec.SECP256K1())
        self._wants_high_s = wants_high_s

    def public_key(self, key_id: str) -> bytes:
        assert key_id == "k1"
        numbers = self._key.public_key().public_numbers()
        return numbers.x.to_bytes(32, "big") + numbers.y.to_bytes(32, "big")

    def sign_digest(self, key_id: str, digest: bytes) -> bytes:
        assert key_id == "k1"
        # Any hash of 32 bytes: the service signs what it is given.
        der = self._key.sign(digest, ec.ECDSA(Prehashed(SHA256())))
        r, s = decode_dss_signature(der)
        is_high = s > ORDER // 2
        return der if is_high == self._wants_high_s else encode_dss_signature(r, ORDER - s)


@pytest.mark.parametrize("wants_high_s", [False, True])
def test_a_services_signature_recovers_to_its_address_with_low_s(wants_high_s: bool) -> None:
    signer = ServiceSigner(Service(wants_high_s=wants_high_s), "k1")
    parities = set()

    for number in range(20):
        digest = keccak(number.to_bytes(4, "big"))
        found = signer.sign(digest)
        parities.add(found.parity)
        assert found.s <= ORDER // 2
        recovered = Account._recover_hash(digest, vrs=(27 + found.parity, found.r, found.s))
        assert bytes.fromhex(recovered[2:]) == signer.address

    assert signer.address == KeySigner(KEY).address
    assert parities == {0, 1}


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (b"", "not a DER signature"),
        (b"\x00" * 70, "not a DER signature"),
        (encode_dss_signature(5, 7), "signed something else"),
        (encode_dss_signature(ORDER + 5, 7), "signed something else"),
    ],
)
def test_an_answer_that_is_no_signature_is_refused(answer: bytes, words: str) -> None:
    class Wrong(Service):
        def sign_digest(self, *_: object) -> bytes:
            return answer

    with pytest.raises(SigningFailed, match=words):
        ServiceSigner(Wrong(), "k1").sign(DIGEST)


def test_a_service_that_hashes_once_more_is_found_out() -> None:
    class Hashing(Service):
        def sign_digest(self, key_id: str, digest: bytes) -> bytes:
            return super().sign_digest(key_id, keccak(digest))

    with pytest.raises(SigningFailed, match="signed something else"):
        ServiceSigner(Hashing(), "k1").sign(DIGEST)


def test_a_key_file_opens_with_its_passphrase_alone(tmp_path: Path) -> None:
    path = tmp_path / "key.json"
    path.write_text(json.dumps(new_keystore(KEY, "correct horse", cost=2)))

    assert KEY.hex() not in path.read_text()
    assert KeySigner.from_keystore(path, "correct horse").address == KeySigner(KEY).address
    with pytest.raises(SigningFailed, match=r"key\.json does not open"):
        KeySigner.from_keystore(path, "wrong")


def test_a_transaction_is_byte_for_byte_what_eth_account_signs() -> None:
    fields = {"nonce": 7, "gas": 90_000, "chainId": 5, "value": 0, "data": b"\x01\x02"}
    to = bytes(19) + b"\x09"
    theirs = Account.sign_transaction(
        fields | {"to": to, "maxFeePerGas": 30, "maxPriorityFeePerGas": 2, "type": 2}, KEY
    )

    ours = sign_transaction(
        KeySigner(KEY),
        chain_id=5,
        nonce=7,
        fees=Fees(30, 2),
        gas=90_000,
        to=to,
        data=b"\x01\x02",
    )

    assert (ours.raw, ours.hash) == (bytes(theirs.raw_transaction), bytes(theirs.hash))
