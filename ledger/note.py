"""Signed notes: a text and signature lines under it (C2SP signed-note v1.0.0).

example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe...
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ledger.canonical import LedgerError
from ledger.encoding import Malformed, base64_decode, base64_encode
from ledger.keys import KeyKind, MalformedKey, NoteSigner, VerifierKey, check_key_name

__all__ = [
    "BadSignature",
    "MalformedNote",
    "NotSigned",
    "Note",
    "NoteError",
    "SignatureLine",
    "note_parse",
    "note_sign",
    "signature_lines_parse",
    "verify_ed25519",
]

MAX_SIGNATURES = 100  # as the Go library; the spec asks for at least 16
MAX_NOTE_BYTES = 1 << 20  # chosen: 100 ML-DSA-44 lines are a third of it
KEY_ID_BYTES = 4
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")


class NoteError(LedgerError):
    """A note cannot be relied on."""


class MalformedNote(NoteError):
    """The bytes are not a signed note."""


class BadSignature(NoteError):
    """A line under a known name and key id does not verify: the whole note is refused."""


class NotSigned(NoteError):
    """No known key signed the note."""


@dataclass(frozen=True)
class SignatureLine:
    """`— <key name> <base64(key id || signature)>`."""

    name: str
    key_id: bytes
    signature: bytes

    def __str__(self) -> str:
        return f"— {self.name} {base64_encode(self.key_id + self.signature)}\n"

    def is_of(self, key: VerifierKey) -> bool:
        return (self.name, self.key_id) == (key.name, key.key_id)


@dataclass(frozen=True)
class Note:
    """`text` ends in a newline; `lines` is never empty."""

    text: str
    lines: tuple[SignatureLine, ...]

    def __str__(self) -> str:
        return self.text + "\n" + "".join(map(str, self.lines))

    def with_lines(self, lines: Iterable[SignatureLine]) -> "Note":
        """The same note with further lines, each once."""
        return Note(self.text, tuple(dict.fromkeys((*self.lines, *lines))))


def note_parse(data: bytes | str) -> Note:
    """Raises MalformedNote for every deviation, also in lines of unknown keys."""
    try:
        whole = data.decode("utf-8") if isinstance(data, bytes) else data
        size = len(whole.encode("utf-8"))
    except UnicodeError as error:
        raise MalformedNote("The note is not UTF-8.") from error
    if size > MAX_NOTE_BYTES:
        raise MalformedNote("The note is too long.")
    if _CONTROL.search(whole):
        raise MalformedNote("The note has a control character.")
    text, separator, lines = whole.rpartition("\n\n")
    if not separator or not lines:
        raise MalformedNote("The note has no signature under an empty line.")
    return Note(text + "\n", signature_lines_parse(lines))


def signature_lines_parse(text: str) -> tuple[SignatureLine, ...]:
    """One to 100 signature lines, each ending in a newline. Raises MalformedNote."""
    *lines, rest = text.split("\n")  # splitlines() would also split on U+2028 and others
    if rest or not lines:
        raise MalformedNote("The signatures do not end in a newline.")
    if len(lines) > MAX_SIGNATURES:
        raise MalformedNote(f"The note has more than {MAX_SIGNATURES} signatures.")
    return tuple(_line_parse(line) for line in lines)


def note_sign(text: str, signer: NoteSigner) -> Note:
    """A note signed by an Ed25519 key (type 01). Raises MalformedNote."""
    if not text.endswith("\n"):
        raise MalformedNote("The text of a note ends in a newline.")
    key = signer.verifier
    line = SignatureLine(key.name, key.key_id, signer.sign(text.encode()))
    return note_parse(str(Note(text, (line,))))


def verify_ed25519(note: Note, keys: Iterable[VerifierKey]) -> tuple[VerifierKey, ...]:
    """Those of `keys` (type 01) that signed the note; lines of other keys are ignored.

    Raises BadSignature when a line of one of `keys` fails, NotSigned when there is none.
    """
    found = []
    for key in keys:
        lines = [line for line in note.lines if line.is_of(key)]
        for line in lines:
            if key.kind != KeyKind.ED25519 or not key.verifies(line.signature, note.text.encode()):
                raise BadSignature(f"The signature of {key.name} does not fit the note.")
        if lines:
            found.append(key)
    if not found:
        raise NotSigned("No trusted key signed the note.")
    return tuple(found)


def _line_parse(line: str) -> SignatureLine:
    mark, *rest = line.split(" ")
    if mark != "—" or len(rest) != 2:
        raise MalformedNote("A signature line is an em dash, a name and base64.")
    try:
        name, data = check_key_name(rest[0]), base64_decode(rest[1])
    except (MalformedKey, Malformed) as error:
        raise MalformedNote(f"A signature line is not well formed. {error}") from error
    if len(data) <= KEY_ID_BYTES:
        raise MalformedNote("A signature line has no signature.")
    return SignatureLine(name, data[:KEY_ID_BYTES], data[KEY_ID_BYTES:])
