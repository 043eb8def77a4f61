"""docs/results/technique-ablations.md, written from the folders of finished runs."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assessment.training.network.fit import network_make
from assessment.training.network.fusion import Fused
from assessment.training.network.runs import FoldDone, fold_load
from assessment.vision.nets.config import CONFIGS, config_load

__all__ = ["ablations_page"]

_COMMAND = "python -m assessment train"
# Of the public data that training may use.
_PERSONS = 8
_HEAD = f"""# Technique network: ablations

Written by `{_COMMAND} technique-ablations --keep DIR --data DIR --statistics DIR`. Each
row is one run of `{_COMMAND} technique-network --config NAME --data DIR
--protocol PROTOCOL --folds N --seed S` on UI-PRMD, Kinect and Vicon trained together. What the
names mean: [technique-network.md](../algorithms/technique-network.md).

* `loso`: a person at a time is tested whom nothing has seen; another one says when to stop. People
  are tested in their order, so runs of few folds are of the same people. Threshold .5, nothing
  chosen on the tested people, nothing calibrated. The eight people have been looked at before, in
  the study of the method.
* `paper`: a random 80/20 split, stratified by movement and label. The tested people have trained:
  such a figure says nothing about a new person.
* `others`: alone, or compared with other people's correct repetitions. `own`: compared with the
  person's first three correct ones, put into another set-up, and left out of the test.
* Interval: 95 %, the tested people drawn anew 2000 times; with one person there is none, with three
  it says little.
* **under-trained**: the run was given fewer epochs than the configuration asks for, and its inner
  loss was still falling or had no time to show that it did not.
"""
_FUSION = """## Beside the statistics branch

The mean of two logits of the same people, whom neither had seen: the statistics branch of the
verdict and the network `siamese`. Share 0 is the statistics branch alone, 1 the network alone; the
study took one third. Against the own repetitions only those are counted that neither branch took
as its baseline.
"""
_WAITING = """## What waits for a GPU

Configurations that have not been trained on all people with all their epochs. One core takes about
.014 s (ResNet-18) and .052 s (ResNet-50) to go forwards and backwards through seven windows of a
repetition, so with four windows a run of 30 epochs over eight people takes one to two hours and
four to six. `no_cnn` and `mlp_statistics` need ten minutes of an idle core and no GPU.
"""
_COLUMNS = (
    "configuration", "parameters", "protocol", "folds", "seed", "epochs", "sensor", "compared with",
    "accuracy", "interval", "AUC", "worst person", "clip", "CPU min", "",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class _Run:
    asked: dict[str, Any]
    found: dict[str, Any]
    folds: list[FoldDone]

    @property
    def name(self) -> str:
        return str(self.asked["config"]["name"])

    @property
    def is_under_trained(self) -> bool:
        limit = self.asked["epochs"]
        is_cut = limit is not None and limit < self.asked["config"]["training"]["epochs"]
        return is_cut and not all(fold.stopped_early for fold in self.folds)


def ablations_page(folder: Path, fused: list[Fused]) -> str:
    """Markdown of all runs below the folder, of the fusion, and of what has not been run."""
    runs = [_run_load(path.parent) for path in sorted(folder.glob("*/figures.json"))]
    lines = [_HEAD, _row(_COLUMNS), _row(["---"] * len(_COLUMNS))]
    for one in sorted(runs, key=lambda run: (run.asked["protocol"], run.name)):
        lines += [_row(cells) for cells in _cells(one)]
    if fused:
        lines += ["", _FUSION, *_fusion_rows(fused)]
    lines += ["", _WAITING]
    lines += _waiting(runs)
    return "\n".join(lines) + "\n"


def _fusion_rows(fused: list[Fused]) -> list[str]:
    columns = ("sensor", "compared with", "share of the network", "accuracy", "AUC", "worst person")
    names = {"population": "others", "personal": "own"}
    return [
        _row(columns),
        _row(["---"] * len(columns)),
        *(
            _row(
                [
                    one.sensor,
                    names[one.against],
                    f"{one.share:.2f}",
                    f"{one.accuracy:.3f}",
                    f"{one.auc:.3f}",
                    f"{one.worst_person:.3f}",
                ]
            )
            for one in fused
        ),
    ]


def _run_load(folder: Path) -> _Run:
    return _Run(
        asked=json.loads((folder / "run.json").read_text(encoding="utf-8")),
        found=json.loads((folder / "figures.json").read_text(encoding="utf-8")),
        folds=[
            fold_load(folder, path.stem.removeprefix("fold-"))
            for path in sorted(folder.glob("fold-*.npz"))
        ],
    )


def _cells(run: _Run) -> list[list[str]]:
    network = network_make(config_load(run.name), seed=0)
    count = sum(weight.numel() for weight in network.parameters()) / 1e6
    epochs = ", ".join(str(fold.epochs) for fold in run.folds)
    minutes = sum(fold.cpu_s for fold in run.folds) / 60
    rows = []
    for key, found in run.found.items():
        sensor, _, own = key.partition("-")
        low, high = found["interval"]["accuracy"]
        rows.append(
            [
                run.name,
                f"{count:.2f} M",
                run.asked["protocol"],
                str(len(run.folds)),
                str(run.asked["seed"]),
                f"{epochs} of {run.asked['config']['training']['epochs']}",
                sensor,
                own or "others",
                f"{found['accuracy']:.3f}",
                "none" if len(run.folds) == 1 else f"{low:.3f} to {high:.3f}",
                f"{found['auc']:.3f}",
                f"{found['worst_subject_accuracy']:.3f}",
                f"{found['clip_accuracy']:.3f}" if "clip_accuracy" in found else "",
                f"{minutes:.0f}",
                "**under-trained**" if run.is_under_trained else "",
            ]
        )
    return rows


def _waiting(runs: list[_Run]) -> list[str]:
    """Configurations without a run over all people with all their epochs."""
    whole = {
        run.name
        for run in runs
        if run.asked["protocol"] == "loso"
        and len(run.folds) >= _PERSONS
        and not run.is_under_trained
    }
    return [
        f"* `{_COMMAND} technique-network --config {name} --data DIR --device cuda`"
        for name in CONFIGS
        if name not in whole
    ] or ["Nothing: every configuration was run on all people with all its epochs."]


def _row(cells: list[str] | tuple[str, ...]) -> str:
    return "| " + " | ".join(cells) + " |"
