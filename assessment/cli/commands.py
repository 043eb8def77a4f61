"""Commands and their arguments; every refusal is one sentence and exit status 2."""

import argparse
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from assessment.cli import evaluate, train
from assessment.cli.assess_command import run_assess
from assessment.core.errors import AssessmentError
from assessment.vision.pose import BACKENDS

__all__ = ["main"]

_RENDER = "assessment.simulation.command"


def main(argv: list[str]) -> int:
    """Exit status 0, or 2 after one sentence on standard error."""
    arguments = _parser().parse_args(argv)
    try:
        return int(arguments.run(arguments))
    except AssessmentError as error:
        sys.stderr.write(f"{error.sentence}\n")
    except OSError as error:
        name = Path(error.filename).name if isinstance(error.filename, str) else "the file"
        sys.stderr.write(f"Cannot use {name}: {error.strerror or 'the system refused'}.\n")
    except KeyboardInterrupt:
        sys.stderr.write("Stopped.\n")
    return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m assessment", allow_abbrev=False)
    commands = parser.add_subparsers(dest="command", required=True)
    _add_assess(commands.add_parser("assess", help="assess one video"))
    evaluate.add_arguments(commands.add_parser("evaluate", help="measure against known data"))
    train.add_arguments(commands.add_parser("train", help="protocols that train, and weights"))
    render = import_module(_RENDER) if find_spec(_RENDER) else None
    if render is not None:
        rendering = commands.add_parser("render", help="render a person with known joints")
        render.add_arguments(rendering)
        rendering.set_defaults(run=render.run)
    return parser


def _add_assess(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("video", type=Path)
    parser.add_argument("--exercise", metavar="ID", help="which exercise the video shows")
    parser.add_argument("--json", metavar="OUT", default="-", help="report file, - for the screen")
    parser.add_argument("--overlay", metavar="OUT.mp4", type=Path, help="video with the skeleton")
    parser.add_argument("--landmarks", metavar="OUT.npz", type=Path, help="landmark file")
    parser.add_argument("--fps", type=float, default=None, help="analysed frames a second")
    parser.add_argument(
        "--pose", choices=BACKENDS, default="auto", help="what the pose networks run on"
    )
    parser.add_argument("--quiet", action="store_true", help="no progress on standard error")
    parser.set_defaults(run=run_assess)
