"""Pictures of an exercise as its file describes it: a contact sheet, and how-to pictures."""

from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from .errors import RenderFailed
from .frame import Scene
from .framing import turned_size
from .prepare import prepare
from .recipe import exercise_of, motion_of
from .recipe_load import parse_recipe

__all__ = ["contact_sheet", "how_to", "save_picture"]

_SHEET_PX: Final = (240, 320)
_HOW_TO_PX: Final = (720, 960)
# Colours of the product's how-to pictures.
_HOW_TO_LOOK: Final = {"hair": "tail", "wall": "#e9f1ee", "shoes": "#d9573f"}

Picture = NDArray[np.uint8]


def contact_sheet(exercise_id: str, view: str = "") -> Picture:
    """Rows: as it should be, then each planted fault. Columns: start, half way, far point. RGB."""
    exercise = exercise_of(exercise_id)
    view, size = view or exercise.view, turned_size(_SHEET_PX, exercise.posture)
    rows = []
    for kind in ("", *(fault.id for fault in motion_of(exercise_id).faults)):
        faults = [{"kind": kind, "repetitions": [1]}] if kind else []
        scene = _scene(exercise_id, view, {"faults": faults}, {"video": _video(size, draft=True)})
        rows.append(np.concatenate(_moments(scene, ("start", "half", "far")), axis=1))
    return np.concatenate(rows, axis=0)


def how_to(exercise_id: str, folder: Path) -> list[Path]:
    """Write start and far picture of the recommended view, <id>-start.png and <id>-far.png."""
    exercise = exercise_of(exercise_id)
    video = _video(turned_size(_HOW_TO_PX, exercise.posture), draft=False)
    more = {"video": video, "look": _HOW_TO_LOOK, "scene": {"background": "plain"}}
    scene = _scene(exercise_id, exercise.view, {}, more)
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{exercise_id}-{moment}.png" for moment in ("start", "far")]
    for path, picture in zip(paths, _moments(scene, ("start", "far")), strict=True):
        save_picture(picture, path)
    return paths


def save_picture(picture: Picture, path: Path) -> None:
    """Write RGB as .png or .jpg. Raises RenderFailed."""
    if not cv2.imwrite(str(path), picture[..., ::-1]):
        raise RenderFailed(f"{path} could not be written; choose a .png in a folder that exists.")


def _video(size: tuple[int, int], *, draft: bool) -> dict[str, Any]:
    return {"width_px": size[0], "height_px": size[1], "fps": 25, "grain": 0.0, "draft": draft}


def _scene(exercise_id: str, view: str, motion: dict[str, Any], more: dict[str, Any]) -> Scene:
    """One repetition seen by a camera that frames it."""
    asked = {"exercise": exercise_id, "repetitions": 1, "period_s": 2.0, **motion}
    sides = motion_of(exercise_id).sides
    side = "left" if sides[0] == "alternate" and "left" in sides else sides[0]
    document = {"id": exercise_id, "seed": 1, "motion": {**asked, "side": side}}
    return prepare(parse_recipe({**document, "camera": {"view": view}, **more}))


def _moments(scene: Scene, names: tuple[str, ...]) -> list[Picture]:
    first = scene.repetitions[0]
    half = (first.start_s + first.turn_s) / 2
    times = {"start": first.start_s, "half": half, "far": first.turn_s}
    return [scene.frame(int(np.argmin(np.abs(scene.t_s - times[name])))) for name in names]
