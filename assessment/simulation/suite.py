"""Suites: many small clips with their truths, for evaluation. What they hold stands in suites/."""

import csv
import hashlib
import time
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Final

from assessment.exercises import Exercise, catalogue
from assessment.exercises.motion import MotionFault

from .clip import render_clip
from .errors import RecipeInvalid
from .framing import turned_size
from .recipe import Recipe, exercise_of, motion_of
from .recipe_load import parse_recipe
from .truth import write_truth

__all__ = ["SUITES", "SuiteClip", "render_suite", "suite_clips"]

SUITES: Final = Path(__file__).parent / "suites"
_FIELDS: Final = frozenset(
    {"seed", "exercises", "views", "shapes", "one_sided", "motion", "video", "faults", "faulty"}
    | {"conditions"}
)

Say = Callable[[str], None]


@dataclass(frozen=True)
class SuiteClip:
    """A row of index.csv. `fault` is empty for a correct clip; `finding` is what should be said."""

    clip: str
    exercise: str
    view: str
    shape: str
    condition: str
    fault: str
    finding: str
    side: str
    repetitions: int
    fingerprint: str


def render_suite(
    name: str,
    out: Path,
    *,
    only: str | None = None,
    resume: bool = False,
    workers: int = 1,
    say: Say = lambda _line: None,
) -> Path:
    """Render a suite's clips (.mp4) and truths (.json) into `out`; returns its index.csv.

    With `resume` clips stay that were made from the same recipe and motion. Raises RecipeInvalid,
    RenderFailed.
    """
    clips = [(row, recipe) for row, recipe in suite_clips(name) if only in (None, row.exercise)]
    if not clips:
        raise RecipeInvalid(f"The suite {name} has no clip of {only!r}; leave --only out.")
    out.mkdir(parents=True, exist_ok=True)
    index = out / "index.csv"
    rows = _read_index(index)
    started, made = time.monotonic(), 0
    for number, (row, recipe) in enumerate(clips, start=1):
        video, truth = out / f"{row.clip}.mp4", out / f"{row.clip}.json"
        kept = rows.get(row.clip) == row.fingerprint and video.is_file() and truth.is_file()
        if resume and kept:
            continue
        write_truth(render_clip(recipe, video, workers=workers), truth)
        made += 1
        _write_index(index, row)
        left_s = (time.monotonic() - started) / made * (len(clips) - number)
        say(f"{number}/{len(clips)} {row.clip}, about {left_s / 60.0:.0f} min left")
    return index


def suite_clips(name: str) -> Iterator[tuple[SuiteClip, Recipe]]:
    """Rows and recipes of a suite, by its name in suites/ or the path of its file."""
    path = Path(name) if name.endswith(".toml") else SUITES / f"{name}.toml"
    if not path.is_file():
        known = ", ".join(sorted(entry.stem for entry in SUITES.glob("*.toml")))
        raise RecipeInvalid(f"There is no suite {name!r}; known are {known}.")
    suite = tomllib.loads(path.read_text(encoding="utf-8"))
    unknown = sorted(set(suite) - _FIELDS)
    if unknown:
        raise RecipeInvalid(f"{path.name} has the unknown key {unknown[0]}; see views.toml.")
    only = suite.get("exercises")
    for exercise in catalogue():
        if exercise.motion is not None and (only is None or exercise.id in only):
            yield from _of_exercise(suite, exercise)


def _of_exercise(
    suite: Mapping[str, Any], exercise: Exercise
) -> Iterator[tuple[SuiteClip, Recipe]]:
    motion = exercise.motion
    faults: list[MotionFault | None] = [None]
    if suite.get("faults") and motion is not None:
        faults += [fault for fault in motion.faults if fault.finding is not None]
    for fault in faults:
        for view in _views(suite, exercise, fault):
            for shape in suite.get("shapes", ["reference"]):
                for condition in suite.get("conditions", [{"name": "clean"}]):
                    yield _clip(suite, exercise, _Wish(view, shape, condition, fault))


def _views(suite: Mapping[str, Any], exercise: Exercise, fault: MotionFault | None) -> list[str]:
    """The suite's views; `recommended` is one that can carry the fault's rule."""
    asked = suite.get("views", "recommended")
    if asked != "recommended":
        return list(asked)
    if fault is None:
        return [exercise.view]
    carried = next(rule.views for rule in exercise.rules if rule.code == fault.finding)
    return [exercise.view if exercise.view in carried else carried[0]]


@dataclass(frozen=True)
class _Wish:
    """What tells one clip of an exercise from another."""

    view: str
    shape: str
    condition: Mapping[str, Any]
    fault: MotionFault | None


def _clip(suite: Mapping[str, Any], exercise: Exercise, wish: _Wish) -> tuple[SuiteClip, Recipe]:
    """One clip: the suite's tables, changed by those of the condition."""
    condition, fault = wish.condition, wish.fault
    motion = {**suite["motion"], **condition.get("motion", {}), "exercise": exercise.id}
    if exercise.hold:
        motion |= {"repetitions": 1, "period_s": 3.0 * float(motion["period_s"])}
    if suite.get("one_sided") and "left" in motion_of(exercise.id).sides:
        motion["side"] = "left"
    if fault is not None:
        numbers = range(1, int(motion["repetitions"]) + 1)
        faulty = [n for n in suite.get("faulty", numbers) if n in numbers] or list(numbers)
        motion["faults"] = [{"kind": fault.id, "repetitions": faulty}]
    words = (
        exercise.id,
        wish.view,
        wish.shape,
        condition["name"],
        fault.id if fault else "correct",
    )
    clip_id = "-".join(words)
    video = {**suite.get("video", {}), **condition.get("video", {})}
    size = turned_size((video["width_px"], video["height_px"]), exercise.posture)
    document = {
        **{name: condition[name] for name in ("scene", "look") if name in condition},
        "id": clip_id,
        # Every clip has its own tempo, sway and grain.
        "seed": suite.get("seed", 1) + int(hashlib.sha256(clip_id.encode()).hexdigest()[:6], 16),
        "motion": motion,
        "camera": {**condition.get("camera", {}), "view": wish.view},
        "body": {"shape": wish.shape},
        "video": {**video, "width_px": size[0], "height_px": size[1]},
    }
    recipe = parse_recipe(document)
    made_of = f"{recipe!r}{exercise_of(exercise.id).motion!r}"
    row = SuiteClip(
        clip=clip_id,
        exercise=exercise.id,
        view=wish.view,
        shape=wish.shape,
        condition=condition["name"],
        fault=fault.id if fault else "",
        finding=(fault.finding or "") if fault else "",
        side=recipe.motion.side,
        repetitions=recipe.motion.repetitions,
        fingerprint=hashlib.sha256(made_of.encode()).hexdigest()[:16],
    )
    return row, recipe


def _read_index(index: Path) -> dict[str, str]:
    """Fingerprints of the clips that an index lists."""
    if not index.is_file():
        return {}
    with index.open(newline="", encoding="utf-8") as source:
        return {row["clip"]: row["fingerprint"] for row in csv.DictReader(source)}


def _write_index(index: Path, row: SuiteClip) -> None:
    """The index with this row added or replaced, sorted by clip."""
    rows = {}
    if index.is_file():
        with index.open(newline="", encoding="utf-8") as source:
            rows = {entry["clip"]: entry for entry in csv.DictReader(source)}
    rows[row.clip] = {name: str(value) for name, value in asdict(row).items()}
    partial = index.with_suffix(".partial")
    with partial.open("w", newline="", encoding="utf-8") as sink:
        writer = csv.DictWriter(sink, [entry.name for entry in fields(SuiteClip)])
        writer.writeheader()
        writer.writerows(rows[clip] for clip in sorted(rows))
    partial.replace(index)
