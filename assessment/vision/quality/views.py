"""What the direction of the camera keeps from being judged."""

from assessment.exercises import Exercise
from assessment.vision.quality.reasons import QualityReason, reason_of
from assessment.vision.view import ViewFound, ViewSpan

__all__ = ["view_reasons"]

# A tilt turns every angle against the vertical by itself; 10 degrees are two errors of a joint.
_TILTED_DEG = 10.0


def view_reasons(
    view: ViewFound | None, spans: list[ViewSpan], exercise: Exercise | None, end_s: float
) -> list[QualityReason]:
    """`spans`: the stretches of one direction each."""
    if view is None:
        return []
    found = []
    if exercise is not None:  # in a routine turning is no mistake
        found = [reason_of("turned", span.start_s, span.start_s, "note") for span in spans[1:]]
    # From the side a person may stand aslant themselves; from the front the body is plumb.
    is_plumb = view.tilt_deg is not None and view.name in ("front", "back")
    if is_plumb and abs(view.tilt_deg or 0.0) > _TILTED_DEG:
        found.append(reason_of("camera_tilted", 0.0, end_s, "warning"))
    if exercise is None or view.name == exercise.view:
        return found
    if view.name in exercise.views:
        return [*found, reason_of("other_view", 0.0, end_s, "note", advice=exercise.camera_advice)]
    return [*found, reason_of("wrong_view", 0.0, end_s, "warning", advice=exercise.camera_advice)]
