"""A stranger checks a proof: no account, and nothing asked of the server once the page is there."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from ledger.trust import trust_parse
from ledger.verify import STEPS, verify
from tests.e2e.conftest import PHONE, Visit
from tests.support.house import ROOT
from tests.support.pages import Site

pytestmark = pytest.mark.e2e

EXAMPLES = ROOT / "docs" / "examples"
BUNDLE = EXAMPLES / "public-test-keys.bundle.json"
TRUST = EXAMPLES / "public-test-keys.trust.json"


def give(site: Site, button: str, file: Path) -> None:
    with site.page.expect_file_chooser() as chooser:
        site.button(button).press("Enter")
    chooser.value.set_files(file)


def states(site: Site) -> list[str | None]:
    return [one.get_attribute("data-state") for one in site.page.locator("[data-step]").all()]


def test_proof_is_checked_and_cut_down_by_keyboard_without_a_connection(
    visit: Visit, tmp_path: Path
) -> None:
    site = visit(viewport=PHONE)
    site.open("/verify")
    site.page.wait_for_load_state("networkidle")
    asked: list[str] = []
    site.page.on("request", lambda request: asked.append(request.url))
    site.page.context.set_offline(True)

    give(site, "Pick the proof", BUNDLE)
    expect(site.heading("No verdict yet: there is no trust anchor")).to_be_visible()
    give(site, "Pick the trust file", TRUST)
    expect(site.heading("This is what was recorded. Nothing in it has changed.")).to_be_visible()
    assert states(site) == ["vouched" if name == "witnesses" else "proved" for name in STEPS]
    site.page.locator("summary").filter(has_text="Show somebody less").press("Enter")
    with site.page.expect_download() as download:
        site.button("Save the copy").press("Enter")
    download.value.save_as(tmp_path / "part.json")

    assert [url for url in asked if not url.startswith("blob:")] == []
    part = (tmp_path / "part.json").read_bytes()
    assert b"squat_depth" in BUNDLE.read_bytes()
    assert b"squat_depth" not in part
    assert verify(part, trust_parse(TRUST.read_bytes()), now_s=1_800_000_000).is_ok


def test_forged_proof_is_refused_at_its_step_and_shows_nothing_of_what_it_says(
    visit: Visit, tmp_path: Path
) -> None:
    forged = json.loads(BUNDLE.read_text())
    (label,) = [f for f in forged["entry"]["fields"] if f["name"] == "/report/clip_verdict/label"]
    label["value"] = "correct"
    (tmp_path / "forged.bundle.json").write_text(json.dumps(forged))
    site = visit()
    site.open("/verify")

    give(site, "Pick the trust file", TRUST)
    give(site, "Pick the proof", tmp_path / "forged.bundle.json")

    expect(site.heading(re.compile("^This proof does not hold"))).to_be_visible()
    assert states(site)[:7] == ["proved"] * 3 + ["vouched", "proved", "failed", "waiting"]
    expect(site.heading("What was recorded")).to_have_count(0)
