"""One person followed through many pictures at once: fit for a file on a graphics processor.

The detector looks at every 8th picture; one person's path through these gives a region for each
picture, a first pass of the landmark network better ones, smoothed, and a second pass the answer.
No picture waits for the one before it, so the networks run in batches.
"""

from dataclasses import dataclass

import numpy as np

from assessment.core.units import U8
from assessment.vision.pose.body import Body, bodies_found
from assessment.vision.pose.detection import Seen, persons_seen
from assessment.vision.pose.following import Place, first_person, people_count
from assessment.vision.pose.interpolation import SMOOTH_RADIUS, regions_between, regions_smoothed
from assessment.vision.pose.networks import PoseNetworks
from assessment.vision.pose.path import cheapest_path
from assessment.vision.pose.port import PoseFound
from assessment.vision.pose.region import (
    Region,
    detector_tile,
    landmark_tile,
    region_from_points,
)
from assessment.vision.pose.weights import pose_models

__all__ = ["TwoPassPose"]

_LOOK_EVERY = 8
# Pictures answered together, and pictures after them that only help to place regions: up to the
# next but one that the detector looks at. 137 pictures of 720p are 379 MB.
_WINDOW = 128
_AHEAD = _LOOK_EVERY + 1
# Tiles in one run of a network: more gain little and cost memory.
_BATCH = 32


@dataclass(kw_only=True)
class _Held:
    """A picture that waits for its answer; `seen` where the detector looked."""

    image: U8
    t_s: float
    seen: list[Seen] | None = None


class TwoPassPose:
    """Keeps up to 137 pictures until they are answered; they must not be changed meanwhile."""

    def __init__(self, networks: PoseNetworks, person: Place | None = None) -> None:
        self.models = pose_models()
        self.runtime = f"{networks.runtime}, two passes"
        self._networks = networks
        self._person = person
        self._held: list[_Held] = []
        # Times and first-pass regions of the last pictures answered with a person.
        self._tail: list[tuple[float, Region]] = []

    def push(self, image: U8, t_s: float) -> list[PoseFound | None]:
        self._held.append(_Held(image=image, t_s=t_s))
        return self._answer(_WINDOW) if len(self._held) == _WINDOW + _AHEAD else []

    def finish(self) -> list[PoseFound | None]:
        ready = self._answer(len(self._held)) if self._held else []
        self._tail = []
        return ready

    def close(self) -> None:
        self._held, self._tail = [], []

    def _answer(self, count: int) -> list[PoseFound | None]:
        """The first `count` held pictures, which are then let go."""
        self._look()
        rough = self._placed()
        ready: list[PoseFound | None] = [None] * count
        if rough:
            better = self._better(rough)
            before = [region for _, region in self._tail]
            regions = regions_smoothed(before + better)[len(before) :]
            bodies = self._bodies(self._held[:count], regions[:count])
            answered = list(zip(self._held, better, regions, bodies, strict=False))
            ready = [_found(body, held, region) for held, _, region, body in answered]
            kept = [(held.t_s, region) for held, region, _, body in answered if body is not None]
            self._tail = (self._tail + kept)[-SMOOTH_RADIUS:]
        self._held = self._held[count:]
        return ready

    def _look(self) -> None:
        """Lets the detector look at every 8th picture and at the last one."""
        last = len(self._held) - 1
        keys = [
            held
            for at, held in enumerate(self._held)
            if held.seen is None and (at % _LOOK_EVERY == 0 or at == last)
        ]
        for first in range(0, len(keys), _BATCH):
            part = keys[first : first + _BATCH]
            tiles = np.stack([detector_tile(held.image) for held in part])
            for held, boxes, logits in zip(part, *self._networks.detect(tiles), strict=True):
                height, width = held.image.shape[:2]
                held.seen = persons_seen(boxes, logits, width_px=width, height_px=height)

    def _placed(self) -> list[Region]:
        """A region for each held picture from one person's path; none where nobody ever was."""
        keys = [(held.t_s, held.seen) for held in self._held if held.seen is not None]
        before = self._tail[-1] if self._tail else self._first(keys)
        if before is None:
            return []
        path = cheapest_path(keys, before)
        known = self._tail[-1:] + [
            (t_s, region) for (t_s, _), region in zip(keys, path, strict=True) if region
        ]
        return regions_between(known, [held.t_s for held in self._held])

    def _first(self, keys: list[tuple[float, list[Seen]]]) -> tuple[float, Region] | None:
        height, width = self._held[0].image.shape[:2]
        for t_s, seen in keys:
            region = first_person(seen, self._person, width_px=width, height_px=height)
            if region is not None:
                return t_s, region
        return None

    def _better(self, rough: list[Region]) -> list[Region]:
        """Regions from the landmarks of a first pass."""
        known = self._tail + [
            (held.t_s, region_from_points(*body.align))
            for held, body in zip(self._held, self._bodies(self._held, rough), strict=True)
            if body is not None
        ]
        return regions_between(known, [held.t_s for held in self._held]) if known else rough

    def _bodies(self, held: list[_Held], regions: list[Region]) -> list[Body | None]:
        bodies: list[Body | None] = []
        for first in range(0, len(held), _BATCH):
            some = regions[first : first + _BATCH]
            part = zip(held[first : first + _BATCH], some, strict=True)
            tiles = np.stack([landmark_tile(one.image, region) for one, region in part])
            bodies += bodies_found(self._networks.landmark(tiles), some)
        return bodies


def _found(body: Body | None, held: _Held, region: Region) -> PoseFound | None:
    if body is None:
        return None
    return body.found(None if held.seen is None else people_count(held.seen, region))
