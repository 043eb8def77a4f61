"""`python -m assessment render RECIPE --out OUT.mp4 [--truth OUT.json] [--workers N]`."""

import argparse
import sys
from pathlib import Path

from .clip import render_clip
from .errors import SimulationError
from .truth import write_truth

__all__ = ["add_arguments", "run"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of the render command."""
    parser.add_argument("recipe", type=Path, help="recipe file (TOML)")
    parser.add_argument("--out", type=Path, required=True, help="clip to write (.mp4)")
    parser.add_argument("--truth", type=Path, help="truth to write (.json or .npz)")
    parser.add_argument("--workers", type=int, default=1, help="frames drawn at the same time")


def run(args: argparse.Namespace) -> int:
    """Render; 0 when the clip is written, 2 with one sentence on standard error when it is not."""
    try:
        truth = render_clip(args.recipe, args.out, progress=_report, workers=args.workers)
        if args.truth is not None:
            write_truth(truth, args.truth)
    except (SimulationError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


def _report(done: int, total: int) -> None:
    if done == total or done % 50 == 0:
        sys.stderr.write(f"{done}/{total} frames\n")
