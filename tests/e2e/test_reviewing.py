"""The physiotherapist: queue, keyboard, a verdict beside the machine's, signature; the patient sees it."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visit
from tests.support.house import CLIPS, House
from tests.support.newcomers import Newcomer
from tests.support.pages import Site

pytestmark = pytest.mark.e2e

PHYSIO = "physio@riverside.example"
WHO_AND_WHEN = re.compile(r"Anna Keller, today \d?\d:\d\d")


def both(machine: str) -> re.Pattern[str]:
    """The person's word first, then the machine's."""
    return re.compile(f"Incorrect.*{machine}")


def measured(house: House, patient: Newcomer) -> str:
    person = patient.consenting(house)
    row = person.send(CLIPS / "tiny_squat.mp4", "deep_squat")
    assert person.ended(row)["state"] == "done"
    return row


def test_verdict_overruled_by_key_stands_beside_the_machines_and_the_patient_sees_it_live(
    house: House, patient: Newcomer, visit: Visit
) -> None:
    row = measured(house, patient)
    own = visit()
    own.open(f"/o/riverside/clips/{row}")
    own.sign_in(patient.mail, patient.password)
    machine = own.verdict(1)
    assert machine != "Incorrect"

    physio = visit()
    physio.open()
    physio.sign_in(PHYSIO, house.password)
    open_by_keyboard(physio, patient.name)
    physio.is_at(f"/o/riverside/clips/{row}")

    overrule_first(physio)
    assert_both_stand(physio, machine)
    expect(own.repetition_row(1)).to_contain_text(both(machine))

    physio.page.keyboard.press("u")
    expect(physio.review).not_to_contain_text("Measured:")
    expect(own.repetition_row(1)).not_to_contain_text("Incorrect")

    overrule_first(physio)
    sign(physio, row)
    own.reads(re.compile(r"Anna Keller signed, today \d?\d:\d\d"))
    reviews = [event["payload"] for event in own.live_events(row) if event["kind"] == "review"]
    assert [review["withdrawn_at"] is not None for review in reviews] == [False, True, False]


def open_by_keyboard(site: Site, person: str) -> None:
    """Down the queue by arrow until the person's line is chosen, then Enter."""
    expect(site.queue_line(person)).to_be_visible()
    expect(site.chosen_line()).to_be_visible()

    def is_chosen() -> bool:
        if person in site.chosen_line().inner_text():
            return True
        site.page.keyboard.press("ArrowDown")
        return False

    site.until(is_chosen)
    site.page.keyboard.press("Enter")


def overrule_first(site: Site) -> None:
    row = site.repetition_row(1)
    expect(row).to_be_visible()
    if row.get_attribute("aria-current") is None:
        site.page.keyboard.press("k")
    expect(row).to_have_attribute("aria-current", "true")
    site.page.keyboard.press("2")
    expect(row).to_contain_text("Incorrect")


def assert_both_stand(site: Site, machine: str) -> None:
    expect(site.repetition_row(1)).to_contain_text(both(machine))
    expect(site.review).to_contain_text(f"Measured:{machine}")
    expect(site.review).to_contain_text(WHO_AND_WHEN)
    expect(site.review.get_by_role("button", name="Incorrect")).to_have_attribute(
        "aria-pressed", "true"
    )


def sign(site: Site, row: str) -> None:
    """By key; the clip leaves the queue."""
    with site.page.expect_response(re.compile(f"{row}/sign$")) as signed:
        site.page.keyboard.press("s")
    assert signed.value.ok
    site.open("/o/riverside?show=signed")
    expect(site.page.locator(f"a[href$='{row}']")).to_contain_text("Anna Keller signed")
    site.open("/o/riverside")
    expect(site.heading(re.compile("to review|Nothing to review"))).to_be_visible()
    expect(site.page.locator(f"a[href$='{row}']")).to_have_count(0)
