"""The model card, written from the manifest of the weights; its prose is in card.md."""

from collections.abc import Callable, Sequence
from pathlib import Path

from assessment.scoring.technique.movements import MOVEMENTS
from assessment.training.technique.figures import Record

__all__ = ["card_text", "card_write"]

_PROSE = Path(__file__).parent / "card.md"
_TITLES = {
    "kinect": "3-D joints of Kinect v2",
    "vicon": "3-D points of optical markers",
    "phone": "2-D, virtual three-quarter camera with modelled errors",
}
_FIGURES = {
    "accuracy": "accuracy at threshold .5",
    "balanced_accuracy": "balanced accuracy",
    "f1": "F1 (correct)",
    "f1_incorrect": "F1 (incorrect)",
    "auc": "AUC",
    "worst_subject_accuracy": "worst subject",
    "clip_accuracy": "clip of three or more",
    "ece": "calibration error, 15 bins",
    "accuracy_at_80_coverage": "accuracy on the surest 80 %",
    "coverage": "share with a verdict",
    "accuracy_when_sure": "accuracy of those",
}
_OF_MOVEMENT = ("accuracy", "f1", "f1_incorrect", "auc", "ece")
_OF_SUBJECT = ("accuracy", "recall_correct", "recall_incorrect")


def card_write(manifest: Record, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(card_text(manifest), encoding="utf-8")


def card_text(manifest: Record) -> str:
    loso: Record = manifest["loso"]
    first: Record = next(iter(loso.values()))
    data = "; ".join(
        f"`{one['file']}` (sha256 `{one['sha256'][:16]}`, {len(one['subjects'])} subjects)"
        for one in manifest["data"].values()
    )
    return _PROSE.read_text(encoding="utf-8").format(
        files=_files(manifest["files"]),
        data=data,
        recipe=manifest["recipe"],
        seed=manifest["seed"],
        live=", ".join(sorted(manifest["live"])) or "none yet",
        subjects=len(first["by"]["subject"]),
        protocol=first["protocol"].split("; 2-D")[0].split("; 3-D")[0],
        figures=_figures(loso),
        rendered=_rendered(manifest.get("rendered")),
        inputs="\n\n".join(_input(name, record) for name, record in loso.items()),
    )


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _files(files: Record) -> str:
    rows = [
        [name, _TITLES[name], f"`{one['sha256'][:16]}`", f"{one['bytes'] / 2**20:.1f} MiB"]
        for name, one in sorted(files.items())
    ]
    return _table(["input", "what it reads", "sha256", "size"], rows)


def _figures(loso: Record) -> str:
    rows = [[said, *_cells(loso, key, _plain)] for key, said in _FIGURES.items()]
    rows += [[f"own baseline: {said}", *_cells(loso, key, _own)] for key, said in _FIGURES.items()]
    baselines = [record["baselines"] for record in loso.values()]
    rows += [
        [f"{name.replace('_', ' ')} alone", *(_number(one[name]["accuracy"]) for one in baselines)]
        for name in baselines[0]
    ]
    return _table(["figure", *loso], rows)


_NOT_MEASURED = "Not measured for these weights."
_BRIDGE = ("accuracy_virtual", "accuracy", "coverage", "accuracy_when_sure")
_FAULTS = ("accuracy", "abstained", "joint_named", "joint_and_phase_named")


def _rendered(kept: Record | None) -> str:
    """Both records of rendered people, movement by movement, and what keeps each out."""
    if kept is None:
        return _NOT_MEASURED
    bridge, faults = kept["bridge"], kept["faults"]
    parts = [
        [name.replace("_", " "), *_row(one, ("repetitions", *_BRIDGE))]
        for name, one in {"all": bridge["metrics"], **bridge["by"]["part"]}.items()
    ]
    between = " to ".join(map(_number, bridge["by"]["interval"]["loss"]))
    lost = f"{_number(bridge['metrics']['loss'])} ({between})"
    found = _number(bridge["metrics"]["view_and_side_found"])
    view = f"View and near side are found in {found} of the clips."
    rows = [
        [
            name.replace("_", " "),
            *_row(one["bridge"], ("repetitions", *_BRIDGE[:2])),
            *_row(one["faults"], _FAULTS),
            "; ".join(one["missed"]) or "speaks",
        ]
        for name, one in kept["by"].items()
    ]
    head = ["exercise", "bridge repetitions", "virtual camera", "through the network"]
    head += ["faults: right", "abstained", "joint", "joint and phase", "what is missed"]
    return "\n\n".join(
        [
            f"Bridge: {bridge['protocol']}.",
            _table(["people", "repetitions", *_heads(_BRIDGE)], parts),
            f"Lost against the virtual camera: {lost}. {view}",
            f"Planted faults: {faults['protocol']}.",
            _table(
                ["repetitions", *_heads(_FAULTS)],
                [_row(faults["metrics"], ("repetitions", *_FAULTS))],
            ),
            _table(head, rows),
            _table(["fault", "repetitions", *_heads(_FAULTS)], _by_fault(faults)),
            f"The rule: {kept['rule']}.",
        ]
    )


def _by_fault(faults: Record) -> list[list[str]]:
    """What was planted, and what was said of it; `correct` is no fault."""
    return [
        [name.replace("_", " "), *_row(one, ("repetitions", *_FAULTS))]
        for name, one in faults["by"]["fault"].items()
    ]


def _row(one: Record, keys: Sequence[str]) -> list[str]:
    return [
        "-" if key not in one else str(int(one[key])) if key == "repetitions" else _number(one[key])
        for key in keys
    ]


def _plain(record: Record) -> Record:
    return record


def _own(record: Record) -> Record:
    found: Record = record["by"]["with_baseline"]
    return found


def _cells(loso: Record, key: str, part: Callable[[Record], Record]) -> list[str]:
    cells = []
    for record in map(part, loso.values()):
        told = _number(record["metrics"][key])
        between = record["by"]["interval"].get(key)
        cells.append(f"{told} ({' to '.join(map(_number, between))})" if between else told)
    return cells


def _input(name: str, record: Record) -> str:
    by, own = record["by"], _own(record)["by"]
    movements = [
        [f"{key} {MOVEMENTS[int(key[1:])].name}", *_told(one, _OF_MOVEMENT, own["movement"][key])]
        for key, one in by["movement"].items()
    ]
    people = [
        [key, *_told(one, _OF_SUBJECT, own["subject"][key])] for key, one in by["subject"].items()
    ]
    confusion = ", ".join(f"{said.replace('_', ' ')} {n}" for said, n in by["confusion"].items())
    reliability = [[_number(told), _number(right), str(n)] for told, right, n in by["reliability"]]
    with_own = "accuracy with own baseline"
    return "\n\n".join(
        [
            f"## {_TITLES[name]} (`{name}`)",
            _table(["movement", *_heads(_OF_MOVEMENT), with_own], movements),
            _table(["subject", *_heads(_OF_SUBJECT), with_own], people),
            f"Repetitions: {confusion}.",
            _table(["probability told", "share that was correct", "repetitions"], reliability),
        ]
    )


def _heads(keys: Sequence[str]) -> list[str]:
    return [key.replace("_", " ") for key in keys]


def _told(one: Record, keys: Sequence[str], own: Record) -> list[str]:
    return [*(_number(one[key]) for key in keys), _number(own["accuracy"])]


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
