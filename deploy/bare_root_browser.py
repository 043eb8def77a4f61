"""The README's first steps in Chromium: sign in, send a clip, wait for its result.

    .venv/bin/python deploy/bare_root_browser.py SITE SIGN_INS CLIP PICTURE

Needs requirements-dev.txt and Debian's chromium; SITE runs already. Console errors are failures.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

PATIENCE_MS = 240_000.0


def participant(sign_ins: Path) -> tuple[str, str]:
    first, *rows = sign_ins.read_text().splitlines()
    mails = [row.split()[0] for row in rows if row.split()[1:2] == ["participant"]]
    return mails[0], first.rpartition(" ")[2]


def sign_in(page: Page, site: str, sign_ins: Path) -> None:
    mail, password = participant(sign_ins)
    page.goto(f"{site}/sign-in")
    page.locator("input[name=email]").fill(mail)
    page.locator("input[name=password]").fill(password)
    page.locator("button[type=submit]").click()
    page.wait_for_url(lambda url: "/sign-in" not in url)


def result(page: Page, site: str, clip: Path) -> str:
    """Send `clip` and wait on its page; the count that stands there."""
    page.goto(f"{site}/o/riverside/new?exercise=deep_squat")
    page.locator("input[type=file]").set_input_files(clip)
    page.get_by_role("link", name="See the result").click(timeout=PATIENCE_MS)
    page.wait_for_url("**/clips/*")
    path = f"/api/v1/orgs/riverside/assessments/{page.url.rpartition('/')[2]}"
    asked = "(path) => fetch(path).then((answer) => answer.json()).then((found) => found.state)"
    while page.evaluate(asked, path) in {"uploading", "queued", "working"}:
        page.wait_for_timeout(1000)
    expect(page.get_by_role("button", name="Go to repetition 1")).to_be_visible()
    expect(page.get_by_text("Not a diagnosis")).to_be_visible()
    page.wait_for_function("() => document.querySelector('video').readyState >= 2")
    return page.locator("main").inner_text()


def main(site: str, sign_ins: Path, clip: Path, picture: Path) -> int:
    complaints: list[str] = []
    chromium = shutil.which("chromium")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.on(
            "console", lambda said: complaints.append(said.text) if said.type == "error" else None
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        sign_in(page, site, sign_ins)
        complaints.clear()  # whoever is not signed in yet is told so with a 401
        text = result(page, site, clip)
        page.screenshot(path=picture)
        browser.close()
    sys.stdout.write("\n".join(f"    {line}" for line in text.splitlines()[:12]) + "\n")
    for complaint in complaints:
        sys.stderr.write(f"console: {complaint}\n")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), Path(sys.argv[4])))
