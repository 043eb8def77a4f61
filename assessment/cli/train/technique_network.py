"""`train technique-network`: a named configuration under a protocol, fold by fold; and
`train technique-ablations`: the page of all runs.
"""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from assessment.core.errors import AssessmentError
from assessment.vision.nets.config import CONFIGS, config_load

if TYPE_CHECKING:
    import torch

__all__ = ["add_arguments", "add_page_arguments"]

_PROTOCOLS = ("loso", "paper")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--config", choices=CONFIGS, required=True)
    parser.add_argument("--data", metavar="DIR", type=Path, required=True)
    parser.add_argument("--protocol", choices=_PROTOCOLS, default="loso")
    parser.add_argument("--sensor", choices=("kinect", "vicon", "both"), default="both")
    parser.add_argument(
        "--folds", type=int, help="loso: people tested; paper: folds that choose the epochs"
    )
    parser.add_argument("--epochs", type=int, help="at most so many, where time is short")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--device", default="cpu", help="cpu, cuda, cuda:1 ...")
    _add_keep(parser)
    parser.set_defaults(run=_run)


def add_page_arguments(parser: argparse.ArgumentParser) -> None:
    _add_keep(parser)
    parser.add_argument("--data", metavar="DIR", type=Path, required=True)
    parser.add_argument(
        "--statistics",
        metavar="DIR",
        type=Path,
        help="--keep of train technique: shows what both branches make together",
    )
    parser.add_argument(
        "--out", metavar="FILE.md", type=Path, default=Path("docs/results/technique-ablations.md")
    )
    parser.set_defaults(run=_run_page)


def _add_keep(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--keep",
        metavar="DIR",
        type=Path,
        default=Path("var/technique-network"),
        help="folder of all runs; a stopped run goes on from here",
    )


def _run(arguments: argparse.Namespace) -> int:
    # Here, not above: torch takes seconds, and few commands need it.
    from assessment.training.network.progress import Progress
    from assessment.training.network.runs import Asked, run, run_name
    from assessment.training.network.samples import samples_load
    from assessment.training.technique.data import SENSORS

    for name in ("folds", "epochs"):
        if (value := getattr(arguments, name)) is not None and value < 1:
            raise AssessmentError("number_too_small", f"Choose --{name} of 1 or more.")
    config = config_load(arguments.config)
    sensors = SENSORS if arguments.sensor == "both" else (arguments.sensor,)
    samples = samples_load(arguments.data, sensors, config.frames, _device(arguments.device))
    asked = Asked(
        config=config,
        protocol=arguments.protocol,
        folds=arguments.folds,
        seed=arguments.seed,
        epochs=arguments.epochs,
    )
    name = run_name(config.name, arguments.protocol, arguments.sensor, arguments.seed)
    run(asked, samples, arguments.keep / name, Progress(arguments.epochs or config.training.epochs))
    return 0


def _run_page(arguments: argparse.Namespace) -> int:
    from assessment.training.network.fusion import fusion
    from assessment.training.network.runs import run_name
    from assessment.training.network.table import ablations_page

    fused = []
    if arguments.statistics is not None:
        folder = arguments.keep / run_name("siamese", "loso", "both", 0)
        fused = fusion(arguments.data, folder, arguments.statistics, seed=0)
    arguments.out.write_text(ablations_page(arguments.keep, fused), encoding="utf-8")
    return 0


def _device(name: str) -> "torch.device":
    import torch

    try:
        torch.zeros(1, device=name)
        return torch.device(name)
    except (RuntimeError, AssertionError) as error:
        raise AssessmentError(
            "device_missing", f"There is no device {name} here; choose --device cpu."
        ) from error
