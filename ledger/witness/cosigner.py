"""What a witness answers (C2SP tlog-witness v1.0.0): checks, keeps, then cosigns."""

import hashlib
import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ledger.checkpoint import Checkpoint
from ledger.cosignature import cosign
from ledger.keys import NoteSigner, VerifierKey
from ledger.merkle import ProofError, verify_consistency
from ledger.note import BadSignature, Note, NotSigned, SignatureLine, verify_ed25519
from ledger.witness.requests import AddCheckpoint, MalformedRequest, request_parse
from ledger.witness.store import Kept, Store

__all__ = ["Answer", "Witness"]

SIZE_TYPE = "text/x.tlog.size"
TEXT_TYPE = "text/plain; charset=utf-8"

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Answer:
    status: int
    body: str
    content_type: str = TEXT_TYPE


class Witness:
    """One witness: its keys, the logs it watches, its store and its clock (POSIX seconds)."""

    def __init__(
        self,
        signers: Sequence[NoteSigner],
        logs: Iterable[VerifierKey],
        store: Store,
        clock: Callable[[], int],
    ) -> None:
        self._signers, self._store, self._clock = signers, store, clock
        self._logs: dict[str, list[VerifierKey]] = {}
        for key in logs:
            self._logs.setdefault(key.name, []).append(key)
        self._by_hash = {hashlib.sha256(one.encode()).hexdigest(): one for one in self._logs}

    def add_checkpoint(self, body: bytes) -> Answer:
        """POST add-checkpoint. The text has no order of checks; here: form, log, signature, sizes.

        The head is on the disk before a cosignature exists, so a crash leaves a witness that has
        seen more than it said, never one that said more than it remembers.
        """
        try:
            request = request_parse(body)
        except MalformedRequest as error:
            return Answer(400, f"{error}\n")
        head = request.head
        if head.origin not in self._logs:
            return Answer(404, "The origin is unknown here.\n")
        try:
            note = self._signed_part(request.note, head)
        except (NotSigned, BadSignature) as error:
            return Answer(403, f"{error}\n")
        if request.old_size > head.size:
            return Answer(400, "The old size is above the checkpoint's.\n")
        seen = self._store.last(head.origin)
        if request.old_size != seen.size:
            return _conflict(seen)
        return self._add(request, note, seen)

    def latest(self, origin_hash: str) -> Answer:
        """GET <hex SHA-256(origin)>/checkpoint, cosigned as of now."""
        origin = self._by_hash.get(origin_hash, "")
        kept = self._store.last(origin)
        if kept.note is None or kept.head is None:
            return Answer(404, "No checkpoint of that log has been cosigned.\n")
        return Answer(200, str(kept.note.with_lines(self._cosign(kept.head))))

    def _add(self, request: AddCheckpoint, note: Note, seen: Kept) -> Answer:
        head = request.head
        try:
            verify_consistency(seen.size, head.size, seen.root, head.root, request.proof)
        except ProofError as error:
            if (head.size, head.root) != (seen.size, seen.root):  # else only the proof is amiss
                self._store.keep_evidence(head, note)
                logger.warning("witness.contradiction", extra={"origin": head.origin})
            return Answer(422, f"{error}\n")
        if not self._store.advance(head.origin, seen, note):
            return _conflict(self._store.last(head.origin))
        return Answer(200, "".join(map(str, self._cosign(head))))

    def _signed_part(self, note: Note, head: Checkpoint) -> Note:
        """The note with the lines of the log's keys alone: others are not ours to repeat."""
        keys = verify_ed25519(note, self._logs[head.origin])
        return Note(note.text, tuple(one for one in note.lines if any(map(one.is_of, keys))))

    def _cosign(self, head: Checkpoint) -> list[SignatureLine]:
        now_s = self._clock()
        return [cosign(head, signer, time_s=now_s) for signer in self._signers]


def _conflict(seen: Kept) -> Answer:
    return Answer(409, f"{seen.size}\n", SIZE_TYPE)
