"""How-to pictures of every exercise, or of those that are named, for the pages.

    python deploy/pictures.py [EXERCISE ...]

Rendered people only: start and far point from the recommended view, as small WebP files that the
front end takes in when it is built. Pictures of exercises that are no more are removed.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image

from assessment.exercises import catalogue
from assessment.simulation.pictures import how_to

FOLDER = Path(__file__).resolve().parents[1] / "frontend" / "src" / "pictures"
LONG_SIDE_PX = 640  # what a dense phone screen shows of it
QUALITY = 80
MOST_BYTES = 25_000
# A person and what they hold are coloured or dark; wall, floor and shadows are neither.
COLOURED = 40
DARK = 100
MARGIN = 0.08

Box = tuple[int, int, int, int]  # left, top, right, bottom


def main(wanted: list[str]) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    known = [exercise.id for exercise in catalogue()]
    unknown = sorted(set(wanted) - set(known))
    if unknown:
        sys.exit(f"There is no exercise named {unknown[0]}.")
    for exercise in wanted or known:
        with tempfile.TemporaryDirectory() as folder:
            made = {
                path.stem: Image.open(path).convert("RGB")
                for path in how_to(exercise, Path(folder))
            }
            box = crop_box(list(made.values()))
            sizes = [kept(name, picture.crop(box)) for name, picture in made.items()]
        sys.stdout.write(f"{exercise} {' '.join(f'{size / 1000:.1f} KB' for size in sizes)}\n")
        sys.stdout.flush()
    for path in FOLDER.glob("*.webp"):
        if path.stem.rpartition("-")[0] not in known:
            path.unlink()


def crop_box(pictures: list[Image.Image]) -> Box:
    """One part for both pictures, in their aspect. Upright pictures are framed well as they are."""
    width, height = pictures[0].size
    if width < height:
        return (0, 0, width, height)
    pixels = np.stack([np.asarray(picture, dtype=np.int16) for picture in pictures])
    coloured = pixels.max(axis=-1) - pixels.min(axis=-1) > COLOURED
    _, rows, columns = np.nonzero(coloured | (pixels.max(axis=-1) < DARK))
    spread = max(np.ptp(columns) / width, np.ptp(rows) / height)
    share = min(1.0, float(spread) + 2 * MARGIN)
    w, h = round(width * share), round(height * share)
    left = min(max(0, int(columns.min() + columns.max() - w) // 2), width - w)
    top = min(max(0, int(rows.min() + rows.max() - h) // 2), height - h)
    return (left, top, left + w, top + h)


def kept(name: str, picture: Image.Image) -> int:
    """Write it small; returns its size in bytes."""
    picture.thumbnail((LONG_SIDE_PX, LONG_SIDE_PX))
    target = FOLDER / f"{name}.webp"
    picture.save(target, "WEBP", quality=QUALITY, method=6)
    size = target.stat().st_size
    if size > MOST_BYTES:
        sys.exit(f"{target.name} has {size} bytes; pictures stay under {MOST_BYTES}.")
    return size


if __name__ == "__main__":
    main(sys.argv[1:])
