import pytest

from ledger.checkpoint import Checkpoint, checkpoint_parse, checkpoint_sign
from ledger.cosignature import cosign, cosignature_time
from ledger.keys import KeyKind, LocalSigner, VerifierKey
from ledger.merkle import EMPTY_ROOT
from ledger.note import BadSignature, MalformedNote, SignatureLine, note_parse
from tests.ledger.vectors import shared

HEAD = Checkpoint("log.example/1", 8, b"r" * 32)
WITNESSES = [
    LocalSigner("w.example", kind, b"5" * 32)
    for kind in (KeyKind.COSIGNATURE_ED25519, KeyKind.COSIGNATURE_MLDSA44)
]
COSIGNATURES = "cosignatures_and_tlog_proof.json"


def test_checkpoint_is_written_and_read() -> None:
    assert checkpoint_parse(str(HEAD)) == HEAD
    assert str(HEAD) == "log.example/1\n8\ncnJycnJycnJycnJycnJycnJycnJycnJycnJycnJycnI=\n"


def test_bodies_of_the_vectors() -> None:
    bodies = shared("signed_notes.json")["checkpoint_body"]
    assert (len(bodies["good"]), len(bodies["bad"])) == (3, 13)
    for body in bodies["good"]:
        assert str(checkpoint_parse(body)) == body
    for case in bodies["bad"]:
        with pytest.raises(MalformedNote):
            checkpoint_parse(case["body"])


@pytest.mark.parametrize("size", ["+8", "08", "-8", "8 ", "1_0", "٨", "9223372036854775808", ""])
def test_size_in_another_spelling_is_refused(size: str) -> None:
    with pytest.raises(MalformedNote):
        checkpoint_parse(str(HEAD).replace("\n8\n", f"\n{size}\n"))


def test_extension_lines_are_refused() -> None:
    with pytest.raises(MalformedNote):
        checkpoint_parse(str(HEAD) + "extension\n")


def test_empty_log_has_a_checkpoint() -> None:
    assert checkpoint_parse(str(Checkpoint("log.example/1", 0, EMPTY_ROOT))).size == 0


def test_key_of_another_name_does_not_sign() -> None:
    with pytest.raises(MalformedNote):
        checkpoint_sign(HEAD, LocalSigner("log.example/2", KeyKind.ED25519, b"1" * 32))


@pytest.mark.parametrize("witness", WITNESSES)
def test_cosignature_tells_its_time(witness: LocalSigner) -> None:
    line = cosign(HEAD, witness, time_s=1767225600)
    assert cosignature_time(HEAD, line, witness.verifier) == 1767225600


@pytest.mark.parametrize("witness", WITNESSES)
@pytest.mark.parametrize(
    "other",
    [
        Checkpoint("log.example/2", 8, HEAD.root),
        Checkpoint(HEAD.origin, 9, HEAD.root),
        Checkpoint(HEAD.origin, 8, b"R" * 32),
    ],
)
def test_cosignature_fits_no_other_checkpoint(witness: LocalSigner, other: Checkpoint) -> None:
    line = cosign(HEAD, witness, time_s=1767225600)
    with pytest.raises(BadSignature):
        cosignature_time(other, line, witness.verifier)


@pytest.mark.parametrize("witness", WITNESSES)
def test_changed_cosignature_is_refused(witness: LocalSigner) -> None:
    line = cosign(HEAD, witness, time_s=1767225600)
    key, good = witness.verifier, line.signature
    for signature in (
        bytes(8) + good[8:],  # another time
        b"\xff" * 8 + good[8:],  # beyond 2^63
        good[:-1],
        good[:8],
        good[:7],
        good[:-1] + bytes([good[-1] ^ 1]),
    ):
        with pytest.raises(BadSignature):
            cosignature_time(HEAD, SignatureLine(key.name, key.key_id, signature), key)


def test_plain_signature_is_no_cosignature() -> None:
    log = LocalSigner(HEAD.origin, KeyKind.ED25519, b"1" * 32)
    (line,) = checkpoint_sign(HEAD, log).lines
    with pytest.raises(BadSignature):
        cosignature_time(HEAD, line, log.verifier)


def test_cosignatures_of_the_vectors_verify() -> None:
    vectors = shared(COSIGNATURES)
    head = checkpoint_parse(vectors["checkpoint_body"])
    keys = {name: VerifierKey.parse(text) for name, text in vectors["witness_vkeys"].items()}
    note = note_parse(vectors["cosigned_checkpoint"])
    lines = [*vectors["cosignature_v1"], vectors["mldsa44"]]
    for case in lines:
        (line,) = note_parse(f"{head}\n{case['line']}").lines
        (key,) = [one for one in keys.values() if line.is_of(one)]
        assert cosignature_time(head, line, key) == case["time"]
        assert line in note.lines
    assert len(lines) == len(keys) == 3


def test_name_too_long_to_be_cosigned_is_refused() -> None:
    with pytest.raises(BadSignature):
        cosign(Checkpoint("o" * 256, 8, HEAD.root), WITNESSES[1], time_s=1)
