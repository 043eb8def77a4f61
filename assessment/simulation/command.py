"""`python -m assessment render`: a recipe's clip, pictures of an exercise, or a whole suite."""

import argparse
import sys
from pathlib import Path

from .clip import render_clip
from .elements import kinds
from .elements.film import routine_scene
from .errors import RecipeInvalid, SimulationError
from .pictures import contact_sheet, how_to, save_picture
from .suite import render_suite
from .truth import write_truth

__all__ = ["add_arguments", "run"]

_KINDS = ("recipe", "sheet", "how_to", "suite", "routine")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of the render command."""
    parser.add_argument("recipe", type=Path, nargs="?", help="recipe file (TOML) of a clip")
    parser.add_argument("--sheet", metavar="EXERCISE", help="contact sheet into --out (.png)")
    parser.add_argument("--how-to", metavar="EXERCISE", help="start and far picture into --out")
    parser.add_argument("--suite", help="name of a suite, or its file (TOML); clips into --out")
    parser.add_argument("--routine", metavar="ELEMENTS", help="a routine of these (a,b), or all")
    parser.add_argument("--seed", type=int, default=1, help="of a routine")
    parser.add_argument("--seconds", type=float, default=10.0, help="of a routine, about")
    parser.add_argument("--out", type=Path, required=True, help="file or folder to write")
    parser.add_argument("--truth", type=Path, help="truth to write (.json or .npz)")
    parser.add_argument("--view", default="", help="view of a sheet; the recommended one")
    parser.add_argument("--only", metavar="EXERCISE", help="this exercise of a suite")
    parser.add_argument("--resume", action="store_true", help="keep clips that are there")
    parser.add_argument("--workers", type=int, default=1, help="frames drawn at the same time")


def run(args: argparse.Namespace) -> int:
    """Render; 0 when all is written, 2 with one sentence on standard error when it is not."""
    try:
        _render(args)
    except (SimulationError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


def _render(args: argparse.Namespace) -> None:
    given = [name for name in _KINDS if getattr(args, name)]
    if len(given) != 1:
        raise RecipeInvalid("Give exactly one of a recipe, --sheet, --how-to, --suite, --routine.")
    if args.sheet:
        save_picture(contact_sheet(args.sheet, args.view), args.out)
    elif args.how_to:
        how_to(args.how_to, args.out)
    elif args.suite:
        options = {"only": args.only, "resume": args.resume, "workers": args.workers}
        render_suite(args.suite, args.out, say=_say, **options)
    elif args.routine:
        _render_routine(args)
    else:
        truth = render_clip(args.recipe, args.out, progress=_report, workers=args.workers)
        if args.truth is not None:
            write_truth(truth, args.truth)


def _render_routine(args: argparse.Namespace) -> None:
    only = None if args.routine == "all" else args.routine.split(",")
    if unknown := sorted(set(only or ()) - set(kinds())):
        raise RecipeInvalid(f"There is no element {unknown[0]}. Choose of {', '.join(kinds())}.")
    scene = routine_scene(args.seed, seconds=args.seconds, only=only)
    render_clip(scene, args.out, progress=_report, workers=args.workers)


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def _report(done: int, total: int) -> None:
    if done == total or done % 50 == 0:
        _say(f"{done}/{total} frames")
