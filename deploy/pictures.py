"""How-to pictures of every exercise, or of those that are named, for the pages.

    python deploy/pictures.py [EXERCISE ...]

Rendered people only: start and far point from the recommended view, as small WebP files that the
front end takes in when it is built. Pictures of exercises that are no more are removed.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from PIL import Image

from assessment.exercises import catalogue
from assessment.simulation.pictures import how_to

FOLDER = Path(__file__).resolve().parents[1] / "frontend" / "src" / "pictures"
LONG_SIDE_PX = 640  # what a dense phone screen shows of it
QUALITY = 80
MOST_BYTES = 25_000


def main(wanted: list[str]) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    known = [exercise.id for exercise in catalogue()]
    unknown = sorted(set(wanted) - set(known))
    if unknown:
        sys.exit(f"There is no exercise named {unknown[0]}.")
    for exercise in wanted or known:
        with tempfile.TemporaryDirectory() as folder:
            sizes = [shrink(path) for path in how_to(exercise, Path(folder))]
        sys.stdout.write(f"{exercise} {' '.join(f'{size / 1000:.1f} KB' for size in sizes)}\n")
        sys.stdout.flush()
    for path in FOLDER.glob("*.webp"):
        if path.stem.rpartition("-")[0] not in known:
            path.unlink()


def shrink(picture: Path) -> int:
    """Write the small picture; returns its size in bytes."""
    image = Image.open(picture).convert("RGB")
    image.thumbnail((LONG_SIDE_PX, LONG_SIDE_PX))
    target = FOLDER / f"{picture.stem}.webp"
    image.save(target, "WEBP", quality=QUALITY, method=6)
    size = target.stat().st_size
    if size > MOST_BYTES:
        sys.exit(f"{target.name} has {size} bytes; pictures stay under {MOST_BYTES}.")
    return size


if __name__ == "__main__":
    main(sys.argv[1:])
