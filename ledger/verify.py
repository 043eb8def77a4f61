"""The steps of a verification, each named, in order (docs/formats/bundle.md section 4)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from ledger.anchor import Anchor
from ledger.bundle import Bundle, Entry, bundle_parse
from ledger.canonical import LedgerError
from ledger.checkpoint import Checkpoint, checkpoint_parse
from ledger.commitments import check_opening, entry_of
from ledger.content import Content, check_content
from ledger.merkle import leaf_hash, verify_consistency, verify_inclusion
from ledger.note import Note, note_parse, verify_ed25519
from ledger.policy import check_quorum
from ledger.trust import Trust

__all__ = ["STEPS", "Refused", "Step", "Strength", "Verdict", "verify"]

Strength = Literal["proved", "vouched", "claimed"]

STEPS = (
    "format",
    "checkpoint",
    "log",
    "witnesses",
    "tenant",
    "record",
    "inclusion",
    "content",
    "history",
    "anchor",
)


class Refused(LedgerError):
    """The bundle does not show what the step asks."""


@dataclass(frozen=True)
class Step:
    """One step that was taken; `strength` says what a passed step rests on."""

    name: str
    is_ok: bool
    strength: Strength
    sentence: str


@dataclass(frozen=True)
class Verdict:
    """The steps up to the first that failed."""

    steps: tuple[Step, ...]

    @property
    def is_ok(self) -> bool:
        return all(step.is_ok for step in self.steps)

    @property
    def failed(self) -> str | None:
        """The name of the step that failed."""
        return None if self.is_ok else self.steps[-1].name


def verify(data: bytes, trust: Trust, *, now_s: int) -> Verdict:
    """Check a bundle's bytes against a trust file. Pure: no file, no network, no clock.

    `now_s` is POSIX seconds by the verifier's clock.
    """
    run = _Run(data, trust, now_s)
    steps: list[Step] = []
    for name in STEPS:
        check: Callable[[], tuple[Strength, str]] = getattr(run, name)
        try:
            strength, sentence = check()
        except LedgerError as error:
            steps.append(Step(name, is_ok=False, strength="proved", sentence=str(error)))
            break
        steps.append(Step(name, is_ok=True, strength=strength, sentence=sentence))
    return Verdict(tuple(steps))


class _Run:
    """One verification: each step is a method that leaves what later ones need."""

    bundle: Bundle
    note: Note
    head: Checkpoint
    content_: Content

    def __init__(self, data: bytes, trust: Trust, now_s: int) -> None:
        self._data, self._trust, self._now_s = data, trust, now_s

    def format(self) -> tuple[Strength, str]:
        self.bundle = bundle_parse(self._data)
        return "proved", "The file is a bundle of version 1."

    def checkpoint(self) -> tuple[Strength, str]:
        self.note = note_parse(self.bundle.checkpoint)
        self.head = checkpoint_parse(self.note.text)
        if not self._trust.policy.log_keys(self.head.origin):
            raise Refused(f"The trust file knows no log {self.head.origin!r}.")
        return "proved", f"The head of the log {self.head.origin} is at size {self.head.size}."

    def log(self) -> tuple[Strength, str]:
        keys = verify_ed25519(self.note, self._trust.policy.log_keys(self.head.origin))
        return "proved", f"The head is signed by the log's key {keys[0].key_id.hex()}."

    def witnesses(self) -> tuple[Strength, str]:
        policy = self._trust.policy
        times = check_quorum(self.note, self.head, policy, now_s=self._now_s)
        if policy.quorum == "none":
            return "claimed", "The trust file asks for no witness; another head may exist."
        names = ", ".join(sorted(times))
        return "vouched", f"The quorum {policy.quorum} cosigned the head: {names}."

    def tenant(self) -> tuple[Strength, str]:
        expected = self._trust.tenants[self.head.origin]
        for entry in (self.bundle.entry, *self.bundle.history):
            if entry.opening.record.tenant != expected:
                raise Refused("An entry is of another tenant than the log.")
        return "proved", f"The record belongs to the tenant 0x{expected.hex()}."

    def record(self) -> tuple[Strength, str]:
        opening = self.bundle.entry.opening
        check_opening(opening)
        named = sum(1 for field in opening.fields if field.name)
        if opening.is_whole:
            return "proved", f"The whole record is open: {named} fields, none committed twice."
        return "proved", f"{named} fields of the record are open, the others stay hidden."

    def inclusion(self) -> tuple[Strength, str]:
        self._check_included(self.bundle.entry)
        return "proved", f"The record is entry {self.bundle.entry.index} of the log."

    def content(self) -> tuple[Strength, str]:
        self.content_ = check_content(self.bundle.entry.opening, self._trust.models)
        return "proved", f"The record says: {self.content_.kind} at {self.content_.at}."

    def history(self) -> tuple[Strength, str]:
        history = self.bundle.history
        if not history and self.content_.seq is None:
            return "proved", "The record is about no single subject, so it has no history."
        if not history and self._trust.history == "optional":
            return "claimed", "The bundle says nothing about who looked."
        found = [(self.bundle.entry.index, self.content_)]
        found += [(entry.index, self._check_history(entry)) for entry in history]
        indices = [index for index, _ in found]
        if indices[1:] != sorted(indices[1:]) or len(set(indices)) != len(indices):
            raise Refused("The history is not in the order of the log, or names an entry twice.")
        found.sort(key=lambda one: one[0])
        if [content.seq for _, content in found] != list(range(1, len(found) + 1)):
            raise Refused("A record of this subject is left out of the history, or out of order.")
        if found[-1][1].kind != "proof_exported":
            raise Refused("The history does not end with the export that made it.")
        return "proved", f"All {len(found)} records of this subject up to the export are here."

    def anchor(self) -> tuple[Strength, str]:
        anchor, chain = self.bundle.anchor, self._trust.chain
        if anchor is None:
            if chain is not None:
                raise Refused("The record is not anchored yet; the trust file asks for an anchor.")
            return "claimed", "There is no anchor, and the trust file asks for none."
        self._check_continues(anchor)
        if chain is None:
            return "claimed", "The trust file names no chain, so the anchor is the bundle's word."
        if (anchor.chain_id, anchor.contract) != (chain.chain_id, chain.contract):
            raise Refused("The anchor is on another chain or contract than the trust file's.")
        covered = sum(entry.index < anchor.head.size for entry in self.bundle.history)
        about = f"{covered} of {len(self.bundle.history)} records of the history"
        if chain.demand == "claimed":
            return "claimed", f"An anchor of the record and {about} is named, not checked."
        if anchor.head not in chain.heads:
            raise Refused("The anchor is none of the trust file's heads.")
        block = anchor.head.block_number
        return "proved", f"The record and {about} are anchored, not later than block {block}."

    def _check_included(self, entry: Entry) -> None:
        leaf = leaf_hash(entry_of(entry.opening.record, entry.opening.salt))
        verify_inclusion(leaf, entry.index, self.head.size, entry.proof, self.head.root)

    def _check_history(self, entry: Entry) -> Content:
        try:
            check_opening(entry.opening)
            self._check_included(entry)
            content = check_content(entry.opening, self._trust.models, with_actor=True)
        except LedgerError as error:
            raise Refused(f"Entry {entry.index} of the history: {error}") from error
        if content.subject != self.content_.subject:
            raise Refused(f"Entry {entry.index} of the history is about something else.")
        return content

    def _check_continues(self, anchor: Anchor) -> None:
        head = anchor.head
        if head.tenant != self._trust.tenants[self.head.origin]:
            raise Refused("The anchor is of another tenant than the log.")
        if self.bundle.entry.index >= head.size:
            raise Refused("The anchor is older than the record.")
        verify_consistency(head.size, self.head.size, head.root, self.head.root, anchor.consistency)
