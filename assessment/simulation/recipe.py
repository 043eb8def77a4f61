"""A clip's recipe: what to render. Read and checked by recipe_load."""

from dataclasses import dataclass, field

from assessment.core.errors import CatalogueError
from assessment.exercises import Exercise, exercise_get
from assessment.exercises.motion import Motion

from .errors import RecipeInvalid

__all__ = [
    "BodyRecipe",
    "CameraRecipe",
    "Fault",
    "Look",
    "MotionRecipe",
    "Recipe",
    "SceneRecipe",
    "Video",
    "exercise_of",
    "motion_of",
]


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
    """yaw 0 is the front, 90 the person's left; pitch looks down; shift moves the camera right.

    With a `view` (front, back, side, three_quarter) the camera frames the whole movement by itself,
    yaw_deg further round; height, distance, pitch and shift are then worked out. roll_deg tilts the
    picture clockwise; shake_deg is how far an unsteady hand turns the camera (standard deviation).
    """

    view: str = ""
    yaw_deg: float = 0.0
    height_m: float = 1.1
    distance_m: float = 3.2
    pitch_deg: float = 3.0
    focal_heights: float = 0.97
    shift_m: float = 0.0
    roll_deg: float = 0.0
    shake_deg: float = 0.0


@dataclass(frozen=True)
class BodyRecipe:
    """Standing height in metres and factors of breadth and head (1 is the reference body).

    `shape` names a row of bodies.toml; other keys change that row.
    """

    shape: str = ""
    height_m: float = 1.72
    width: float = 1.0
    limb_width: float = 1.0
    hip_width: float = 1.0
    head: float = 1.0


@dataclass(frozen=True)
class Look:
    """Colours as #rrggbb; hair is short, bun or tail; clothes are short or long."""

    skin: str = "#d9a37f"
    hair_colour: str = "#3a2a20"
    hair: str = "short"
    clothes: str = "short"
    shirt: str = "#2f8f83"
    shorts: str = "#2b3a4a"
    socks: str = "#f2f0ea"
    shoes: str = "#e9e6df"
    accent: str = "#e2725b"
    mat: str = "#5e8f8a"
    wall: str = "#e6e0d4"


@dataclass(frozen=True)
class SceneRecipe:
    """What else is in the picture.

    background: room or plain. occluder before the person: none, chair, plant, table. other person:
    none, standing, walking (past, behind), passing (past, in front), exercising (beside). light: 1
    is a bright room, 0.15 dusk; the darker, the more grain.
    """

    background: str = "room"
    occluder: str = "none"
    other: str = "none"
    light: float = 1.0


@dataclass(frozen=True)
class Video:
    """Picture size, frame rate, x264 quality (crf) and grain (standard deviation, 8-bit levels).

    draft leaves out the finer sampling of edges; shutter is the share of a frame's time over which
    movement blurs; jitter moves frame times by up to this share of a frame; dropped leaves out this
    share of frames; rotation_deg stores the picture turned, with metadata that turns it back.
    """

    width_px: int = 480
    height_px: int = 640
    fps: int = 25
    crf: int = 24
    grain: float = 1.2
    draft: bool = False
    shutter: float = 0.0
    jitter: float = 0.0
    dropped: float = 0.0
    rotation_deg: int = 0
    mirrored: bool = False


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
    scene: SceneRecipe = field(default_factory=SceneRecipe)
    video: Video = field(default_factory=Video)


def exercise_of(exercise_id: str) -> Exercise:
    """An exercise of the catalogue. Raises RecipeInvalid where there is none."""
    try:
        return exercise_get(exercise_id)
    except CatalogueError as error:
        raise RecipeInvalid(error.sentence) from error


def motion_of(exercise_id: str) -> Motion:
    """The motion of an exercise. Raises RecipeInvalid where its file has none."""
    motion = exercise_of(exercise_id).motion
    if motion is None:
        raise RecipeInvalid(f"The exercise {exercise_id} has no [motion]; add it to its file.")
    return motion
