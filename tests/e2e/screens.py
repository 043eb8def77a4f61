"""Pictures of every page and state: python -m tests.e2e.screens [name ...]

Phone and laptop, rendered people only, into docs/screens with a list of them; the main pages in
the dark too (axe reads every state in both themes: test_reading_for_all).
"""

import io
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.e2e.room import HOME, MARA, TOMAS, Room
from tests.e2e.rooms import ROOMS, enter, furnish
from tests.support.camera import camera_picture, chromium
from tests.support.house import CLIPS, ROOT, House
from tests.support.pages import Site

FOLDER = ROOT / "docs" / "screens"
SIZES = {"laptop": (1440, 900, 1), "phone": (390, 844, 2)}
THEMES: Final = ("light", "dark")
IN_THE_DARK: Final = {
    *("sign-in", "home", "film", "send", "picker", "queue", "result", "result-own"),
    *("result-working", "proof-verified", "result-proof-checked", "ledger", "menu"),
    *("routine", "models", "model-card", "agreement", "result-baseline"),
}
QUALITY = 80
WATCHED_PERCENT = 45
WORKING = Room("result-working", HOME + "/clips/{row}", "Result so far", MARA)


def main(wanted: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        var = Path(folder)
        house = House(var)
        house.start()
        try:
            camera = camera_picture(CLIPS / "demo_squat.mp4", var / "camera.y4m")
            browser = chromium(playwright, camera)
            Photographer(house, browser, wanted).go()
            browser.close()
        finally:
            house.stop()
    write_list()


class Photographer:
    """Goes through the rooms, each size in its own browser, both themes in the same page."""

    def __init__(self, house: House, browser: Browser, wanted: list[str]) -> None:
        self.house = house
        self.browser = browser
        self.wanted = wanted
        self.contexts: dict[tuple[str, str | None], BrowserContext] = {}

    def go(self) -> None:
        FOLDER.mkdir(parents=True, exist_ok=True)
        self.send_more()
        furniture = furnish(self.house)
        for size in SIZES:
            for room in self.chosen():
                site = Site(self.context(size, room.who), self.house.url)
                enter(site, room, furniture)
                self.take(site, room, size)
                if room.leave is not None:
                    room.leave(site)
                close(site)
        if not self.wanted or WORKING.name in self.wanted:
            self.take_working()

    def chosen(self) -> Iterator[Room]:
        return (room for room in ROOMS if not self.wanted or room.name in self.wanted)

    def send_more(self) -> None:
        """Company for the lists."""
        for who, clip, exercise in (
            (MARA, "demo_sit_to_stand", "sit_to_stand"),
            (TOMAS, "demo_shoulder_abduction", "shoulder_abduction"),
        ):
            person = self.house.browser(who)
            person.ended(person.send(CLIPS / f"{clip}.mp4", exercise))

    def context(self, size: str, who: str | None) -> BrowserContext:
        if (size, who) not in self.contexts:
            width, height, density = SIZES[size]
            context = self.browser.new_context(
                viewport={"width": width, "height": height},
                device_scale_factor=density,
                reduced_motion="reduce",
                permissions=["camera"],
            )
            if who is not None:
                door = Site(context, self.house.url)
                door.open()
                door.sign_in(who, self.house.password)
                door.page.close()
            self.contexts[size, who] = context
        return self.contexts[size, who]

    def take(self, site: Site, room: Room, size: str) -> None:
        for theme in THEMES if room.name in IN_THE_DARK else THEMES[:1]:
            site.page.emulate_media(color_scheme=theme)
            keep(site.page.screenshot(animations="disabled"), f"{room.name}-{size}-{theme}")

    def take_working(self) -> None:
        """The result page while the clip is measured; a clip for each size."""
        person = self.house.browser(MARA)
        for size in SIZES:
            row = person.send(CLIPS / "demo_squat.mp4", "deep_squat")
            site = Site(self.context(size, MARA), self.house.url)
            site.open(f"{HOME}/clips/{row}")
            until_percent(site, WATCHED_PERCENT)
            self.take(site, WORKING, size)
            site.page.close()
            person.ended(row)


def close(site: Site) -> None:
    """A film ends with its page; its last pieces are sent before the next picture."""
    site.page.unroute_all(behavior="ignoreErrors")
    stop = site.button(re.compile("^Stop"))
    if "/film" in site.page.url and stop.is_visible():
        stop.click()
        site.reads("All of it is safe.")
    site.page.close()


def until_percent(site: Site, percent: int) -> None:
    site.until(lambda: (site.look().percent or 0) >= percent)


def keep(picture: bytes, name: str) -> None:
    """As WebP; what was there under the name goes."""
    target = FOLDER / f"{name}.webp"
    Image.open(io.BytesIO(picture)).convert("RGB").save(target, "WEBP", quality=QUALITY, method=6)
    sys.stdout.write(f"{target.name} {target.stat().st_size / 1024:.0f} KB\n")


def write_list() -> None:
    """README.md: a line a state, four pictures each."""
    rows = ["# Screens", "", "Made by `python -m tests.e2e.screens`; all people are rendered.", ""]
    columns = [f"{size}, {theme}" for size in SIZES for theme in THEMES]
    rows += ["| state | " + " | ".join(columns) + " |", "|---|" + "---|" * len(columns)]
    found = {path.stem: path.name for path in sorted(FOLDER.glob("*.*")) if path.stem != "README"}
    for room in (*ROOMS, WORKING):
        stems = [f"{room.name}-{size}-{theme}" for size in SIZES for theme in THEMES]
        cells = [f"[picture]({found[stem]})" if stem in found else "" for stem in stems]
        if any(cells):
            words = re.sub("-", " ", room.name)
            rows.append(f"| {words} | " + " | ".join(cells) + " |")
    (FOLDER / "README.md").write_text("\n".join(rows) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
