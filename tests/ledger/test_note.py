import pytest

from ledger.keys import KeyKind, LocalSigner, MalformedKey, VerifierKey
from ledger.note import (
    BadSignature,
    MalformedNote,
    NoteError,
    NotSigned,
    SignatureLine,
    note_parse,
    note_sign,
    verify_ed25519,
)
from tests.ledger.vectors import shared

SIGNER = LocalSigner("log.example", KeyKind.ED25519, b"1" * 32)
OTHER = LocalSigner("other.example", KeyKind.ED25519, b"2" * 32)
TEXT = "If you think\n\ncryptography is the answer\n"
NOTE = str(note_sign(TEXT, SIGNER))


def test_signed_note_verifies_under_its_key() -> None:
    note = note_parse(NOTE.encode())
    assert (note.text, str(note)) == (TEXT, NOTE)
    assert verify_ed25519(note, [OTHER.verifier, SIGNER.verifier]) == (SIGNER.verifier,)


def test_notes_of_other_implementations_verify() -> None:
    good = shared("signed_notes.json")["good"]
    assert len(good) == 3
    for case in good:
        keys = [VerifierKey.parse(text) for text in case["vkeys"]]
        ed25519 = [key for key in keys if key.kind == KeyKind.ED25519]
        assert [str(key) for key in keys] == case["vkeys"]
        assert verify_ed25519(note_parse(case["note"]), ed25519) == tuple(ed25519)


def test_notes_that_the_vectors_refuse_are_refused() -> None:
    vectors = shared("signed_notes.json")
    assert len(vectors["malformed"]) == 8
    for case in vectors["malformed"]:
        with pytest.raises(MalformedNote):
            note_parse(bytes.fromhex(case["note_hex"]) if "note_hex" in case else case["note"])
    for case in vectors["unverifiable"]:
        with pytest.raises(NotSigned):
            verify_ed25519(note_parse(case["note"]), map(VerifierKey.parse, case["vkeys"]))
    for case in vectors["invalid_signature"]:
        with pytest.raises(NoteError):
            verify_ed25519(note_parse(case["note"]), map(VerifierKey.parse, case["vkeys"]))
    assert len(vectors["bad_vkeys"]) == 3
    for text in vectors["bad_vkeys"]:
        with pytest.raises(MalformedKey):
            VerifierKey.parse(text)


def test_note_of_the_specification_is_read() -> None:
    (case,) = shared("signed_notes.json")["parse_only"]
    note = note_parse(case["note"])
    assert [line.key_id.hex() for line in note.lines] == [
        case["log_key_id"],
        case["witness_key_id"],
    ]
    assert int.from_bytes(note.lines[1].signature[:8], "big") == case["witness_timestamp"]


@pytest.mark.parametrize(
    ("_case", "old", "new"),
    [
        ("no last newline", "=\n", "="),
        ("carriage return", "think\n", "think\r\n"),
        ("tab", "think", "th\tink"),
        ("hyphen for the dash", "— log", "- log"),
        ("two spaces", "— log", "—  log"),
        ("space in the name", "log.example", "log example"),
        ("no-break space in the name", "log.example", "log\u00a0example"),
        ("plus in the name", "— log.example", "— log+example"),
        ("no name", "— log.example ", "— "),
        ("a third part", "=\n", "= x\n"),
        ("base64 without padding", "=\n", "\n"),
        ("no empty line", "answer\n\n", "answer\n"),
    ],
)
def test_note_of_another_form_is_refused(_case: str, old: str, new: str) -> None:
    assert NOTE.count(old) >= 1
    with pytest.raises(MalformedNote):
        note_parse(new.join(NOTE.rsplit(old, 1)))


@pytest.mark.parametrize("data", [b"\xff\n\n\xe2\x80\x94 a AAAAAAA=\n", b"", b"\n\n", b"a" * 2**21])
def test_bytes_that_are_no_note_are_refused(data: bytes) -> None:
    with pytest.raises(MalformedNote):
        note_parse(data)


def test_length_of_a_note_is_counted_in_bytes() -> None:
    with pytest.raises(MalformedNote, match="too long"):
        note_parse("é" * (1 << 19) + "\n\n— a AAAAAAA=\n")


def test_line_separators_of_unicode_do_not_split_lines() -> None:
    text = "one\u2028two\x85three\n"
    assert note_parse(str(note_sign(text, SIGNER))).text == text


def test_known_key_whose_signature_fails_spoils_the_note() -> None:
    key = SIGNER.verifier
    forged = SignatureLine(key.name, key.key_id, b"\0" * 64)
    for lines in ([forged], [forged, *note_parse(NOTE).lines]):
        with pytest.raises(BadSignature):
            verify_ed25519(note_parse(NOTE).with_lines(lines), [key])


def test_unknown_key_with_a_known_name_is_ignored() -> None:
    stranger = LocalSigner("log.example", KeyKind.ED25519, b"3" * 32)
    note = note_parse(str(note_sign(TEXT, stranger)))
    with pytest.raises(NotSigned):
        verify_ed25519(note, [SIGNER.verifier])


def test_text_that_does_not_end_in_a_newline_is_not_signed() -> None:
    with pytest.raises(MalformedNote):
        note_sign("no newline", SIGNER)


@pytest.mark.parametrize("kind", list(KeyKind))
def test_keys_are_written_and_read(kind: KeyKind) -> None:
    signer = LocalSigner("w.example", kind, b"4" * 32)
    assert VerifierKey.parse(str(signer.verifier)) == signer.verifier
    again = LocalSigner.parse(signer.secret())
    assert again.verifier == signer.verifier
    assert signer.verifier.verifies(again.sign(b"message"), b"message")
    assert not signer.verifier.verifies(again.sign(b"message"), b"massage")


@pytest.mark.parametrize(
    "text", ["", "PRIVATE+KEY+a", "PRIVATE+KEY+w+00000000+BAAA", "w.example+00000000+BAAA"]
)
def test_secret_of_another_form_is_refused(text: str) -> None:
    with pytest.raises(MalformedKey):
        LocalSigner.parse(text)


def test_secret_under_another_name_is_refused() -> None:
    with pytest.raises(MalformedKey):
        LocalSigner.parse(SIGNER.secret().replace("log.example", "gol.example"))
