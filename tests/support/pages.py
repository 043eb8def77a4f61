"""Plumbline's pages in the words of the people who use them, found by role and label."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, CDPSession, Locator, expect

from tests.support.tabs import PATIENCE_MS, Live, Tab

expect.set_options(timeout=PATIENCE_MS)

# One look at the whole result page, so that its parts belong to the same moment.
LOOK = """() => {
  const inked = (canvas) => {
    if (canvas === null || canvas.width === 0 || canvas.height === 0) return 0;
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    let count = 0;
    for (let i = 3; i < data.length; i += 4) if (data[i] > 0) count += 1;
    return count;
  };
  const progress = document.querySelector('[data-testid=progress] .n');
  const rows = document.querySelectorAll('[data-testid=repetitions] tbody tr:not([aria-hidden])');
  return {
    percent: progress === null ? null : Number.parseInt(progress.textContent, 10),
    count: rows.length,
    skeleton_px: inked(document.querySelector('[data-testid=skeleton]')),
    curve_px: inked(document.querySelector('[role=img] canvas')),
  };
}"""


@dataclass(frozen=True)
class Look:
    """What a person sees on a result page at one moment; `percent` is None once it is over."""

    percent: int | None
    count: int
    skeleton_px: int
    curve_px: int


class Site(Tab):
    """Plumbline in one tab."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        super().__init__(context)
        self.url = url
        self._line: CDPSession | None = None

    def open(self, path: str = "/") -> None:
        self.page.goto(self.url + path, timeout=PATIENCE_MS)

    def button(self, name: str | re.Pattern[str]) -> Locator:
        return self.page.get_by_role("button", name=name)

    def link(self, name: str | re.Pattern[str]) -> Locator:
        return self.page.get_by_role("link", name=name)

    def heading(self, name: str | re.Pattern[str]) -> Locator:
        return self.page.get_by_role("heading", name=name)

    def reads(self, words: str | re.Pattern[str]) -> None:
        """These words stand on the page, or soon will."""
        expect(self.page.get_by_text(words).first).to_be_visible()

    def is_at(self, path: str) -> None:
        self.page.wait_for_url(re.compile(re.escape(self.url) + path))

    # Door

    def fill_sign_in(self, mail: str, password: str) -> None:
        self.page.get_by_label("Email").fill(mail)
        self.page.get_by_label("Password").fill(password)
        self.button("Sign in").click()

    def sign_in(self, mail: str, password: str) -> None:
        self.fill_sign_in(mail, password)
        self.is_at(r"/o/[a-z]+")
        expect(self.page.get_by_role("main")).to_be_visible()

    def sign_out(self) -> None:
        self.page.locator("summary").filter(has_text="Account of").click()
        self.button("Sign out").click()
        expect(self.heading("Sign in to Plumbline")).to_be_visible()

    def agree(self) -> None:
        expect(self.page.get_by_role("article")).to_be_visible()
        self.button("I agree").click()

    # Filming and sending

    def choose_exercise(self, typed: str, name: str) -> None:
        """By keyboard: open the list, type, walk down to the name, Enter."""
        self.button(re.compile("^(Choose the|Another) exercise")).click()
        find = self.page.get_by_role("combobox", name="Find an exercise")
        expect(find).to_be_focused()
        find.fill(typed)
        marked = self.page.get_by_role("option", selected=True)
        found = self.page.get_by_role("option")
        for _ in found.all():
            if name in marked.inner_text():
                break
            find.press("ArrowDown")
        find.press("Enter")
        expect(self.page.get_by_role("dialog")).to_have_count(0)
        expect(self.heading(name)).to_be_visible()

    def film(self, seconds: int) -> None:
        """Start, wait the countdown out, film `seconds` as the clock on the button says, stop."""
        self.button("Start").click()
        for left in ("3", "2", "1"):
            expect(self.page.get_by_text(left, exact=True)).to_be_visible()
        stop = self.button(re.compile(r"^Stop"))
        expect(self.heading("Go on, at your pace")).to_be_visible()
        expect(stop).to_contain_text(re.compile(rf"0:(?:{seconds:02}|{seconds + 1:02})"))
        stop.click()

    def choose_files(self, *clips: Path) -> None:
        self.page.get_by_label("Choose files").set_input_files(list(clips))

    def sending(self, clip: Path) -> Locator:
        """The line of a clip that is on its way."""
        lines = self.page.get_by_role("region", name="On their way").get_by_role("listitem")
        return lines.filter(has_text=clip.name)

    def sent_percent(self, clip: Path) -> int:
        found = re.search(r"(\d+) %", self.sending(clip).inner_text())
        return int(found.group(1)) if found else 0

    def slow_network(self, bytes_per_s: int) -> None:
        """A line on which a file stays on its way for a while."""
        self._line = self.page.context.new_cdp_session(self.page)
        conditions = {"offline": False, "latency": 0, "downloadThroughput": -1}
        self._line.send("Network.enable")
        self._line.send(
            "Network.emulateNetworkConditions", {**conditions, "uploadThroughput": bytes_per_s}
        )

    def lose_network(self) -> None:
        if self._line is not None:
            self._line.detach()  # else its conditions stand against the loss
            self._line = None
        self.page.context.set_offline(True)

    def find_network(self) -> None:
        self.page.context.set_offline(False)

    def offsets(self) -> list[int]:
        """Where each piece of a file that this tab sent began, in order."""
        pieces = [request for request in self.requests if request.method == "PATCH"]
        return [int(piece.headers["upload-offset"]) for piece in pieces]

    # Result

    def look(self) -> Look:
        return Look(**self.page.evaluate(LOOK))

    def watch_to_the_end(self, row: str) -> list[Look]:
        """Everything seen of an assessment while it was worked on, in order, last the report."""
        seen: list[Look] = []

        def is_over() -> bool:
            seen.append(self.look())
            return any(event["kind"] == "report" for event in self.live_events(row))

        self.until(is_over, 2 * PATIENCE_MS)
        expect(self.page.get_by_test_id("progress")).to_have_count(0)
        return [*seen, self.look()]

    def live(self, row: str) -> list[Live]:
        return [live for live in self.sockets if f"/assessments/{row}" in live.url]

    def live_events(self, row: str) -> list[dict[str, Any]]:
        """All that came over the page's sockets; a socket opened anew goes on where the last ended."""
        return [event for live in self.live(row) for event in live.events]

    @property
    def video(self) -> Locator:
        return self.page.get_by_label(re.compile("^Video of "))

    def video_is(self, what: str) -> Any:
        """A property of the video element: currentTime, playbackRate, paused."""
        return self.video.evaluate(f"video => video.{what}")

    def jump_to(self, repetition: int) -> None:
        self.button(f"Go to repetition {repetition}").click()

    def repetition_row(self, number: int) -> Locator:
        button = self.page.get_by_role("button", name=f"Go to repetition {number}", exact=True)
        return self.page.get_by_role("row").filter(has=button)

    def verdict(self, repetition: int) -> str:
        """The word in force for a repetition."""
        word = self.repetition_row(repetition).get_by_role("cell").nth(1)
        expect(word).to_be_visible()
        return word.inner_text().strip()

    @property
    def review(self) -> Locator:
        return self.page.get_by_role("region", name="Your review")

    # List

    def queue_line(self, person: str) -> Locator:
        return self.page.get_by_role("listitem").filter(has_text=person)

    def chosen_line(self) -> Locator:
        return self.page.get_by_role("listitem").locator("a[aria-current=true]")
