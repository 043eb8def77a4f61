"""The proof with which an ADMIN ends a freeze: from the last good head to the frozen one.

Whoever stole a device's key may have anchored several times before the freeze, over leaves that
only the thief knows. The consistency proofs stand in the calldata for everybody, and this joins
them into one: the proof from n1 to n2 holds every border node of n1, so that together with the
proof from m to n1 each node of the proof from m to n2 is known or can be computed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ledger.chain.backend import EvmBackend
from ledger.chain.contract import decode_call
from ledger.chain.errors import ChainError
from ledger.chain.reader import ContractEvent
from ledger.merkle import node_hash

__all__ = ["AnchorStep", "ProofIncomplete", "anchor_steps", "joined_proof"]

Range = tuple[int, int]  # first leaf, and the one after the last


class ProofIncomplete(ChainError):
    """The steps do not follow one another from the wanted size."""


@dataclass(frozen=True)
class AnchorStep:
    """One anchor as it was sent. `old_root` is the head before it."""

    old_size: int
    new_size: int
    old_root: bytes
    new_root: bytes
    proof: tuple[bytes, ...]


def joined_proof(steps: Sequence[AnchorStep]) -> list[bytes]:
    """The consistency proof from the first step's old size to the last one's new size.

    Raises ProofIncomplete.
    """
    known: dict[Range, bytes] = {}
    for step in steps:
        places = _places(step.old_size, 0, step.new_size, is_whole=True)
        if len(places) != len(step.proof):
            raise ProofIncomplete("A proof has another length than its sizes ask for.")
        known |= dict(zip(places, step.proof, strict=True))
        known[0, step.old_size] = step.old_root
        known[0, step.new_size] = step.new_root
    if not steps or not steps[0].old_size:
        return []
    wanted = _places(steps[0].old_size, 0, steps[-1].new_size, is_whole=True)
    return [_resolved(known, *place) for place in wanted]


def anchor_steps(
    backend: EvmBackend, tenant: bytes, good_root: bytes, events: Iterable[ContractEvent]
) -> list[AnchorStep]:
    """The anchors of `events`, which follow the good head, with their proofs from calldata.

    Raises ProofIncomplete where one was sent through another contract, which hides its proof.
    """
    steps: list[AnchorStep] = []
    for event in events:
        told = event.arguments
        sizes = (told["oldSize"], told["newSize"])
        proof = _sent_proof(backend.calldata(event.log.tx_hash), tenant, *sizes)
        root = steps[-1].new_root if steps else good_root
        steps.append(AnchorStep(*sizes, root, told["newRoot"], proof))
    return steps


def _sent_proof(calldata: bytes, tenant: bytes, old: int, new: int) -> tuple[bytes, ...]:
    found = decode_call(calldata)
    if found is not None:
        name, told = found
        items = [tuple(told.values())] if name == "anchor" else told.get("items", ())
        if name == "anchorBySig":
            items = [(told["tenant"], told["oldSize"], told["newSize"], b"", told["proof"])]
        for item in items:
            if item[:3] == (tenant, old, new):
                return tuple(item[4])
    raise ProofIncomplete(f"The calldata of the anchor from {old} to {new} holds no proof.")


def _places(old: int, first: int, last: int, *, is_whole: bool) -> list[Range]:
    """Which ranges the nodes of PROOF(old, D[first:last]) cover, in order (RFC 6962 2.1.2)."""
    if old == last - first:
        return [] if is_whole else [(first, last)]
    half = 1 << ((last - first - 1).bit_length() - 1)
    middle = first + half
    if old <= half:
        return [*_places(old, first, middle, is_whole=is_whole), (middle, last)]
    return [*_places(old - half, middle, last, is_whole=False), (first, middle)]


def _resolved(known: dict[Range, bytes], first: int, last: int) -> bytes:
    if (first, last) not in known:
        if last - first == 1:
            raise ProofIncomplete(f"Nothing tells of leaf {first}; a step is missing.")
        middle = first + (1 << ((last - first - 1).bit_length() - 1))
        left, right = _resolved(known, first, middle), _resolved(known, middle, last)
        known[first, last] = node_hash(left, right)
    return known[first, last]
