"""A clip's recipe: what to render, read from TOML and checked key by key."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Final, TypeVar

from assessment.core.errors import CatalogueError
from assessment.exercises import exercise_get
from assessment.exercises.motion import Motion

from .errors import RecipeInvalid

__all__ = [
    "BodyRecipe",
    "CameraRecipe",
    "Fault",
    "Look",
    "MotionRecipe",
    "Recipe",
    "Video",
    "load_recipe",
    "parse_recipe",
]

_HAIR: Final = ("bun", "short", "tail")


@dataclass(frozen=True)
class Fault:
    """A named fault in some repetitions (counted from 1); amount 1 is a plain, visible fault."""

    kind: str
    repetitions: tuple[int, ...]
    amount: float = 1.0


@dataclass(frozen=True)
class MotionRecipe:
    """The exercise, its repetitions and tempo. Of a hold, one repetition lasts period_s.

    side: one of the exercise's `motion.sides`; left out, the first of them.
    """

    exercise: str
    repetitions: int
    period_s: float
    pause_s: float = 0.4
    still_start_s: float = 1.0
    still_end_s: float = 1.0
    amplitude: float = 1.0
    tempo_spread: float = 0.06
    side: str = ""
    faults: tuple[Fault, ...] = ()

    @property
    def motion(self) -> Motion:
        """How the exercise is performed."""
        return motion_of(self.exercise)


@dataclass(frozen=True)
class CameraRecipe:
    """yaw 0 is the front, 90 the person's left; pitch looks down; shift moves the camera right."""

    yaw_deg: float = 0.0
    height_m: float = 1.1
    distance_m: float = 3.2
    pitch_deg: float = 3.0
    focal_heights: float = 0.97
    shift_m: float = 0.0


@dataclass(frozen=True)
class BodyRecipe:
    """Standing height in metres and three factors of breadth (1 is the reference body)."""

    height_m: float = 1.72
    width: float = 1.0
    limb_width: float = 1.0
    hip_width: float = 1.0


@dataclass(frozen=True)
class Look:
    """Colours as #rrggbb; hair is short, bun or tail."""

    skin: str = "#d9a37f"
    hair_colour: str = "#3a2a20"
    hair: str = "short"
    shirt: str = "#2f8f83"
    shorts: str = "#2b3a4a"
    socks: str = "#f2f0ea"
    shoes: str = "#e9e6df"
    accent: str = "#e2725b"
    mat: str = "#5e8f8a"
    wall: str = "#e6e0d4"


@dataclass(frozen=True)
class Video:
    """Picture size, frame rate, x264 quality (crf) and grain (standard deviation, 8-bit levels)."""

    width_px: int = 480
    height_px: int = 640
    fps: int = 25
    crf: int = 24
    grain: float = 1.2


@dataclass(frozen=True)
class Recipe:
    """One clip. The seed decides tempo, sway and grain; the same recipe gives the same frames."""

    id: str
    seed: int
    motion: MotionRecipe
    schema: int = 1
    camera: CameraRecipe = field(default_factory=CameraRecipe)
    body: BodyRecipe = field(default_factory=BodyRecipe)
    look: Look = field(default_factory=Look)
    video: Video = field(default_factory=Video)


_T = TypeVar("_T")
_PARTS: Final[dict[str, type[Any]]] = {
    "camera": CameraRecipe,
    "body": BodyRecipe,
    "look": Look,
    "video": Video,
}


def load_recipe(path: Path) -> Recipe:
    """Read a recipe. Raises RecipeInvalid with a sentence naming the file's fault."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise RecipeInvalid(
            f"There is no recipe at {path}; give the path of a recipe file."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RecipeInvalid(
            f"{path.name} is not valid TOML ({error}); correct the file."
        ) from error
    return parse_recipe(document)


def parse_recipe(document: Mapping[str, Any]) -> Recipe:
    """A recipe from parsed TOML. Raises RecipeInvalid on unknown keys, wrong types or values."""
    values = dict(document)
    motion = dict(_table(values, "motion"))
    motion["faults"] = tuple(
        _build(
            Fault,
            {**_mapping(entry, "motion.faults"), "repetitions": _numbers(entry)},
            "motion.faults",
        )
        for entry in motion.get("faults", [])
    )
    values["motion"] = _with_side(_build(MotionRecipe, motion, "motion"))
    for name, part in _PARTS.items():
        values[name] = _build(part, _table(values, name), name)
    recipe = _build(Recipe, values, "")
    _check(recipe)
    return recipe


def _table(values: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    return _mapping(values.get(name, {}), name)


def _mapping(value: Any, name: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise RecipeInvalid(f"{name} must be a table in the recipe; write [{name}].")
    return value


def _numbers(entry: Mapping[str, Any]) -> tuple[int, ...]:
    numbers = entry.get("repetitions")
    if not isinstance(numbers, list) or not all(type(number) is int for number in numbers):
        raise RecipeInvalid("A fault needs repetitions = [numbers counted from 1]; add them.")
    return tuple(numbers)


def _build(kind: type[_T], values: Mapping[str, Any], where: str) -> _T:
    known = {entry.name: entry for entry in fields(kind)}  # type: ignore[arg-type]
    prefix = f"{where}." if where else ""
    for key in values:
        if key not in known:
            raise RecipeInvalid(
                f"The recipe has an unknown key {prefix}{key}; "
                f"known here are {', '.join(sorted(known))}."
            )
    built: dict[str, Any] = {}
    for name, entry in known.items():
        if name in values:
            built[name] = _typed(values[name], entry.type, f"{prefix}{name}")
        elif entry.default is MISSING and entry.default_factory is MISSING:
            raise RecipeInvalid(f"The recipe lacks {prefix}{name}; add it.")
    return kind(**built)


def _typed(value: Any, kind: Any, name: str) -> Any:
    if kind is float and type(value) is int:
        return float(value)
    if kind in (float, int, str) and type(value) is not kind:
        raise RecipeInvalid(f"{name} must be a {kind.__name__}, not {value!r}; correct the recipe.")
    return value


def _check(recipe: Recipe) -> None:
    if recipe.schema != 1:
        raise RecipeInvalid(f"The recipe has schema {recipe.schema}, but only 1 is known.")
    _check_motion(recipe.motion)
    _check_limits(recipe)
    if recipe.video.width_px % 2 or recipe.video.height_px % 2:
        raise RecipeInvalid("video.width_px and video.height_px must be even; H.264 needs it.")
    if recipe.look.hair not in _HAIR:
        raise RecipeInvalid(f"look.hair is {recipe.look.hair!r}; use {' or '.join(_HAIR)}.")
    for entry in fields(Look):
        value = getattr(recipe.look, entry.name)
        if entry.name != "hair" and not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
            raise RecipeInvalid(f"look.{entry.name} is {value!r}; write a colour as #rrggbb.")


def motion_of(exercise_id: str) -> Motion:
    """The motion of an exercise. Raises RecipeInvalid where the catalogue has none."""
    try:
        motion = exercise_get(exercise_id).motion
    except CatalogueError as error:
        raise RecipeInvalid(error.sentence) from error
    if motion is None:
        raise RecipeInvalid(f"The exercise {exercise_id} has no [motion]; add it to its file.")
    return motion


def _with_side(asked: MotionRecipe) -> MotionRecipe:
    return asked if asked.side else replace(asked, side=asked.motion.sides[0])


def _check_motion(asked: MotionRecipe) -> None:
    motion = asked.motion
    if asked.side not in motion.sides:
        raise RecipeInvalid(
            f"{asked.exercise} cannot have side {asked.side!r}; use {' or '.join(motion.sides)}."
        )
    for fault in asked.faults:
        if motion.fault(fault.kind) is None:
            known = ", ".join(entry.id for entry in motion.faults)
            raise RecipeInvalid(
                f"{asked.exercise} has no fault {fault.kind!r}; known are {known or 'none'}."
            )


def _check_limits(recipe: Recipe) -> None:
    motion, video = recipe.motion, recipe.video
    limits = (
        ("motion.repetitions", motion.repetitions, 1, 60),
        ("motion.period_s", motion.period_s, 0.5, 60.0),
        ("motion.amplitude", motion.amplitude, 0.1, 1.2),
        ("video.width_px", video.width_px, 64, 1920),
        ("video.height_px", video.height_px, 64, 1920),
        ("video.fps", video.fps, 5, 60),
        ("body.height_m", recipe.body.height_m, 1.2, 2.2),
        ("camera.distance_m", recipe.camera.distance_m, 1.5, 8.0),
    )
    for name, value, low, high in limits:
        if not low <= value <= high:
            raise RecipeInvalid(f"{name} is {value}; it must lie between {low} and {high}.")
