"""Heads of the log, signed: kept before anybody sees them, and never two for one size.

A database put back from a backup would sign other leaves under sizes that were signed before: a
fork, for which every witness would rightly call the operator a liar. So nothing is signed while the
log is behind what this machine has signed (anchors.marks), what the witnesses have seen, or what
the chain holds (anchors.anchoring looks there).
"""

from django.db import transaction

from anchors.errors import Halted, NotInLog
from anchors.keys import log_open, log_signer
from anchors.locks import durable_commits
from anchors.marks import mark_read, mark_write
from anchors.models import Checkpoint, Log
from anchors.store import Tree
from anchors.witnesses import ahead, cosign
from ledger.checkpoint import Checkpoint as Head
from ledger.checkpoint import checkpoint_sign

BEHIND = (
    "The database holds {size} lines of the log, and {signed} were signed: it was put back from an "
    "older backup. Put the newest backup back; until then nothing is signed."
)
REWRITTEN = (
    "Lines of the log are not those that were signed. Put the newest backup back; until then "
    "nothing is signed."
)


def checkpoint_now() -> Checkpoint:
    """The newest head of the tenant in scope: signed where there is something new, cosigned by the
    witnesses that answer in time. Must not run inside a transaction.

    Raises NotInLog for an empty log, Halted.
    """
    log = log_open()
    with durable_commits(), transaction.atomic(durable=True):
        log = Log.objects.select_for_update().get(id=log.id)
        trouble = trouble_of(log)
        if trouble:
            raise Halted(trouble)
        if not log.size:
            raise NotInLog
        head = Checkpoint.objects.filter(size=log.size).first() or _sign(log)
    mark_write(log, head.size, bytes(head.root))
    head = cosign(log, head)
    log.refresh_from_db(fields=["witnesses"])
    if trouble := ahead(log):
        raise Halted(trouble)
    return head


def head_look_again() -> None:
    """Ask the witnesses about the newest head once more, where one of them has seen more leaves:
    it may have been mended since, or the log put back whole.
    """
    log = Log.objects.first()
    head = _newest()
    if log is not None and head is not None and ahead(log):
        cosign(log, head, again=True)


def trouble_of(log: Log) -> str:
    """Why nothing is signed, as one sentence; empty while all is well."""
    return _behind(log) or log.trouble or ahead(log)


def _behind(log: Log) -> str:
    tree = Tree()
    newest = _newest()
    signed = [(newest.size, bytes(newest.root))] if newest else []
    if mark := mark_read(log):
        signed.append(mark)
    for size, root in signed:
        if size > log.size:
            return BEHIND.format(size=log.size, signed=size)
        if tree.root(size) != root:
            return REWRITTEN
    return ""


def _sign(log: Log) -> Checkpoint:
    root = Tree().root(log.size)
    note = checkpoint_sign(Head(log.origin, log.size, root), log_signer(log))
    return Checkpoint.objects.create(size=log.size, root=root, note=str(note))


def _newest() -> Checkpoint | None:
    return Checkpoint.objects.order_by("-size").first()
