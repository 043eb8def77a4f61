"""Against Python's own HMAC and cryptography's HKDF."""

import hmac

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from hypothesis import given
from hypothesis import strategies as st

from ledger.macs import Mac, hkdf, mac


@given(key=st.binary(max_size=200), messages=st.lists(st.binary(max_size=200), max_size=4))
def test_macs_are_those_of_hmac(key: bytes, messages: list[bytes]) -> None:
    kept = Mac(key)
    for message in messages:
        expected = hmac.digest(key, message, "sha256")
        assert mac(key, message) == expected
        assert kept.of(message) == expected


@given(secret=st.binary(max_size=100), info=st.binary(max_size=100))
def test_derived_keys_are_those_of_hkdf(secret: bytes, info: bytes) -> None:
    assert hkdf(secret, info) == HKDF(SHA256(), length=32, salt=None, info=info).derive(secret)
