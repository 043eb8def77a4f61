"""Invited by mail, in by the letter's link; out again, and a wrong password."""

import re
import uuid

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visit
from tests.support.house import CLIPS, House
from tests.support.newcomers import PASSWORD, Newcomer, invitation_path

pytestmark = pytest.mark.e2e


def test_invited_person_accepts_in_another_browser_and_is_asked_for_consent(
    house: House, visit: Visit
) -> None:
    mail = f"{uuid.uuid4().hex[:12]}@riverside.example"
    admin = visit()
    admin.open()
    admin.sign_in("admin@riverside.example", house.password)
    admin.link("Members").click()
    form = admin.page.get_by_role("region", name="Invite someone")
    form.get_by_label("Email").fill(mail)
    form.get_by_label("Role").select_option("Patient")
    form.get_by_role("button", name="Send the invitation").click()
    admin.reads(f"An invitation is on its way to {mail}.")

    invited = visit()
    invited.open(invitation_path(house, mail))
    expect(invited.heading("Welcome to Riverside Clinic")).to_be_visible()
    invited.reads("Ines Albrecht invites you as: Patient.")
    invited.page.get_by_label("Your name").fill("Ida Sand")
    invited.page.get_by_label("New password").fill(PASSWORD)
    invited.button("Accept and go on").click()
    expect(invited.heading(re.compile(r"Good \w+, Ida\."))).to_be_visible()
    expect(invited.link(re.compile("Before your first clip"))).to_be_visible()

    admin.page.reload()
    expect(admin.page.get_by_role("row").filter(has_text=mail)).to_contain_text("Ida Sand")


def test_wrong_password_is_refused_with_a_sentence_and_keeps_what_was_typed(
    patient: Newcomer, visit: Visit
) -> None:
    site = visit()
    site.open()
    site.fill_sign_in(patient.mail, "not my password")

    expect(site.page.get_by_role("alert")).to_have_text(
        "Email and password do not belong together. Check both and try again."
    )
    expect(site.page.get_by_label("Email")).to_have_value(patient.mail)
    site.forgive(r"status of 400 .*/auth/login")


def test_sign_out_in_one_tab_closes_the_socket_of_the_other(
    house: House, patient: Newcomer, visit: Visit
) -> None:
    person = patient.consenting(house)
    row = person.send(CLIPS / "tiny_squat.mp4", "deep_squat")
    person.ended(row)
    watching = visit()
    watching.open(f"/o/riverside/clips/{row}")
    watching.sign_in(patient.mail, patient.password)
    (live,) = watching.until(lambda: watching.live(row))
    expect(watching.repetition_row(1)).to_be_visible()

    other = visit(watching.page.context)
    other.open()
    expect(other.heading(re.compile(r"Good \w+, Nora"))).to_be_visible()
    assert not live.is_closed
    other.sign_out()
    other.forgive("401 .*/auth/session")  # how allauth's interface says "signed out"

    watching.until(lambda: live.is_closed)
    expect(watching.heading("Sign in to Plumbline")).to_be_visible()
