"""One installation and one Chromium for all stories; people and tabs for each."""

import re
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ViewportSize, sync_playwright

from tests.support.camera import camera_picture, chromium
from tests.support.house import CLIPS, ROOT, House
from tests.support.newcomers import Newcomer, newcomer
from tests.support.pages import Site

LAPTOP = ViewportSize(width=1440, height=900)
PHONE = ViewportSize(width=390, height=844)
SHOTS = ROOT / "var" / "log" / "e2e"

Visit = Callable[..., Site]
outcome = pytest.StashKey[pytest.CallInfo[None]]()


@pytest.fixture(scope="package")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    found = House(tmp_path_factory.mktemp("house"))
    found.start()
    yield found
    found.stop()


@pytest.fixture(scope="package")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    camera = camera_picture(
        CLIPS / "demo_squat.mp4", tmp_path_factory.mktemp("camera") / "squat.y4m"
    )
    with sync_playwright() as playwright:
        found = chromium(playwright, camera)
        yield found
        found.close()


@pytest.fixture
def contexts(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Browsers without a past: each call is another person's machine."""
    made: list[BrowserContext] = []

    def make(**options: object) -> BrowserContext:
        wanted = {"viewport": LAPTOP, "reduced_motion": "reduce", "permissions": ["camera"]}
        context = browser.new_context(**(wanted | options))  # type: ignore[arg-type]
        made.append(context)
        return context

    yield make
    for context in made:
        context.close()


@pytest.fixture
def visit(
    house: House, contexts: Callable[..., BrowserContext], request: pytest.FixtureRequest
) -> Iterator[Visit]:
    """A tab at the site. At the end none may have complained; a failed story leaves its pictures."""
    tabs: list[Site] = []

    def go(context: BrowserContext | None = None, **options: object) -> Site:
        tabs.append(Site(context or contexts(**options), house.url))
        return tabs[-1]

    yield go
    call = request.node.stash.get(outcome, None)
    if call is not None and call.excinfo is not None:
        _picture(tabs, SHOTS / re.sub(r"\W+", "-", request.node.name))
    for tab in tabs:
        tab.assert_silent()


@pytest.fixture
def patient(house: House) -> Newcomer:
    """Somebody who joined the clinic a moment ago and agreed to nothing yet."""
    return newcomer(house)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    if call.when == "call":
        item.stash[outcome] = call
    return (yield)


def _picture(tabs: list[Site], stem: Path) -> None:
    stem.parent.mkdir(parents=True, exist_ok=True)
    for number, tab in enumerate(tabs):
        if not tab.page.is_closed():
            tab.page.screenshot(path=f"{stem}-{number}.png")
