"""The page of results and the model card, written from the manifest and from records of --json."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from assessment.core.errors import AssessmentError
from assessment.scoring.difficulty.recognise import FOLDER, MANIFEST

__all__ = ["pages_write"]

_CARD = Path(__file__).parent / "card.md"
_PAGE = Path(__file__).parent / "page.md"
_FIGURES = ("accuracy", "element_accuracy", "macro_f1", "timeline_f1", "false_a_minute")
_HEADS = ("accuracy", "elements alone", "macro F1", "timeline F1", "false a minute")
_MOTION = ("balanced_accuracy", "recall_turning", "specificity", "false_elements_per_minute")

_NOT_RUN = "Not run yet."

Record = dict[str, Any]


def pages_write(page: Path, card: Path, records: Mapping[str, Path | None]) -> None:
    """`records`: name of a section -> file of --json.

    Raises AssessmentError where no weights are shipped.
    """
    manifest_file = FOLDER / MANIFEST
    if not manifest_file.is_file():
        raise AssessmentError(
            "weights_missing", "There are no weights of the element network; train it first."
        )
    manifest: Record = json.loads(manifest_file.read_text(encoding="utf-8"))
    told: Record = {
        "sha256": manifest["sha256"][:16],
        "kib": round(manifest["bytes"] / 1024),
        "kinds": ", ".join(f"`{one}`" for one in manifest["kinds"]),
        "trained_on": manifest["trained_on"],
        "steps": manifest["steps"],
        "seed": manifest["seed"],
        "simulated": _conditions(manifest["simulated"]),
        "clear": _sentence(manifest["simulated"]["clear, video"]),
        **{name: of(_read(records.get(name))) for name, of in _SECTIONS.items()},
    }
    for prose, path in ((_PAGE, page), (_CARD, card)):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(prose.read_text(encoding="utf-8").format(**told), encoding="utf-8")


def _read(file: Path | None) -> Record:
    kept: Record = {} if file is None else json.loads(file.read_text(encoding="utf-8"))
    return kept


def _conditions(simulated: Record) -> str:
    rows = [[name, *_cells(record)] for name, record in simulated.items()]
    return _table(("film and CSI", *_HEADS), rows)


def _cells(record: Record) -> list[str]:
    cells = []
    for name in _FIGURES:
        around = record["interval"].get(name)
        bounds = f" ({around[0]:.3f} to {around[1]:.3f})" if around else ""
        cells.append(f"{record[name]:.3f}{bounds}")
    return cells


def _sentence(record: Record) -> str:
    return (
        f"accuracy {record['accuracy']:.3f}, macro F1 {record['macro_f1']:.3f}, timeline F1 "
        f"{record['timeline_f1']:.3f} on {record['elements']} elements in {record['routines']} "
        "routines"
    )


def _ablations(record: Record) -> str:
    if not record:
        return _NOT_RUN
    rows = []
    for name, one in record.items():
        both = one.get("clear, both at 20 dB")
        rows.append([
            name, f"{one['parameters'] / 1e6:.2f}",
            *(f"{one['clear, video'][figure]:.3f}" for figure in _FIGURES[:4]),
            f"{both['accuracy']:.3f}" if both else "-",
        ])  # fmt: skip
    heads = ("network", "million parameters", *_HEADS[:4], "accuracy with CSI at 20 dB")
    return _table(heads, rows)


def _motion(record: Record) -> str:
    if not record:
        return _NOT_RUN
    by_rules = {"metrics": record["metrics"], "interval": record["by"]["interval"]}
    rows = [
        [name, *(_bounded(one, figure) for figure in _MOTION)]
        for name, one in {"physical rules": by_rules, **record["learned"]}.items()
    ]
    for name, one in record["learned"]["network"]["set"].items():
        rows.append([f"network, {name}", *(_plain(one.get(figure)) for figure in _MOTION)])
    heads = ("by", "balanced accuracy", "found", "silent clips", "false a minute of negatives")
    return _table(heads, rows)


def _bounded(one: Record, figure: str) -> str:
    around = one["interval"].get(figure)
    bounds = f" ({around[0]:.3f} to {around[1]:.3f})" if around else ""
    return f"{_plain(one['metrics'].get(figure))}{bounds}"


def _plain(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _clips(record: Record) -> str:
    if not record:
        return _NOT_RUN
    metrics, seen = record["metrics"], record["n"]
    where = "; ".join(f"{file}: {', '.join(said)}" for file, said in record["by"]["clip"].items())
    return (
        f"{metrics['false_elements']} false elements in {seen['seconds'] / 60:.1f} minutes "
        f"({metrics['false_per_ten_minutes']:.2f} in ten minutes): {metrics['false_measured']} "
        f"measured, {metrics['false_learned']} by the network alone. {where or 'None'}."
    )


def _rendered(record: Record) -> str:
    if not record:
        return _NOT_RUN
    rows = [["drawn, seen by the pose network", *_cells(record["metrics"])]]
    lines = [
        f"* {name}: {', '.join(said) or 'nothing'}" for name, said in record["by"]["clip"].items()
    ]
    told = _table(("films", *_HEADS), rows)
    return f"{told}\n\nWhat the whole stage says of each:\n\n" + "\n".join(lines)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


_SECTIONS: dict[str, Callable[[Record], str]] = {
    "ablations": _ablations,
    "motion": _motion,
    "clips": _clips,
    "rendered": _rendered,
}
