"""The order, names, parents and mirror twins of landmarks, read from skeletons/<id>.toml."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assessment.core.errors import CatalogueError

__all__ = ["Skeleton", "mediapipe33", "skeleton_load"]

_FOLDER = Path(__file__).parent / "skeletons"


@dataclass(frozen=True, kw_only=True)
class Skeleton:
    """`parent[j]` is -1 at the root; `mirror` is its own inverse."""

    id: str
    names: tuple[str, ...]
    parent: tuple[int, ...]
    mirror: tuple[int, ...]

    def index(self, name: str) -> int:
        """Place of a joint. Raises CatalogueError for a name it does not have."""
        try:
            return self.names.index(name)
        except ValueError as error:
            raise CatalogueError(
                "joint_unknown", f"The skeleton {self.id} has no joint named {name}."
            ) from error


def skeleton_load(path: Path) -> Skeleton:
    """Raises CatalogueError when a parent or twin is missing or the mirror is no involution."""
    kept = tomllib.loads(path.read_text(encoding="utf-8"))
    names = tuple(joint["name"] for joint in kept["joints"])
    place = {name: at for at, name in enumerate(names)}
    try:
        parent = tuple(place[j["parent"]] if j["parent"] else -1 for j in kept["joints"])
        mirror = tuple(place[j["mirror"]] for j in kept["joints"])
    except KeyError as error:
        raise CatalogueError(
            "skeleton_invalid", f"{path.name} names a joint that does not exist: {error}."
        ) from error
    if any(mirror[mirror[at]] != at for at in range(len(names))):
        raise CatalogueError("skeleton_invalid", f"{path.name}: mirror twins do not match.")
    return Skeleton(id=kept["id"], names=names, parent=parent, mirror=mirror)


@cache
def mediapipe33() -> Skeleton:
    return skeleton_load(_FOLDER / "mediapipe33.toml")
