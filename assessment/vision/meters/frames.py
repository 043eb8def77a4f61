"""All meters of a frame behind one call; what is kept grows by a few numbers a frame."""

from dataclasses import dataclass, field

import numpy as np

from assessment.core.units import F64, U8, Mask
from assessment.vision.meters.camera import Box, CameraMeter, CameraStep
from assessment.vision.meters.cuts import CutFinder
from assessment.vision.meters.light import is_dark
from assessment.vision.meters.sharpness import detail
from assessment.vision.meters.thumbnail import thumbnail

__all__ = ["FrameMeters", "Readings"]

_DETAIL_EVERY_S = 0.5
# A swing or zoom lasts a few frames; the first of them that can't be followed begins the new
# shot, and the rest belong to it.
_ONE_CUT_S = 0.5


@dataclass(frozen=True, kw_only=True)
class Readings:
    """t_s, dark, cut [T]: one entry a frame; `details` are (t_s, detail of the person's crop)."""

    t_s: F64
    dark: Mask
    cut: Mask
    details: tuple[tuple[float, float], ...] = ()
    camera: tuple[CameraStep, ...] = ()

    @staticmethod
    def plain(t_s: F64) -> "Readings":
        """Of a well-lit, steady clip."""
        no = np.zeros(len(t_s), np.bool_)
        return Readings(t_s=t_s, dark=no, cut=no)

    def between(self, start_s: float, end_s: float) -> "Readings":
        inside = (self.t_s >= start_s) & (self.t_s <= end_s)
        return Readings(
            t_s=self.t_s[inside],
            dark=self.dark[inside],
            cut=self.cut[inside],
            details=tuple(look for look in self.details if start_s <= look[0] <= end_s),
            camera=tuple(s for s in self.camera if start_s <= s.start_s and s.end_s <= end_s),
        )


@dataclass(kw_only=True)
class FrameMeters:
    """Push frames in order of time; `readings` may be asked at any moment."""

    _times: list[float] = field(default_factory=list)
    _dark: list[bool] = field(default_factory=list)
    _cut: list[bool] = field(default_factory=list)
    _details: list[tuple[float, float]] = field(default_factory=list)
    _steps: list[CameraStep] = field(default_factory=list)
    _cuts: CutFinder = field(default_factory=CutFinder)
    _camera: CameraMeter = field(default_factory=CameraMeter)
    _detail_due_s: float = 0.0
    _cut_s: float = -np.inf

    def push(self, t_s: float, image: U8, person: Box | None) -> bool:
        """True when a camera cut lies before this frame. `person`: where they were seen last."""
        grey = thumbnail(image)
        is_cut = self._cuts.push(grey)
        step = self._camera.push(t_s, grey, person, is_cut=is_cut)
        if step is not None:
            self._steps.append(step)
            is_cut = is_cut or step.is_jump
        is_cut = is_cut and t_s - self._cut_s > _ONE_CUT_S
        self._cut_s = t_s if is_cut else self._cut_s
        self._times.append(t_s)
        self._dark.append(is_dark(grey))
        self._cut.append(is_cut)
        if person is not None and t_s >= self._detail_due_s:
            self._detail_due_s = t_s + _DETAIL_EVERY_S
            found = detail(image, person)
            if found is not None:
                self._details.append((t_s, found))
        return is_cut

    def readings(self) -> Readings:
        return Readings(
            t_s=np.array(self._times, np.float64),
            dark=np.array(self._dark, np.bool_),
            cut=np.array(self._cut, np.bool_),
            details=tuple(self._details),
            camera=tuple(self._steps),
        )
