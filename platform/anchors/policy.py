"""Which witnesses are asked, and how many are enough: a C2SP tlog-policy file of the operator."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from anchors.models import Log
from ledger.policy import Policy, policy_parse

NO_WITNESSES = "quorum none\n"


def policy_text(log: Log) -> str:
    """The whole policy of one log: its key, then the lines of settings.LEDGER_WITNESSES."""
    return f"log {log.verifier}\n{_witness_lines(settings.LEDGER_WITNESSES)}"


def policy_of(log: Log) -> Policy:
    return policy_parse(policy_text(log))


def quorum_needed(policy: Policy, name: str | None = None) -> int:
    """The smallest number of witnesses that can make the quorum."""
    name = policy.quorum if name is None else name
    if name is None or name == "none":
        return 0
    if name not in policy.groups:
        return 1
    group = policy.groups[name]
    return sum(sorted(quorum_needed(policy, one) for one in group.members)[: group.needed])


@lru_cache(maxsize=4)
def _witness_lines(path: str) -> str:
    """Read once in a process: a changed file counts from the next start on."""
    return Path(path).read_text(encoding="utf-8") if path else NO_WITNESSES
