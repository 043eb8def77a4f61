"""The committed clips: recipes, videos and truths side by side, named in one manifest by sha256."""

import hashlib
import json
from pathlib import Path
from typing import Any

from .errors import RenderFailed

__all__ = ["CLIPS", "clip_path", "read_manifest", "write_manifest"]

CLIPS = Path(__file__).parent / "clips"
_MANIFEST = "manifest.json"


def read_manifest(folder: Path = CLIPS) -> dict[str, Any]:
    """Clip id to {video, truth, recipe, sha256, bytes, recipe_sha256}."""
    document: dict[str, Any] = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
    return document


def clip_path(clip_id: str) -> Path:
    """The video of a committed clip. Raises RenderFailed where there is none."""
    path = CLIPS / f"{clip_id}.mp4"
    if not path.is_file():
        raise RenderFailed(f"There is no committed clip {clip_id!r}; render its recipe first.")
    return path


def write_manifest(folder: Path = CLIPS) -> None:
    """List every recipe of a folder that has its video."""
    entries = {}
    for recipe in sorted(folder.glob("*.toml")):
        video = recipe.with_suffix(".mp4")
        if video.is_file():
            entries[recipe.stem] = {
                "video": video.name,
                "truth": f"{recipe.stem}.json",
                "recipe": recipe.name,
                "sha256": _sha256(video),
                "bytes": video.stat().st_size,
                "recipe_sha256": _sha256(recipe),
            }
    text = json.dumps(entries, indent=1, sort_keys=True)
    (folder / _MANIFEST).write_text(f"{text}\n", encoding="utf-8")


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
