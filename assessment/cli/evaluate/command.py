"""Tasks and their arguments."""

import argparse
from pathlib import Path

from assessment.cli.evaluate.difficulty import run_difficulty
from assessment.cli.evaluate.pose import run_pose
from assessment.cli.evaluate.quality import run_quality
from assessment.cli.evaluate.repetitions import run_repetitions
from assessment.cli.evaluate.rubric import run_rubric
from assessment.cli.evaluate.technique import run_technique

__all__ = ["add_arguments"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    tasks = parser.add_subparsers(dest="task", required=True)
    repetitions = tasks.add_parser("repetitions", help="counts and starts of repetitions")
    repetitions.set_defaults(run=run_repetitions)
    rubric = tasks.add_parser("rubric", help="verdicts and findings")
    rubric.add_argument(
        "--joints",
        metavar="SUITE",
        nargs="?",
        const="faults",
        help="instead of videos: the true joints of a suite with seeded noise of a pose network",
    )
    rubric.add_argument("--only", metavar="ID", help="one exercise (with --joints)")
    rubric.add_argument("--seed", type=int, default=0, help="of the noise (with --joints)")
    rubric.set_defaults(run=run_rubric)
    pose = tasks.add_parser("pose", help="landmarks and angles against rendered people")
    pose.set_defaults(run=run_pose)
    quality = tasks.add_parser("quality", help="reasons of the quality gate and views")
    quality.set_defaults(run=run_quality)
    technique = tasks.add_parser("technique", help="the shipped verdict on labelled repetitions")
    technique.add_argument("--data", metavar="DIR", type=Path, required=True)
    technique.add_argument("--json", metavar="OUT", default="-", help="- for the screen")
    technique.add_argument("--seed", type=int, default=0, help="of the virtual camera")
    technique.set_defaults(run=run_technique)
    difficulty = tasks.add_parser("difficulty", help="turning elements in motion capture")
    difficulty.add_argument("--data", metavar="DIR", type=Path, required=True)
    difficulty.add_argument("--json", metavar="OUT", default="-", help="- for the screen")
    difficulty.set_defaults(run=run_difficulty)
    for task in (repetitions, rubric, pose, quality):
        task.add_argument("--data", metavar="DIR", type=Path, required=task is not rubric)
        task.add_argument("--json", metavar="OUT", default="-", help="- for the screen")
        task.add_argument(
            "--cache", metavar="DIR", type=Path, help="keep what the network saw here"
        )
