"""`assess`: one video in, a report out."""

import argparse
import json
import sys
import tempfile
from contextlib import closing
from functools import partial
from pathlib import Path

from assessment.cli.overlay import overlay_write
from assessment.core.errors import AssessmentError
from assessment.core.records import landmarks_load
from assessment.core.units import JSON
from assessment.pipeline import Plan, ProgressEvent, ReportEvent, assess
from assessment.vision.decode import ANALYSED_FPS
from assessment.vision.pose import pose_open

__all__ = ["json_write", "run_assess"]


def run_assess(arguments: argparse.Namespace) -> int:
    fps = arguments.fps if arguments.fps is not None else ANALYSED_FPS
    if not 1.0 <= fps <= 240.0:
        raise AssessmentError("fps_out_of_range", "Choose --fps between 1 and 240.")
    _check_targets(arguments)
    with tempfile.TemporaryDirectory() as folder:
        kept: Path = arguments.landmarks or Path(folder) / "landmarks.npz"
        plan = Plan(
            exercise=arguments.exercise,
            landmarks_out=kept,
            analysed_fps=fps,
            pose=partial(pose_open, arguments.pose),
        )
        report = _report(arguments.video, plan, quiet=arguments.quiet)
        if arguments.overlay is not None:
            overlay_write(arguments.video, landmarks_load(kept), report, arguments.overlay)
    json_write(report, arguments.json)
    return 0


def _check_targets(arguments: argparse.Namespace) -> None:
    """Before minutes of work, not after them."""
    targets = [arguments.overlay, arguments.landmarks]
    targets += [Path(arguments.json)] if arguments.json != "-" else []
    for target in targets:
        if target is not None and not target.resolve().parent.is_dir():
            raise AssessmentError(
                "folder_missing", f"There is no folder for {target.name}. Make it first."
            )


def _report(video: Path, plan: Plan, *, quiet: bool) -> dict[str, JSON]:
    report: dict[str, JSON] = {}
    with closing(assess(video, plan)) as events:
        for event in events:
            if isinstance(event, ProgressEvent) and not quiet:
                _show(event)
            elif isinstance(event, ReportEvent):
                report = event.payload()
    if not quiet:
        sys.stderr.write("\n")
    return report


def _show(event: ProgressEvent) -> None:
    left = "" if event.eta_s is None else f", about {event.eta_s:.0f} s left"
    line = f"{event.percent:3.0f} % ({event.frames_done} frames{left})"
    sys.stderr.write(f"\r{line:<60}")
    sys.stderr.flush()


def json_write(record: dict[str, JSON], target: str) -> None:
    """Indented JSON to a file, or to the screen for `-`."""
    text = json.dumps(record, indent=2, allow_nan=False) + "\n"
    if target == "-":
        sys.stdout.write(text)
    else:
        Path(target).write_text(text, encoding="utf-8")
