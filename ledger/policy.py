"""Which logs and how many witnesses are enough (C2SP tlog-policy).

log ledger.example/t/1+fa09c64e+AXJz...
witness w1 w1.example+535a0390+BDZ1... https://w1.example/
witness w2 w2.example+74ae47c1+BMw1...
group both 2 w1 w2
quorum both
"""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from ledger.canonical import LedgerError
from ledger.checkpoint import Checkpoint
from ledger.cosignature import cosignature_time
from ledger.encoding import Malformed, decimal_parse
from ledger.keys import KeyKind, MalformedKey, VerifierKey
from ledger.note import BadSignature, Note

__all__ = ["Group", "MalformedPolicy", "Policy", "QuorumNotMet", "check_quorum", "policy_parse"]

FUTURE_S = 300  # chosen: clocks of witness and verifier may differ by five minutes
MAX_LINES = 200  # chosen; the spec asks for 32 logs, 32 witnesses and 32 groups
COSIGNERS = {KeyKind.COSIGNATURE_ED25519, KeyKind.COSIGNATURE_MLDSA44}
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class MalformedPolicy(LedgerError):
    """The policy is not of the form that tlog-policy gives."""


class QuorumNotMet(LedgerError):
    """Too few witnesses cosigned."""


@dataclass(frozen=True)
class Group:
    needed: int
    members: tuple[str, ...]


@dataclass
class Policy:
    logs: list[VerifierKey] = field(default_factory=list)
    witnesses: dict[str, VerifierKey] = field(default_factory=dict)
    urls: dict[str, str] = field(default_factory=dict)  # of witnesses that have one
    groups: dict[str, Group] = field(default_factory=dict)
    quorum: str | None = None

    def log_keys(self, origin: str) -> list[VerifierKey]:
        return [key for key in self.logs if key.name == origin]

    def is_met(self, cosigned: Collection[str], name: str | None = None) -> bool:
        """Whether the witnesses named in `cosigned` make the quorum, or the group `name`."""
        name = self.quorum if name is None else name
        if name == "none":
            return True
        if name not in self.groups:
            return name in cosigned
        group = self.groups[name]
        return sum(self.is_met(cosigned, one) for one in group.members) >= group.needed


def check_quorum(
    note: Note, checkpoint: Checkpoint, policy: Policy, *, now_s: int
) -> dict[str, int]:
    """POSIX seconds at which each known witness cosigned; lines of unknown keys are ignored.

    Raises BadSignature for a known witness whose line fails or lies in the future, QuorumNotMet.
    """
    times: dict[str, int] = {}
    for name, key in policy.witnesses.items():
        for line in note.lines:
            if line.is_of(key):
                times[name] = cosignature_time(checkpoint, line, key)
                if times[name] > now_s + FUTURE_S:
                    raise BadSignature(f"The cosignature of {key.name} is of a time to come.")
    if not policy.is_met(times):
        raise QuorumNotMet(f"The quorum is not met by {len(times)} cosignatures.")
    return times


def policy_parse(text: str) -> Policy:
    """Raises MalformedPolicy."""
    lines = text.split("\n")
    if lines.pop() or _FORBIDDEN.search(text) or len(lines) > MAX_LINES:
        raise MalformedPolicy("A policy is lines of text, each ending in a newline.")
    policy = Policy()
    for line in lines:
        words = re.findall(r"[^ \t]+", line)
        if words and not words[0].startswith("#"):
            _take(policy, words)
    if policy.quorum is None:
        raise MalformedPolicy("A policy has one quorum line.")
    return policy


def _take(policy: Policy, words: list[str]) -> None:
    kinds: dict[str, Callable[[Policy, list[str]], None]] = {
        "log": _take_log,
        "witness": _take_witness,
        "group": _take_group,
        "quorum": _take_quorum,
    }
    if words[0] not in kinds:
        raise MalformedPolicy("A policy has log, witness, group and quorum lines.")
    kinds[words[0]](policy, words[1:])


def _take_log(policy: Policy, words: list[str]) -> None:
    if len(words) not in {1, 2}:
        raise MalformedPolicy("A log line is a key and perhaps an address.")
    key = _key(words[0], {KeyKind.ED25519})
    if any(key.public == other.public for other in policy.logs):
        raise MalformedPolicy(f"The key of the log {key.name} is listed twice.")
    policy.logs.append(key)


def _take_witness(policy: Policy, words: list[str]) -> None:
    if len(words) not in {2, 3}:
        raise MalformedPolicy("A witness line is a name, a key and perhaps an address.")
    name, key = _new_name(policy, words[0]), _key(words[1], COSIGNERS)
    if any(key.public == other.public for other in policy.witnesses.values()):
        raise MalformedPolicy(f"The key of witness {name} is listed twice.")
    policy.witnesses[name] = key
    if len(words) == 3:
        policy.urls[name] = words[2]


def _take_group(policy: Policy, words: list[str]) -> None:
    if len(words) < 3:
        raise MalformedPolicy("A group line is a name, a number and members.")
    name, members = _new_name(policy, words[0]), tuple(words[2:])
    grouped = {one for group in policy.groups.values() for one in group.members}
    for member in members:
        _known_name(policy, member)
    if len(set(members)) != len(members) or grouped & set(members):
        raise MalformedPolicy("A name is member of one group, and once.")
    try:
        needed = {"any": 1, "all": len(members)}.get(words[1]) or decimal_parse(words[1])
    except Malformed as error:
        raise MalformedPolicy("A group needs any, all or a number.") from error
    if not 1 <= needed <= len(members):
        raise MalformedPolicy(f"The group {name} needs more members than it has, or none.")
    policy.groups[name] = Group(needed, members)


def _take_quorum(policy: Policy, words: list[str]) -> None:
    if len(words) != 1 or policy.quorum is not None:
        raise MalformedPolicy("A policy has one quorum line with one name.")
    if words[0] != "none":
        _known_name(policy, words[0])
    policy.quorum = words[0]


def _new_name(policy: Policy, name: str) -> str:
    if name == "none" or name in policy.witnesses or name in policy.groups:
        raise MalformedPolicy(f"The name {name} is taken.")
    return name


def _known_name(policy: Policy, name: str) -> None:
    if name not in policy.witnesses and name not in policy.groups:
        raise MalformedPolicy(f"The name {name} is not defined above its use.")


def _key(text: str, kinds: set[KeyKind]) -> VerifierKey:
    try:
        key = VerifierKey.parse(text)
    except MalformedKey as error:
        raise MalformedPolicy(f"A key of the policy is not well formed. {error}") from error
    if key.kind not in kinds:
        raise MalformedPolicy(f"The key {key.name} is of a type that cannot be used so.")
    return key
