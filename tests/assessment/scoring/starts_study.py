"""How near the starts of repetitions are to the true ones, at several paces and from two views.

`python -m tests.assessment.scoring.starts_study`: true joints with noise, every exercise.
`python -m tests.assessment.scoring.starts_study DIR CACHE`: pictures of a rendered suite.
"""

import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from assessment.cli.evaluate.joints import noisy_joints
from assessment.cli.evaluate.known import known_clips
from assessment.cli.evaluate.watched import watched
from assessment.core.records import Landmarks
from assessment.exercises import Exercise, catalogue
from assessment.scoring.evaluation import START_TOLERANCE_S
from assessment.scoring.repetitions import repetitions_find
from assessment.simulation import parse_recipe
from assessment.vision.active import active_only, active_spans
from assessment.vision.view import view_estimate

# Seconds of a repetition and of the pause after it.
PACES = ((1.0, 0.0), (2.5, 0.4), (4.0, 0.2), (5.0, 2.0))
# Starts further from a true one than this belong to another repetition.
_SAME_S = 2.0

Row = tuple[str, int, Sequence[float], list[float]]


def of_joints() -> Iterator[Row]:
    """(group, true count, true starts, found starts) of each clip."""
    moving = [one for one in catalogue() if not one.hold and one.motion is not None]
    for exercise in moving:
        for view in sorted({exercise.view, "three_quarter"}):
            for period_s, pause_s in PACES:
                motion = {
                    "exercise": exercise.id,
                    "repetitions": 3,
                    "period_s": period_s,
                    "pause_s": pause_s,
                    "still_start_s": 0.8,
                    "still_end_s": 0.8,
                }
                recipe = parse_recipe(
                    {
                        "id": "starts",
                        "seed": 3,
                        "motion": motion,
                        "camera": {"view": view},
                        "video": {"width_px": 64, "height_px": 64, "fps": 15},
                    }
                )
                seen, truths = noisy_joints(recipe, 0)
                seat = "recommended" if view == exercise.view else "three quarters"
                starts = [one.start_s for one in truths]
                yield f"{seat}, {period_s} s + {pause_s} s", 3, starts, _starts(exercise, seen)


def of_pictures(data: Path, cache: Path) -> Iterator[Row]:
    for clip in known_clips(data):
        if not clip.exercise.hold:
            seen = watched(clip.video, cache).landmarks
            seat = "recommended" if clip.view == clip.exercise.view else "other views"
            starts = [one.start_s for one in clip.repetitions]
            yield seat, len(starts), starts, _starts(clip.exercise, seen)


def _starts(exercise: Exercise, seen: Landmarks) -> list[float]:
    active = active_only(seen, active_spans(seen, exercise))
    return [one.start_s for one in repetitions_find(exercise, active, view_estimate(seen))]


def _offsets(true: Sequence[float], found: list[float]) -> list[float]:
    """Of each true start, how much later the nearest found one is."""
    nearest = [min(found, key=lambda one: abs(one - start)) for start in true if found]
    pairs = zip(nearest, true, strict=False)
    return [found - start for found, start in pairs if abs(found - start) <= _SAME_S]


def main(arguments: list[str]) -> None:
    rows = of_pictures(*(Path(one) for one in arguments)) if arguments else of_joints()
    offsets: dict[str, list[float]] = defaultdict(list)
    exact: dict[str, list[bool]] = defaultdict(list)
    for group, count, true, found in rows:
        offsets[group] += _offsets(true, found)
        exact[group].append(len(found) == count)
    for group, values in sorted(offsets.items()):
        off = np.array(values)
        sys.stdout.write(
            f"{group}: {len(exact[group])} clips, exact {np.mean(exact[group]):.2f}, start "
            f"{off.mean():+.2f} s, mean error {np.abs(off).mean():.2f} s, beyond "
            f"{START_TOLERANCE_S} s {(np.abs(off) > START_TOLERANCE_S).mean():.3f}\n"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
