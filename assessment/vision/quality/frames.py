"""What the frames and the file tell of a recording: light, blur, camera, cuts, people, rate."""

import numpy as np

from assessment.core.records import VideoFacts
from assessment.vision.meters import Readings
from assessment.vision.quality.reasons import QualityReason, Severity, reason_of, spells

__all__ = ["People", "file_reasons", "frame_reasons", "people_reasons"]

# (t_s, persons) of the frames in which the detector looked.
People = tuple[tuple[float, int], ...]

_LOW_FPS = 14.0  # phones that promise 15 deliver a little less
_HOPELESS_FPS = 6.0
# Share of the picture's long side within a quarter of a second: a phone held in the hand sways
# by less than half of it. Chosen.
_MOVED_SHARE = 0.012
_MOVED_APART_S = 1.0
_MOVED_SHORTEST_S = 0.75
# Share of a crop's variance that is finer than 4 of 256 pixels. Chosen on blurred copies of
# sharp frames: docs/algorithms/quality.md.
_BLURRED_DETAIL = 0.0015
_BLURRED_APART_S = 1.1  # two looks
_PEOPLE_APART_S = 2.5
_PEOPLE_SHARE = 0.5


def frame_reasons(readings: Readings) -> list[QualityReason]:
    found = [
        reason_of("too_dark", start_s, end_s, "warning")
        for start_s, end_s in spells(readings.t_s, readings.dark)
    ]
    found += [
        reason_of("picture_cut", float(t_s), float(t_s), "note")
        for t_s in readings.t_s[readings.cut]
    ]
    if len(readings.details) > 1:
        looks = np.array(readings.details)
        found += [
            reason_of("blurred", start_s, end_s, "warning")
            for start_s, end_s in spells(
                looks[:, 0], looks[:, 1] < _BLURRED_DETAIL, apart_s=_BLURRED_APART_S
            )
        ]
    return found + _camera(readings)


def _camera(readings: Readings) -> list[QualityReason]:
    """Steps of a quarter of a second, each standing for its whole length."""
    moved = [step for step in readings.camera if step.shift > _MOVED_SHARE and not step.is_jump]
    spans: list[tuple[float, float, float]] = []
    for step in moved:
        length_s = step.end_s - step.start_s
        if spans and step.start_s - spans[-1][1] <= _MOVED_APART_S:
            spans[-1] = (spans[-1][0], step.end_s, spans[-1][2] + length_s)
        else:
            spans.append((step.start_s, step.end_s, length_s))
    return [
        reason_of("camera_moved", start_s, end_s, "warning")
        for start_s, end_s, sum_s in spans
        if sum_s >= _MOVED_SHORTEST_S
    ]


def people_reasons(people: People) -> list[QualityReason]:
    """More than one person in most of the looks of a second or longer."""
    if len(people) < 2:
        return []
    looks = np.array(people, np.float64)
    several = looks[:, 1] > 1
    found = []
    for start_s, end_s in spells(looks[:, 0], several, apart_s=_PEOPLE_APART_S):
        inside = (looks[:, 0] >= start_s) & (looks[:, 0] <= end_s)
        if several[inside].mean() >= _PEOPLE_SHARE:
            found.append(reason_of("several_people", start_s, end_s, "warning"))
    return found


def file_reasons(facts: VideoFacts, end_s: float, damaged_packets: int) -> list[QualityReason]:
    found = []
    if 0 < facts.fps < _LOW_FPS:
        severity: Severity = "blocking" if facts.fps < _HOPELESS_FPS else "warning"
        found.append(reason_of("low_fps", 0.0, end_s, severity))
    if damaged_packets:
        found.append(reason_of("damaged", 0.0, end_s, "warning"))
    return found
