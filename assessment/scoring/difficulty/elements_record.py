"""What is said of one difficulty element: which, when, what was measured, what was asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from assessment.core.units import JSON

__all__ = ["Check", "Downgrade", "Element", "Measured", "Outcome", "elements_payload"]

Outcome = Literal["met", "missed", "unknown"]


@dataclass(frozen=True, kw_only=True)
class Measured:
    """`error`: one standard deviation, in `unit`; `at_s`: the moment it belongs to."""

    value: float
    error: float
    unit: str
    at_s: float

    def payload(self) -> dict[str, JSON]:
        return {
            "value": round(self.value, 2),
            "error": round(self.error, 2),
            "unit": self.unit,
            "at_s": round(self.at_s, 3),
        }


@dataclass(frozen=True, kw_only=True)
class Check:
    """One requirement of the element's file; `measured` None where the view does not show it."""

    requirement: str
    outcome: Outcome
    measured: Measured | None
    at_least: float | None
    at_most: float | None
    unit: str

    def payload(self) -> dict[str, JSON]:
        return {
            "requirement": self.requirement,
            "outcome": self.outcome,
            "measured": self.measured.payload() if self.measured else None,
            "at_least": self.at_least,
            "at_most": self.at_most,
            "unit": self.unit,
        }


@dataclass(frozen=True, kw_only=True)
class Downgrade:
    """`tried`: the element that was missed; `sentence` says by what and what counts instead."""

    tried: str
    sentence: str

    def payload(self) -> dict[str, JSON]:
        return {"tried": self.tried, "sentence": self.sentence}


@dataclass(frozen=True, kw_only=True)
class Element:
    """`id` names the element's file. `outcome`: met when every requirement is, missed when one is,
    else unknown; a missed one is not counted. `at_s`: the moment that decides. `side`: the way it
    turns, None without a turn. `confidence`: how sure that the movement is there at all.
    """

    id: str
    start_s: float
    end_s: float
    at_s: float
    side: Literal["left", "right"] | None
    confidence: float
    outcome: Outcome
    measured: dict[str, Measured]
    checks: tuple[Check, ...]
    downgrade: Downgrade | None
    source: Literal["measured", "learned"] = "measured"

    def payload(self) -> dict[str, JSON]:
        return {
            "id": self.id,
            "start_s": round(self.start_s, 3),
            "end_s": round(self.end_s, 3),
            "at_s": round(self.at_s, 3),
            "side": self.side,
            "confidence": round(self.confidence, 3),
            "outcome": self.outcome,
            "measured": {name: one.payload() for name, one in self.measured.items()},
            "checks": [one.payload() for one in self.checks],
            "downgrade": self.downgrade.payload() if self.downgrade else None,
            "source": self.source,
        }


def elements_payload(found: Iterable[Element]) -> list[dict[str, JSON]]:
    """Numbered from 1 in order of time, as reports, events and people's words name them."""
    return [{"index": at, **one.payload()} for at, one in enumerate(found, start=1)]
