"""The ledger as people meet it: a proof checked in the browser, who looked, the log, an erasure."""

import re
import uuid
from pathlib import Path

import pytest
from playwright.sync_api import expect

from ledger.trust import trust_parse
from ledger.verify import STEPS, verify
from tests.e2e.conftest import PHONE, Visit
from tests.support.house import CLIPS, House
from tests.support.newcomers import Newcomer
from tests.support.pages import Site

pytestmark = pytest.mark.e2e

ADMIN = "admin@riverside.example"
PHYSIO = "physio@riverside.example"


def measured(house: House, patient: Newcomer) -> str:
    person = patient.consenting(house)
    row = person.send(CLIPS / "tiny_squat.mp4", "deep_squat")
    assert person.ended(row)["state"] == "done"
    return row


def test_proof_of_a_result_is_made_saved_and_verified_in_the_browser_and_by_the_command(
    house: House, patient: Newcomer, visit: Visit, tmp_path: Path
) -> None:
    row = measured(house, patient)
    site = visit(viewport=PHONE)
    site.open(f"/o/riverside/clips/{row}")
    site.sign_in(patient.mail, patient.password)
    site.link("Check the proof").click()

    with site.page.expect_download() as download:
        site.button("Make and check the proof").click()
    expect(site.heading(re.compile("^This is what was recorded"))).to_be_visible()

    steps = site.page.locator("[data-step]")
    expect(steps).to_have_count(len(STEPS))
    states = [one.get_attribute("data-state") for one in steps.all()]
    assert not {"failed", "waiting", "now"} & set(states)
    expect(site.page.get_by_text("Proof exported").first).to_be_visible()
    download.value.save_as(tmp_path / "proof.json")
    person = patient.http(house)
    trust = person.http.get(f"{person.api}/ledger/trust", timeout=60)
    proof = (tmp_path / "proof.json").read_bytes()
    assert verify(proof, trust_parse(trust.content), now_s=2_000_000_000).is_ok


def test_patient_sees_that_the_physiotherapist_looked(
    house: House, patient: Newcomer, visit: Visit
) -> None:
    row = measured(house, patient)
    physio = visit()
    physio.open(f"/o/riverside/clips/{row}")
    physio.sign_in(PHYSIO, house.password)
    expect(physio.repetition_row(1)).to_be_visible()

    site = visit()
    site.open(f"/o/riverside/clips/{row}/proof")
    site.sign_in(patient.mail, patient.password)
    looked = site.page.get_by_role("listitem").filter(has_text="Report seen")
    expect(looked.filter(has_text="Anna Keller")).to_be_visible()


def test_ledger_shows_a_result_by_its_kind_and_how_far_it_has_come(
    house: House, patient: Newcomer, visit: Visit
) -> None:
    row = measured(house, patient)
    site = visit()
    site.open("/o/riverside/ledger")
    site.sign_in(ADMIN, house.password)
    expect(site.heading("Written into the log")).to_be_visible()

    site.page.get_by_label("What").select_option("Report recorded")
    site.page.wait_for_url(re.compile("kind=report_recorded"))
    # The keys move in what is shown: the whole log until the filtered one has come.
    expect(site.page.get_by_role("row").filter(has_text="Signed in")).to_have_count(0)
    first = site.page.get_by_role("row").filter(has_text="Report recorded").first
    expect(first).to_contain_text(re.compile("Logged|Cosigned|Anchored"))
    site.page.keyboard.press("ArrowDown")
    site.page.keyboard.press("ArrowUp")
    site.page.keyboard.press("Enter")
    entry = site.page.get_by_role("dialog", name="Report recorded")
    expect(entry).to_contain_text(row)
    entry.get_by_role("link", name="Open the result").click()
    site.is_at(f"/o/riverside/clips/{row}")


def test_person_is_erased_after_the_name_is_typed_and_an_entry_says_so(
    house: House, patient: Newcomer, visit: Visit
) -> None:
    row = measured(house, patient)
    site = visit()
    site.open("/o/riverside/members")
    site.sign_in(ADMIN, house.password)
    site.link(f"Erase data of {patient.name}").click()
    expect(site.heading("What stays")).to_be_visible()
    expect(site.button("Erase now")).to_be_disabled()

    site.page.get_by_label(f"Type {patient.name}").fill(patient.name)
    site.button("Erase now").click()

    expect(site.heading("Erased")).to_be_visible()
    expect(site.page.get_by_text(re.compile("^(Logged|Cosigned|Anchored)$"))).to_be_visible()
    site.link("See it in the ledger").click()
    expect(
        site.page.get_by_role("row").filter(has_text=re.compile("A person.s data erased"))
    ).not_to_have_count(0)
    answer = house.browser(ADMIN).http.get(
        f"{house.url}/api/v1/orgs/riverside/assessments/{uuid.UUID(row)}", timeout=60
    )
    assert answer.status_code == 404
    site.open("/o/riverside/members")
    expect(site.page.get_by_text("Anna Keller")).to_be_visible()
    assert nobody_named(site, patient.name)


def nobody_named(site: Site, name: str) -> bool:
    return site.page.get_by_text(name).count() == 0
