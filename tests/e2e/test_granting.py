"""A guest asks to see somebody's results; it is given, used, seen to be used, and withdrawn."""

import datetime as dt
import re
import uuid

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visit
from tests.support.house import CLIPS, House
from tests.support.newcomers import PASSWORD, Newcomer, joined

pytestmark = pytest.mark.e2e

PHYSIO = "physio@riverside.example"


def test_access_is_asked_for_given_used_and_withdrawn(
    house: House, patient: Newcomer, visit: Visit
) -> None:
    person = patient.consenting(house)
    row = person.send(CLIPS / "tiny_squat.mp4", "deep_squat")
    assert person.ended(row)["state"] == "done"
    physio_api = house.browser(PHYSIO)
    people = {
        one["name"]: one["id"] for one in physio_api.get("participants?page_size=100")["results"]
    }
    mark = uuid.uuid4().hex[:8]
    ends = dt.datetime.now(dt.UTC) + dt.timedelta(days=30)
    guest = joined(
        house,
        f"Ruth Adler-{mark}",
        f"{mark}@riverside.example",
        role="guest",
        sees=people["Mara Lindqvist"],
        expires_at=ends.isoformat(),
    )

    asking = visit()
    asking.open("/o/riverside/ledger/access")
    asking.sign_in(guest.mail, PASSWORD)
    form = asking.page.get_by_role("region", name="Ask for access")
    form.get_by_label("Sees the results of").select_option("Somebody else")
    form.get_by_label("Their number").fill(people[patient.name])
    form.get_by_label("Why").fill("Second opinion on the knee.")
    form.get_by_role("button", name="Ask for access").click()
    asking.reads("Waits for an answer.")

    deciding = visit()
    deciding.open("/o/riverside/ledger/access")
    deciding.sign_in(PHYSIO, house.password)
    asked = deciding.page.get_by_role("article", name=f"{guest.name} asks for {patient.name}")
    expect(asked).to_contain_text("Second opinion on the knee.")
    asked.get_by_role("button", name="Give access").click()
    deciding.reads(re.compile(f"^{guest.name} sees the results of {patient.name} until "))

    asking.open(f"/o/riverside/clips/{row}")
    expect(asking.repetition_row(1)).to_be_visible()
    deciding.page.reload()
    given = deciding.page.get_by_role("row").filter(has_text=guest.name)
    used = given.filter(has_text=patient.name)
    expect(used).to_contain_text("in one hour")
    used.get_by_role("button", name=f"Withdraw the access of {guest.name}").click()
    deciding.page.get_by_role("dialog").get_by_role("button", name="Withdraw").click()
    deciding.reads(f"{guest.name} no longer sees {patient.name}.")

    asking.page.reload()
    expect(asking.heading("There is nothing here")).to_be_visible()
    asking.forgive(r"status of 40[34]")
