"""EIP-1559 fees, and what a replacement must pay."""

from dataclasses import dataclass

from ledger.chain.backend import FeeHint
from ledger.chain.errors import ChainError

__all__ = ["FeeCeiling", "Fees", "bumped", "fresh"]

BUMP_NUMERATOR, BUMP_DENOMINATOR = 9, 8  # +12.5 %: geth asks 10 %, others 12.5 %


class FeeCeiling(ChainError):
    """The next price is over the operator's ceiling; what waits keeps waiting."""


@dataclass(frozen=True)
class Fees:
    """Per unit of gas, wei."""

    max_wei: int
    priority_wei: int


def fresh(hint: FeeHint, ceiling_wei: int) -> Fees:
    """Twice the base fee (it can rise by 12.5 % a block: six full blocks) and the tip on top.

    Never over the ceiling. Raises FeeCeiling where not even the present block could be paid.
    """
    if hint.base_fee_wei + hint.priority_fee_wei > ceiling_wei:
        raise FeeCeiling(
            f"A unit of gas costs {hint.base_fee_wei} wei now and the ceiling is {ceiling_wei}; "
            "wait, or raise the ceiling."
        )
    return Fees(
        min(2 * hint.base_fee_wei + hint.priority_fee_wei, ceiling_wei), hint.priority_fee_wei
    )


def bumped(paid: Fees, hint: FeeHint, ceiling_wei: int) -> Fees:
    """Fees of a transaction that takes the place of one with the same nonce.

    Both rise by at least 12.5 %, for a node compares both, and follow the market where it is
    higher. Raises FeeCeiling.
    """
    priority = max(_raised(paid.priority_wei), hint.priority_fee_wei)
    highest = max(_raised(paid.max_wei), 2 * hint.base_fee_wei + priority)
    if highest > ceiling_wei:
        raise FeeCeiling(
            f"A replacement would offer {highest} wei a unit of gas and the ceiling is "
            f"{ceiling_wei}; wait, or raise the ceiling."
        )
    return Fees(highest, priority)


def _raised(wei: int) -> int:
    return -(-wei * BUMP_NUMERATOR // BUMP_DENOMINATOR)
