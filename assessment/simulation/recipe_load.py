"""Reads a recipe from TOML and checks it key by key."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, fields, replace
from pathlib import Path
from typing import Any, Final, TypeVar

from assessment.exercises.schema import VIEWS

from .errors import RecipeInvalid
from .recipe import (
    BodyRecipe,
    CameraRecipe,
    Fault,
    Look,
    MotionRecipe,
    Recipe,
    SceneRecipe,
    Video,
)

__all__ = ["load_recipe", "parse_recipe"]

_BODIES: Final = Path(__file__).parent / "bodies.toml"
_WORDS: Final[dict[str, tuple[str | int, ...]]] = {
    "camera.view": ("", *VIEWS),
    "look.hair": ("bun", "short", "tail"),
    "look.clothes": ("short", "long"),
    "scene.background": ("room", "plain"),
    "scene.occluder": ("none", "chair", "plant", "table"),
    "scene.other": ("none", "standing", "walking", "passing", "exercising"),
    "video.rotation_deg": (0, 90, 180, 270),
}

_T = TypeVar("_T")
_PARTS: Final[dict[str, type[Any]]] = {
    "camera": CameraRecipe,
    "body": BodyRecipe,
    "look": Look,
    "scene": SceneRecipe,
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
    if values["body"].shape:
        values["body"] = _build(BodyRecipe, _shaped(values["body"].shape, document), "body")
    recipe = _build(Recipe, values, "")
    _check(recipe)
    return recipe


def _shaped(shape: str, document: Mapping[str, Any]) -> dict[str, Any]:
    """The keys of a named shape, changed by what the recipe says itself."""
    shapes = tomllib.loads(_BODIES.read_text(encoding="utf-8"))
    if shape not in shapes:
        raise RecipeInvalid(f"body.shape is {shape!r}; use {' or '.join(shapes)}.")
    return {**shapes[shape], **document["body"]}


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
    if kind in (float, int, str, bool) and type(value) is not kind:
        raise RecipeInvalid(f"{name} must be a {kind.__name__}, not {value!r}; correct the recipe.")
    return value


def _check(recipe: Recipe) -> None:
    if recipe.schema != 1:
        raise RecipeInvalid(f"The recipe has schema {recipe.schema}, but only 1 is known.")
    _check_motion(recipe.motion)
    _check_limits(recipe)
    if recipe.video.width_px % 2 or recipe.video.height_px % 2:
        raise RecipeInvalid("video.width_px and video.height_px must be even; H.264 needs it.")
    for name, allowed in _WORDS.items():
        table, _, key = name.partition(".")
        value = getattr(getattr(recipe, table), key)
        if value not in allowed:
            raise RecipeInvalid(f"{name} is {value!r}; use {' or '.join(map(repr, allowed))}.")
    for entry in fields(Look):
        value = getattr(recipe.look, entry.name)
        if entry.name not in ("hair", "clothes") and not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
            raise RecipeInvalid(f"look.{entry.name} is {value!r}; write a colour as #rrggbb.")


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
        ("camera.shake_deg", recipe.camera.shake_deg, 0.0, 5.0),
        ("scene.light", recipe.scene.light, 0.05, 1.5),
        ("video.shutter", video.shutter, 0.0, 1.0),
        ("video.jitter", video.jitter, 0.0, 0.45),
        ("video.dropped", video.dropped, 0.0, 0.6),
    )
    for name, value, low, high in limits:
        if not low <= value <= high:
            raise RecipeInvalid(f"{name} is {value}; it must lie between {low} and {high}.")
