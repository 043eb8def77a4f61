"""Stick people who squat and raise an arm, correctly or half way, as labelled repetitions."""

import dataclasses

import numpy as np

from assessment.scoring.technique.skeleton import JOINTS, at
from assessment.training.technique.data import Repetition
from assessment.vision.nets.config import NetworkConfig, config_load

SQUAT, RAISE = 1, 7
_STANDING = {
    "pelvis": (0.0, 0.95, 0.0), "neck": (0.0, 1.45, 0.0), "head": (0.0, 1.65, 0.02),
    "l_shoulder": (0.2, 1.42, 0.0), "l_elbow": (0.25, 1.12, 0.0), "l_wrist": (0.27, 0.87, 0.03),
    "l_hip": (0.1, 0.93, 0.0), "l_knee": (0.12, 0.5, 0.02), "l_ankle": (0.12, 0.08, 0.0),
    "l_toe": (0.14, 0.02, 0.15),
}  # fmt: skip


def standing() -> np.ndarray:
    """[17, 3] metres, facing +z."""
    points = np.zeros((len(JOINTS), 3))
    for name, place in _STANDING.items():
        points[at(name)] = place
        if name.startswith("l_"):
            points[at("r_" + name[2:])] = np.array(place) * [-1, 1, 1]
    return points


def squat(depth: float, frames: int = 40) -> np.ndarray:
    """[T, 17, 3]: hips down by `depth` metres, knees forward."""
    course = np.tile(standing(), (frames, 1, 1))
    down = depth * np.sin(np.linspace(0, np.pi, frames))
    for name in JOINTS:
        if name.endswith("knee"):
            course[:, at(name), 1] -= down * 0.3
            course[:, at(name), 2] += down * 0.6
        elif not name.endswith(("ankle", "toe")):
            course[:, at(name), 1] -= down
    return course


def arm_raise(height: float, frames: int = 40) -> np.ndarray:
    """[T, 17, 3]: the right arm sideways, up to `height` radians."""
    course = np.tile(standing(), (frames, 1, 1))
    angle = height * np.sin(np.linspace(0, np.pi, frames))
    shoulder = course[:, at("r_shoulder")]
    way = np.stack([-np.sin(angle), -np.cos(angle), np.zeros(frames)], axis=1)
    course[:, at("r_elbow")] = shoulder + 0.3 * way
    course[:, at("r_wrist")] = shoulder + 0.55 * way
    return course


def repetitions(persons: int = 4, each: int = 4, seed: int = 0) -> list[Repetition]:
    """Of each person `each` correct and incorrect squats and arm raises."""
    rng = np.random.default_rng(seed)
    found = []
    for subject in range(1, persons + 1):
        size, lean = rng.uniform(0.9, 1.1), rng.normal(0.0, 0.02)
        for movement in (SQUAT, RAISE):
            for correct in (True, False):
                for number in range(1, each + 1):
                    amount = (1.0 if correct else 0.55) * rng.uniform(0.95, 1.05)
                    frames = int(rng.integers(30, 50))
                    course = (
                        squat(0.4 * amount, frames)
                        if movement == SQUAT
                        else arm_raise(1.6 * amount, frames)
                    )
                    course[:, at("head"), 0] += lean
                    course += rng.normal(0.0, 0.003, course.shape)
                    found.append(
                        Repetition(
                            subject=subject,
                            movement=movement,
                            correct=correct,
                            sensor="kinect",
                            positions=course * size,
                            take=f"kinect-s{subject:02d}-m{movement:02d}-{correct}",
                            number=number,
                        )
                    )
    return found


def tiny(name: str, **changed) -> NetworkConfig:
    """A named configuration, small enough to train in a second."""
    config = config_load(name)
    training = dataclasses.replace(
        config.training, epochs=2, cells=2, persons=3, repetitions=2, learning_rate=0.005
    )
    changed = {"frames": 16, "window": 4, "stride": 4, "width": 16, "heads": 2} | changed
    return dataclasses.replace(config, training=training, **changed)
