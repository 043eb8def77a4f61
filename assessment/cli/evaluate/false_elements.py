"""Elements that are found in exercise clips which hold none."""

from collections import Counter
from pathlib import Path

from assessment.cli.evaluate.labels import labels_read
from assessment.cli.evaluate.watched import kept_in, told, watched
from assessment.core.errors import AssessmentError
from assessment.core.units import JSON
from assessment.scoring.difficulty.elements import find

__all__ = ["false_elements"]

_PROTOCOL = (
    "real exercise clips, none of which holds a difficulty element; landmarks of the pose network "
    "at the rate of a report; every element that is found is false; nothing was tuned on them"
)
_TEN_MINUTES_S = 600.0


def false_elements(data: Path, cache: Path | None) -> dict[str, JSON]:
    """Of a folder with labels.csv; clips that can't be assessed are counted and left out."""
    found: Counter[str] = Counter()
    where: dict[str, JSON] = {}
    seconds, refused = 0.0, 0
    with kept_in(cache) as folder:
        clips = labels_read(data)
        for clip in told(clips):
            try:
                landmarks = watched(data / clip.file, folder).landmarks
            except AssessmentError:
                refused += 1
                continue
            seconds += float(landmarks.t_s[-1] - landmarks.t_s[0])
            elements = find(landmarks)
            found.update(one.source for one in elements)
            if elements:
                where[clip.file] = [f"{one.id} ({one.source}, {one.outcome})" for one in elements]
    scale = _TEN_MINUTES_S / max(seconds, 1e-9)
    return {
        "task": "difficulty",
        "data": data.name,
        "protocol": _PROTOCOL,
        "n": {"clips": len(clips), "refused": refused, "seconds": round(seconds, 1)},
        "metrics": {
            "false_elements": found.total(),
            "false_per_ten_minutes": round(found.total() * scale, 2),
            "false_measured": found["measured"],
            "false_learned": found["learned"],
        },
        "by": {"clip": where},
    }
