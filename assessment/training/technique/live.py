"""For which exercises the learned verdict may speak in a report: decided from two records by a rule
that was written before either was made.
"""

import json
from pathlib import Path
from typing import Final

from assessment.core.errors import AssessmentError
from assessment.scoring.technique.movements import MOVEMENTS
from assessment.scoring.technique.weights import MANIFEST
from assessment.training.technique.figures import Record

__all__ = ["RULE", "live_decide", "live_write"]

# Of the movement on the bridge: repetitions, and accuracy less than the virtual camera's.
_FEWEST: Final = 16
_LARGEST_LOSS: Final = 0.04
# Of the movement on planted faults.
_ACCURACY: Final = 0.90
_ABSTAINED: Final = 0.20
_NAMED: Final = 0.85
RULE: Final = (
    f"at least {_FEWEST} repetitions of the movement on the bridge and at most "
    f"{_LARGEST_LOSS * 100:.0f} points lost against the virtual camera; on planted faults at least "
    f"{_ACCURACY:.2f} of verdicts right, at most {_ABSTAINED:.2f} abstained, joint and phase named "
    f"in at least {_NAMED:.2f}"
)


def live_decide(bridge: Record, faults: Record) -> dict[str, Record]:
    """By exercise: both figures and `missed`, what of the rule is not met (empty: it is live)."""
    return {
        movement.id: _decided(
            bridge["by"]["movement"].get(f"m{number:02d}", {}),
            faults["by"]["exercise"].get(movement.id, {}),
        )
        for number, movement in MOVEMENTS.items()
    }


def _decided(seen: Record, planted: Record) -> Record:
    met = {
        "too few repetitions on the bridge": seen.get("repetitions", 0) >= _FEWEST,
        "more lost on the bridge": seen.get("loss", 1.0) <= _LARGEST_LOSS,
        "planted faults: fewer right": planted.get("accuracy", 0.0) >= _ACCURACY,
        "planted faults: abstains": planted.get("abstained", 1.0) <= _ABSTAINED,
        "planted faults: other joint or phase": planted.get("joint_and_phase_named", 0.0) >= _NAMED,
    }
    return {
        "bridge": seen,
        "faults": planted,
        "missed": [said for said, holds in met.items() if not holds],
    }


def live_write(folder: Path, bridge: Path, faults: Path) -> Record:
    """Puts both records and what follows of them into the manifest of the weights in `folder`."""
    records = [json.loads(path.read_text(encoding="utf-8")) for path in (bridge, faults)]
    if [one.get("task") for one in records] != ["technique-bridge", "technique-faults"]:
        raise AssessmentError(
            "record_other", "Give the records of evaluate technique-bridge and technique-faults."
        )
    path = folder / MANIFEST
    kept: Record = json.loads(path.read_text(encoding="utf-8"))
    decided = live_decide(*records)
    kept["rendered"] = {"rule": RULE, "bridge": records[0], "faults": records[1], "by": decided}
    kept["live"] = {name: one for name, one in decided.items() if not one["missed"]}
    text = json.dumps(kept, indent=1, sort_keys=True) + "\n"
    path.write_text(text, encoding="utf-8")
    written: Record = json.loads(text)
    return written
