"""`train technique-network`: a named configuration under a protocol, fold by fold."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from assessment.core.errors import AssessmentError
from assessment.vision.nets.config import CONFIGS, config_load

if TYPE_CHECKING:
    import torch

__all__ = ["add_arguments"]

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
    parser.add_argument(
        "--keep",
        metavar="DIR",
        type=Path,
        default=Path("var/technique-network"),
        help="folder of all runs; a stopped run goes on from here",
    )
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    # Here, not above: torch takes seconds, and few commands need it.
    from assessment.training.network.progress import Progress
    from assessment.training.network.runs import Asked, run
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
    name = f"{config.name}-{arguments.protocol}-{arguments.sensor}-seed{arguments.seed}"
    run(asked, samples, arguments.keep / name, Progress(arguments.epochs or config.training.epochs))
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
