"""One person followed picture by picture: each region comes from the landmarks before it."""

import math
from dataclasses import dataclass, field

from assessment.core.units import U8
from assessment.vision.pose.align_filter import AlignFilter
from assessment.vision.pose.body import bodies_found
from assessment.vision.pose.detection import Seen, persons_seen
from assessment.vision.pose.following import (
    Place,
    distance,
    first_person,
    may_be_same,
    people_count,
)
from assessment.vision.pose.networks import PoseNetworks
from assessment.vision.pose.port import PoseFound
from assessment.vision.pose.region import (
    Region,
    detector_tile,
    landmark_tile,
    region_from_points,
)
from assessment.vision.pose.weights import pose_models

__all__ = ["TrackingPose"]

# Chosen: often enough to notice a second person, and a tenth of the work at 15 pictures a second.
_LOOK_EVERY_S = 1.0


@dataclass(kw_only=True)
class _Memory:
    """What reaches from one picture to the next; `next` is None at the start and when lost."""

    next: Region | None = None
    last: Region | None = None
    last_s: float = 0.0
    looked_s: float = -math.inf
    steady: AlignFilter = field(default_factory=AlignFilter)


class TrackingPose:
    """Answers each picture at once, from it and earlier ones alone: fit for a live picture.

    The detector runs at the start, when the person is lost, and once a second to count people.
    """

    def __init__(self, networks: PoseNetworks, person: Place | None = None) -> None:
        self.models = pose_models()
        self.runtime = f"{networks.runtime}, tracking"
        self._networks = networks
        self._person = person
        self._memory = _Memory()

    def push(self, image: U8, t_s: float) -> list[PoseFound | None]:
        memory = self._memory
        region, seen = memory.next, None
        if region is None or t_s - memory.looked_s >= _LOOK_EVERY_S:
            seen = self._look(image, t_s)
            region = region or self._chosen(seen, image, t_s)
        if region is None:
            return [None]
        answer = self._networks.landmark(landmark_tile(image, region)[None])
        (body,) = bodies_found(answer, [region])
        if body is None:
            memory.next, memory.steady = None, AlignFilter()
            return [None]
        memory.last, memory.last_s = region, t_s
        following = region_from_points(*memory.steady.push(body.align, t_s))
        memory.next = following if following.side >= 1.0 else None
        return [body.found(None if seen is None else people_count(seen, region))]

    def finish(self) -> list[PoseFound | None]:
        """Nothing waits here; forgets the person."""
        self._memory = _Memory()
        return []

    def close(self) -> None:
        self.finish()

    def _look(self, image: U8, t_s: float) -> list[Seen]:
        self._memory.looked_s = t_s
        boxes, logits = self._networks.detect(detector_tile(image)[None])
        height, width = image.shape[:2]
        return persons_seen(boxes[0], logits[0], width_px=width, height_px=height)

    def _chosen(self, seen: list[Seen], image: U8, t_s: float) -> Region | None:
        """The nearest to where the person was last, if near enough; at the start the first one."""
        last = self._memory.last
        if last is None:
            height, width = image.shape[:2]
            return first_person(seen, self._person, width_px=width, height_px=height)
        elapsed_s = t_s - self._memory.last_s
        near = [one.region for one in seen if may_be_same(last, one.region, elapsed_s)]
        return min(near, key=lambda region: distance(last, region), default=None)
