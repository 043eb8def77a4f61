"""Tasks and their arguments."""

import argparse
from pathlib import Path

from assessment.cli.evaluate.bridge import run_bridge, run_faults
from assessment.cli.evaluate.camera_errors import run_camera_errors
from assessment.cli.evaluate.csi import run_csi
from assessment.cli.evaluate.difficulty import run_difficulty
from assessment.cli.evaluate.errors import run_errors
from assessment.cli.evaluate.page import run_page
from assessment.cli.evaluate.pose import run_pose
from assessment.cli.evaluate.quality import run_quality
from assessment.cli.evaluate.repetitions import run_repetitions
from assessment.cli.evaluate.rubric import run_rubric
from assessment.cli.evaluate.technique import run_technique
from assessment.scoring.errors import ERRORS

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
    pose.add_argument(
        "--half-rate",
        action="store_true",
        help="look at half the frames too, and compare the ranges of motion",
    )
    pose.set_defaults(run=run_pose)
    quality = tasks.add_parser("quality", help="reasons of the quality gate and views")
    quality.set_defaults(run=run_quality)
    faults = _technique_add(tasks)
    camera = tasks.add_parser("camera-errors", help="write the errors of the virtual camera")
    camera.add_argument("--out", metavar="FILE", type=Path, required=True)
    camera.add_argument("--data", metavar="DIR", type=Path, required=True)
    camera.set_defaults(run=run_camera_errors)
    errors = tasks.add_parser("errors", help="write the errors that stand beside measures")
    errors.add_argument("--data", metavar="DIR", type=Path, action="append", required=True)
    errors.add_argument("--out", metavar="FILE", type=Path, default=ERRORS)
    errors.set_defaults(run=run_errors)
    page = tasks.add_parser("page", help="write the page of results from records of pose, rubric")
    page.add_argument("records", metavar="RECORD", type=Path, nargs="+", help="of --json")
    page.add_argument("--out", metavar="FILE", type=Path, required=True)
    page.set_defaults(run=run_page)
    csi = tasks.add_parser("csi", help="weights of `train csi --protocol site`")
    csi.add_argument("--data", metavar="DIR", type=Path, required=True)
    csi.add_argument("--weights", metavar="DIR", type=Path, default=Path("var/csi"))
    csi.add_argument("--json", metavar="OUT", default="-", help="- for the screen")
    csi.set_defaults(run=run_csi)
    difficulty = tasks.add_parser(
        "difficulty", help="turning elements in motion capture, or the made test set"
    )
    difficulty.add_argument(
        "--data",
        metavar="DIR",
        type=Path,
        help="motion capture or labelled clips; without it the made test set",
    )
    difficulty.add_argument(
        "--keep", metavar="DIR", type=Path, default=Path("var/difficulty"), help="of the made set"
    )
    difficulty.add_argument(
        "--rendered", metavar="DIR", type=Path, help="instead: performances drawn into DIR"
    )
    difficulty.add_argument(
        "--performances", type=int, default=1, help="of each kind (with --rendered)"
    )
    difficulty.add_argument(
        "--kind", action="append", default=[], help="this kind alone (with --rendered)"
    )
    difficulty.add_argument("--json", metavar="OUT", default="-", help="- for the screen")
    difficulty.set_defaults(run=run_difficulty)
    for task in (repetitions, rubric, pose, quality):
        task.add_argument("--data", metavar="DIR", type=Path, required=task is not rubric)
        task.add_argument("--json", metavar="OUT", default="-", help="- for the screen")
    for task in (repetitions, rubric, pose, quality, errors, difficulty, camera, faults):
        task.add_argument(
            "--cache", metavar="DIR", type=Path, help="keep what the network saw here"
        )


def _technique_add(
    tasks: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> argparse.ArgumentParser:
    """The tasks of the learned verdict; the one that looks at clips."""
    technique = tasks.add_parser("technique", help="the shipped verdict on labelled repetitions")
    technique.add_argument("--data", metavar="DIR", type=Path, required=True)
    technique.add_argument("--json", metavar="OUT", default="-", help="- for the screen")
    technique.add_argument("--seed", type=int, default=0, help="of the virtual camera")
    technique.add_argument(
        "--worst",
        metavar="FILE",
        type=Path,
        help="instead: the page of the surest wrong verdicts on people left out, with plots",
    )
    technique.add_argument("--input", choices=("kinect", "vicon", "phone"), default="phone")
    technique.add_argument(
        "--keep", metavar="DIR", type=Path, default=Path("var/technique"), help="finished folds"
    )
    technique.set_defaults(run=run_technique)
    bridge = tasks.add_parser(
        "technique-bridge", help="labelled repetitions done again by rendered people"
    )
    bridge.add_argument("--data", metavar="DIR", type=Path, required=True)
    bridge.add_argument("--count", type=int, default=204, help="repetitions")
    bridge.add_argument("--seed", type=int, default=0)
    bridge.add_argument(
        "--keep",
        metavar="DIR",
        type=Path,
        default=Path("var/technique"),
        help="finished folds, clips and landmarks; a stopped run goes on from here",
    )
    bridge.add_argument("--json", metavar="OUT", default="-", help="- for the screen")
    bridge.set_defaults(run=run_bridge)
    faults = tasks.add_parser(
        "technique-faults", help="rendered suites technique and views: planted faults"
    )
    faults.add_argument("--data", metavar="DIR", type=Path, action="append", required=True)
    faults.add_argument("--json", metavar="OUT", default="-", help="- for the screen")
    faults.set_defaults(run=run_faults)
    return faults
