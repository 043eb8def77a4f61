"""A rendered clip as the picture of Chromium's fake camera, and Chromium as every story wants it."""

from pathlib import Path

import av
from playwright.sync_api import Browser, Playwright

CHROMIUM = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
QUIET = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
)


def camera_picture(clip: Path, target: Path, width_px: int = 360) -> Path:
    """`clip` as YUV4MPEG2, which Chromium's fake camera plays over and over; returns `target`."""
    with av.open(str(clip)) as film, target.open("wb") as out:
        stream = film.streams.video[0]
        height_px = width_px * stream.height // stream.width // 2 * 2
        rate = stream.average_rate
        assert rate is not None
        sizes = f"W{width_px} H{height_px} F{rate.numerator}:{rate.denominator}"
        out.write(f"YUV4MPEG2 {sizes} Ip A1:1 C420jpeg\n".encode())
        for frame in film.decode(stream):
            small = frame.reformat(width_px, height_px, "yuv420p")
            out.write(b"FRAME\n" + small.to_ndarray().tobytes())
    return target


def chromium(playwright: Playwright, camera: Path) -> Browser:
    """Debian's Chromium, whose camera shows `camera` and asks nobody for leave."""
    found = next((path for path in CHROMIUM if Path(path).exists()), None)
    assert found is not None, "Install Chromium; on Debian, as root: apt install chromium"
    return playwright.chromium.launch(
        executable_path=found,
        args=[
            *QUIET,
            "--use-fake-ui-for-media-stream",
            "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-video-capture={camera}",
        ],
    )
