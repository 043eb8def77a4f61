"""What one run is asked to do, as its processes read it."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

__all__ = ["Faults", "Plan"]


@dataclass(frozen=True)
class Faults:
    """Shares of deliveries, chosen: each fault some thousands of times in 10,000 results."""

    lost_request: float = 0.03
    lost_reply: float = 0.05
    late_copy: float = 0.05  # delivered again after later ones: doubled and out of order
    skew_s: float = 3600.0  # a device process's clock is off by up to so much


@dataclass(frozen=True)
class Plan:
    """One tenant; `people` are participants, each with a guest who holds a grant."""

    folder: str
    database: str
    tenant: str
    people: tuple[tuple[str, str], ...]  # membership, user
    guests: tuple[tuple[str, str], ...]  # user, grant
    devices: int
    processes: int
    results: int
    chain: str = "embedded"
    chain_id: int = 47110815
    contract: str = ""
    seed: int = 1
    faults: Faults = Faults()

    @property
    def path(self) -> Path:
        return Path(self.folder)

    def write(self) -> Path:
        path = self.path / "plan.json"
        path.write_text(json.dumps(asdict(self)), encoding="utf-8")
        return path

    @classmethod
    def read(cls, path: Path) -> "Plan":
        found = json.loads(path.read_text(encoding="utf-8"))
        found["faults"] = Faults(**found["faults"])
        for name in ("people", "guests"):
            found[name] = tuple(map(tuple, found[name]))
        return cls(**found)
