"""`evaluate technique-bridge` and `technique-faults`: the learned verdict on rendered people seen
through the pose network.
"""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from assessment.cli.assess_command import json_write
from assessment.cli.evaluate.known import known_clips
from assessment.cli.evaluate.watched import kept_in, runtime, told, watched
from assessment.core.records import Landmarks
from assessment.scoring.technique.bridge import movement_of
from assessment.simulation import render_clip

if TYPE_CHECKING:
    from assessment.training.technique.reenact import Reenacted

__all__ = ["run_bridge", "run_faults"]


def run_bridge(arguments: argparse.Namespace) -> int:
    # Here, not above: the training library is not needed by any other task.
    from assessment.training.technique.bridge import bridge
    from assessment.training.technique.protocols import Run
    from assessment.training.technique.reenact import reenactments

    keep: Path = arguments.keep
    chosen = reenactments(arguments.data, arguments.count, seed=arguments.seed)
    landmarks = _seen(chosen, keep / "bridge")
    run = Run(data=arguments.data, seen="phone", seed=arguments.seed, keep=keep)
    record = bridge(run, chosen, landmarks)
    json_write({**record, "pose": runtime()}, arguments.json)
    return 0


def _seen(chosen: "list[Reenacted]", folder: Path) -> list[Landmarks]:
    """What the network saw of each; clips and landmarks that are in `folder` stay."""
    from assessment.training.technique.reenact import scene_of

    clips = folder / "clips"
    clips.mkdir(parents=True, exist_ok=True)
    found = []
    with kept_in(folder / "seen") as kept:
        for one in told(chosen, "name"):
            video = clips / f"{one.name}.mp4"
            if not video.is_file():
                render_clip(scene_of(one), video)
            found.append(watched(video, kept).landmarks)
    return found


def run_faults(arguments: argparse.Namespace) -> int:
    from assessment.scoring.technique.weights import FOLDER, model_open
    from assessment.training.technique.planted import performed, planted_record

    model = model_open("phone", FOLDER)
    folders: list[Path] = arguments.data
    clips = [
        clip
        for folder in folders
        for clip in known_clips(folder)
        if clip.view == "three_quarter" and movement_of(clip.exercise.id) is not None
    ]
    with kept_in(arguments.cache) as kept:
        found = [
            performed(model, clip.exercise, watched(clip.video, kept).landmarks, clip.repetitions)
            for clip in told(clips, "name")
        ]
    name = ", ".join(folder.name for folder in folders)
    json_write(planted_record(name, runtime(), [one for one in found if one]), arguments.json)
    return 0
