"""A clip of a recipe: frames drawn in parallel, written as H.264, with the truth beside it."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .errors import RenderFailed
from .frame import Scene
from .prepare import TICKS, prepare
from .recipe import Recipe
from .recipe_load import load_recipe
from .truth import Truth

__all__ = ["render_clip"]

Progress = Callable[[int, int], None]


def render_clip(
    recipe: Path | Recipe | Scene,
    out: Path,
    *,
    progress: Progress | None = None,
    workers: int = 1,
) -> Truth:
    """Render a recipe, or a scene worked out already, into an H.264 .mp4; returns its truth.

    progress is told (frames done, frames in all). The file appears only when it is complete.
    Raises RecipeInvalid, RenderFailed.
    """
    if out.suffix != ".mp4":
        raise RenderFailed(f"{out.name} must end in .mp4; choose such a name.")
    if isinstance(recipe, Path):
        recipe = load_recipe(recipe)
    scene = recipe if isinstance(recipe, Scene) else prepare(recipe)
    partial = out.with_name(f".{out.stem}.partial.mp4")
    try:
        _write(scene, partial, progress, max(1, workers))
        partial.replace(out)
    except OSError as error:
        raise RenderFailed(
            f"{out} could not be written ({error}); check the folder and the disk."
        ) from error
    finally:
        partial.unlink(missing_ok=True)
    return scene.truth


def _write(scene: Scene, out: Path, progress: Progress | None, workers: int) -> None:
    import av  # loads FFmpeg's libraries, only for writing

    video, total = scene.recipe.video, scene.t_s.size
    turns = video.rotation_deg // 90
    with av.open(str(out), "w", options={"movflags": "+faststart"}) as container:
        stream = container.add_stream("libx264", rate=video.fps)
        width, height = video.width_px, video.height_px
        stream.width, stream.height = (height, width) if turns % 2 else (width, height)
        stream.pix_fmt = "yuv420p"
        stream.codec_context.time_base = Fraction(1, TICKS)
        stream.thread_count = 1
        stream.options = {"crf": str(video.crf), "preset": "veryslow", "tune": "animation"}
        if turns:
            stream.set_display_rotation(video.rotation_deg)
        for index, picture in enumerate(_frames(scene, total, workers)):
            stored = np.ascontiguousarray(np.rot90(picture, k=-turns))
            frame = av.VideoFrame.from_ndarray(stored, format="rgb24")
            frame.pts, frame.time_base = round(scene.t_s[index] * TICKS), Fraction(1, TICKS)
            container.mux(stream.encode(frame))
            if progress is not None:
                progress(index + 1, total)
        container.mux(stream.encode(None))


def _frames(scene: Scene, total: int, workers: int) -> Iterator[NDArray[np.uint8]]:
    """Frames in order, a few drawn ahead; the compiled loops release the interpreter."""
    _ready = scene.surfaces, scene.backdrop  # worked out once, before the threads start
    with ThreadPoolExecutor(max_workers=workers) as pool:
        ahead = 2 * workers
        waiting = [pool.submit(scene.frame, index) for index in range(min(ahead, total))]
        for index in range(total):
            yield waiting.pop(0).result()
            if index + ahead < total:
                waiting.append(pool.submit(scene.frame, index + ahead))
