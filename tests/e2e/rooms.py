"""Every page of Plumbline and the states that deserve a look, for the test of all and for pictures."""

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Route, expect

from tests.e2e.room import ADMIN, HOME, LENA, MARA, PHYSIO, SCHOOL, TOMAS, Room
from tests.e2e.rooms_of_elements import ELEMENT_ROOMS
from tests.e2e.rooms_of_models import MODEL_ROOMS
from tests.support.house import CLIPS, ROOT, House, Person
from tests.support.newcomers import invitation_path
from tests.support.pages import Site

EXAMPLES = ROOT / "docs" / "examples"


IMAGES_SEEN = """() => [...document.images].every(
  (image) => image.complete || image.getBoundingClientRect().top > window.innerHeight)"""


@dataclass(frozen=True)
class Furniture:
    """Rows that the rooms show."""

    done: str
    failed: str
    arriving: str
    invitation: str
    tomas: str  # the memberships
    mara: str
    routine: str  # a turn and jumps
    oblique: str  # four repetitions from three quarters, an own baseline set from three

    def path(self, room: Room) -> str:
        return room.path.format(**vars(self))


def furnish(house: House) -> Furniture:
    """Clips measured, failed and arriving, an open invitation, somebody who agreed to nothing,
    a baseline.
    """
    mara, tomas = house.browser(MARA), house.browser(TOMAS)
    routine = mara.send(CLIPS / "demo_routine.mp4", "routine")
    oblique = mara.send(CLIPS / "oblique_squat.mp4", "deep_squat")
    done = mara.send(CLIPS / "demo_squat.mp4", "deep_squat")
    letter = house.var / "letter to the clinic.mp4"
    letter.write_text("Dear clinic, this is a letter.\n" * 40)
    failed = tomas.send(letter, "push_up")
    answer = house.browser(LENA).http.delete(f"{house.url}/api/v1/orgs/northfield/consent")
    assert answer.ok, answer.text
    mail = "ida.sand@riverside.example"
    admin = house.browser(ADMIN)
    answer = admin.http.post(
        f"{admin.api}/invitations", json={"email": mail, "role": "participant"}, timeout=60
    )
    assert answer.status_code == 201, answer.text
    assert tomas.ended(failed)["state"] == "failed"
    assert mara.ended(done)["state"] == "done"
    assert mara.ended(routine)["state"] == "done"
    accept(house.browser(PHYSIO), oblique)
    members = {one["name"].split()[0]: one["id"] for one in admin.get("participants")["results"]}
    return Furniture(
        routine=routine,
        oblique=oblique,
        done=done,
        failed=failed,
        arriving=begun_upload(mara),
        invitation=invitation_path(house, mail),
        tomas=members["Tomas"],
        mara=members["Mara"],
    )


def accept(physio: Person, row: str) -> None:
    """Three repetitions judged correct, one not, and an own baseline set from the three."""
    clip = f"{physio.api}/assessments/{row}"
    for number, label in ((1, "correct"), (2, "correct"), (3, "incorrect"), (4, "correct")):
        body = {"repetition": number, "label": label, "note": ""}
        assert physio.http.post(f"{clip}/reviews", json=body, timeout=60).status_code == 201
    answer = physio.http.post(f"{clip}/baseline", timeout=60)
    assert answer.status_code == 200, answer.text


def begun_upload(person: Person) -> str:
    """An upload of which nothing has come yet; the assessment's id."""
    named = base64.b64encode(b"morning squats.mp4").decode()
    exercise = base64.b64encode(b"deep_squat").decode()
    answer = person.http.post(
        f"{person.api}/uploads",
        headers={
            "Tus-Resumable": "1.0.0",
            "Upload-Length": "9000000",
            "Upload-Metadata": f"filename {named},exercise {exercise}",
        },
        timeout=60,
    )
    assert answer.status_code == 201, answer.text
    return answer.headers["Plumbline-Assessment"]


def enter(site: Site, room: Room, furniture: Furniture) -> None:
    """Go there and wait until the page is as the room says."""
    for pattern, answer in room.answers.items():
        site.page.route(re.compile(pattern), answer)
    if room.answers:  # what stands there is the room's own: nothing comes live
        site.page.route_web_socket(re.compile("/ws/"), lambda _line: None)
    site.open(furniture.path(room))
    site.reads(re.compile(room.shows))
    if not room.answers:
        expect(site.page.locator("[aria-busy=true]")).to_have_count(0)
        site.page.wait_for_function(IMAGES_SEEN)
    if room.act is not None:
        room.act(site)


def _refuse_password(site: Site) -> None:
    site.fill_sign_in(MARA, "not my password")
    expect(site.page.get_by_role("alert")).to_be_visible()


def _show_keys(site: Site) -> None:
    expect(site.video).to_be_visible()
    site.page.keyboard.press("?")
    expect(site.page.get_by_role("dialog", name="Keys")).to_be_visible()


def _at_second_repetition(site: Site) -> None:
    site.until(lambda: site.video_is("readyState") >= 2)
    site.until(lambda: site.look().skeleton_px > 100)
    site.page.get_by_role("button", name=re.compile("^Repetition 2")).first.click()
    site.until(lambda: not site.video_is("seeking") and site.video_is("currentTime") > 1)


def _open_details(site: Site) -> None:
    site.until(lambda: site.video_is("readyState") >= 2)
    details = site.page.locator("summary").filter(has_text="All repetitions")
    if details.is_visible():
        details.click()
        site.page.get_by_test_id("repetitions").scroll_into_view_if_needed()


def _open_picker(site: Site) -> None:
    site.button("Another exercise").click()
    expect(site.page.get_by_role("option", name="Deep squat")).to_be_visible()


def _count_down(site: Site) -> None:
    site.button("Start").click()
    expect(site.page.get_by_text("3", exact=True)).to_be_visible()


def _record(site: Site) -> None:
    site.button("Start").click()
    expect(site.button(re.compile("^Stop"))).to_contain_text("0:03")


def _make_device(site: Site) -> None:
    site.page.get_by_label("Name").fill("Camera in room 2")
    site.button("Make its token").click()
    site.reads("Token of Camera in room 2")
    expect(site.page.get_by_role("row").filter(has_text="Camera in room 2").first).to_be_visible()


def _set_up_app(site: Site) -> None:
    site.button("Set up the app").click()
    site.reads("Or type this into the app:")


def _ask_second_step(site: Site) -> None:
    site.fill_sign_in(MARA, "a good password")
    site.reads("One more step")


def _choose_person(site: Site) -> None:
    site.button("This is not me").click()
    frame = site.page.get_by_role("application", name="First picture of the clip")
    frame.click()
    expect(site.button("Measure this person")).to_be_enabled()


def _send_slowly(site: Site) -> None:
    site.choose_files(CLIPS / "tiny_squat.mp4")
    expect(site.sending(CLIPS / "tiny_squat.mp4")).to_be_visible()


def _do_not_send(site: Site) -> None:
    site.button(re.compile("^Don.t send")).click()
    expect(site.page.get_by_role("region", name="On their way")).to_have_count(0)


def _give(*names: str) -> Callable[[Site], None]:
    """The example files, first as the proof, then as the trust file."""
    files = [EXAMPLES / f"public-test-keys.{name}" for name in names]

    def act(site: Site) -> None:
        for place, file in zip(("bundle", "trust"), files, strict=False):
            site.page.locator(f"input[name={place}]").set_input_files(file)
        done = ".headline[data-state=no_trust], .headline:has(~ .string .bob)"
        expect(site.page.locator(done)).to_be_visible()

    return act


def _open_entry(site: Site) -> None:
    site.page.locator("button.entry").first.click()
    expect(site.page.get_by_role("dialog")).to_be_visible()


def _make_proof(site: Site) -> None:
    site.button("Make and check the proof").click()
    expect(site.page.locator(".string .bob")).to_be_visible()


def _refuse_proof(site: Site) -> None:
    site.button("Make and check the proof").click()
    expect(site.page.get_by_role("alert")).to_be_visible()


def _type_half_a_name(site: Site) -> None:
    site.page.get_by_label(re.compile("^Type ")).fill("Tomas B")


def _open_menu(site: Site) -> None:
    site.page.locator("summary").filter(has_text="Account of").click()
    expect(site.button("Sign out")).to_be_visible()


def _never(_route: Route) -> None:
    """An answer that does not come."""


def _cut(route: Route) -> None:
    route.abort()


def _empty(route: Route) -> None:
    page: dict[str, Any] = {"next": None, "previous": None, "results": []}
    route.fulfill(json=page)


def _second_step(route: Route) -> None:
    flow = {"id": "mfa_authenticate", "is_pending": True, "types": ["totp", "recovery_codes"]}
    answer = {"status": 401, "data": {"flows": [flow]}, "meta": {"is_authenticated": False}}
    route.fulfill(status=401, json=answer)


def _measuring(route: Route) -> None:
    """The clip as it was while it was measured."""
    answer = route.fetch()
    found = answer.json()
    job = {"state": "running", "stage": "pose", "percent": 42.0, "eta_s": 9.0, "can_cancel": True}
    found |= {"state": "working", "report": None, "reviews": [], "job": found["job"] | job}
    route.fulfill(response=answer, json=found)


def _in_trouble(route: Route) -> None:
    """The log as it stands when nobody could sign for a while."""
    answer = route.fetch()
    sentence = "No witness has answered for two hours. Look whether the witness processes run."
    route.fulfill(response=answer, json=answer.json() | {"trouble": sentence, "waiting": 3})


def _no_proof(route: Route) -> None:
    detail = "The log is halted. Ask whoever runs Plumbline to look at the ledger's page."
    route.fulfill(status=409, json={"code": "halted", "detail": detail})


def _with_others(route: Route) -> None:
    """The clip as if somebody else had passed through it."""
    answer = route.fetch()
    found = answer.json()
    sentence = "More than one person is in the picture. Film with nobody else in view."
    spell = {"reason": "several_people", "start_s": 4.0, "end_s": 9.0, "severity": "warning"}
    found["report"]["quality"].append(spell | {"sentence": sentence})
    route.fulfill(response=answer, json=found)


DETAIL = r"/assessments/[0-9a-f-]+$"
LIST = r"/assessments(\?|$)"
STANDING = r"/api/v1/orgs/[a-z]+/ledger$"
ENTRIES = r"/ledger/entries"

ROOMS = (
    Room("sign-in", "/sign-in", "Sign in to Plumbline"),
    Room(
        "sign-in-refused",
        "/sign-in",
        "Sign in to Plumbline",
        act=_refuse_password,
        complains="status of 400",
    ),
    Room(
        "sign-in-second-step",
        "/sign-in",
        "Sign in to Plumbline",
        act=_ask_second_step,
        answers={r"/auth/login$": _second_step},
        complains="status of 401",
    ),
    Room("reset-password", "/reset-password", "Set a new password"),
    Room("invitation", "{invitation}", "Welcome to Riverside Clinic"),
    Room("invitation-gone", "/invitation/none", "does not work any more", complains="404"),
    Room("new-password", "/reset-password/key", "Choose a new password"),
    Room("address-refused", "/verify-email/key", "too old", complains="status of 4"),
    Room("proof", "/verify", "Check a proof"),
    Room("proof-without-trust", "/verify", "Check a proof", act=_give("bundle.json")),
    Room("proof-verified", "/verify", "Check a proof", act=_give("bundle.json", "trust.json")),
    Room("proof-refused", "/verify", "Check a proof", act=_give("leaf.json", "trust.json")),
    Room("not-found", HOME + "/nowhere", "There is nothing here", MARA),
    Room("home", HOME, "Last result", MARA),
    Room("menu", HOME, "Last result", MARA, act=_open_menu),
    Room("home-of-a-stopped-clip", HOME, "Needs you", TOMAS),
    Room("home-before-consent", SCHOOL, "Before your first clip", LENA),
    Room("consent-asked", SCHOOL + "/new", "I agree", LENA),
    Room("consent", HOME + "/consent", "You agreed on", MARA),
    Room("send", HOME + "/new?exercise=deep_squat", "Another exercise", MARA),
    Room("picker", HOME + "/new?exercise=deep_squat", "Another exercise", MARA, _open_picker),
    Room(
        "sending",
        HOME + "/new",
        "Choose the exercise",
        MARA,
        _send_slowly,
        answers={r"/uploads": _never},
        leave=_do_not_send,
    ),
    Room("film", HOME + "/film?exercise=deep_squat", "Enough light", MARA),
    Room("film-countdown", HOME + "/film?exercise=deep_squat", "Enough light", MARA, _count_down),
    Room("film-recording", HOME + "/film?exercise=deep_squat", "Enough light", MARA, _record),
    Room("results", HOME + "/clips", "Your results", MARA),
    Room("result-own", HOME + "/clips/{done}", "repetition|went well", MARA, _at_second_repetition),
    Room("result-own-details", HOME + "/clips/{done}", "repetition|went well", MARA, _open_details),
    Room(
        "result-several-people",
        HOME + "/clips/{done}",
        "This is not me",
        MARA,
        _choose_person,
        answers={DETAIL: _with_others},
    ),
    Room("result-arriving", HOME + "/clips/{arriving}", "still arriving", MARA),
    Room("result-failed", HOME + "/clips/{failed}", "could not be assessed", TOMAS),
    Room("queue", HOME, "to review", PHYSIO),
    Room("queue-all", HOME + "?show=all", "Clips|to review", PHYSIO),
    Room("queue-no-match", HOME + "?show=stopped&exercise=plank", "No clip fits", PHYSIO),
    Room("queue-empty", HOME, "Nothing to review", PHYSIO, answers={LIST: _empty}),
    Room("queue-loading", HOME, "Clips", PHYSIO, answers={LIST: _never}),
    Room("queue-offline", HOME, "no connection", PHYSIO, answers={LIST: _cut}, complains="ERR_"),
    Room("result", HOME + "/clips/{done}", "your verdict", PHYSIO, _at_second_repetition),
    Room(
        "result-loading",
        HOME + "/clips/{done}",
        "Queue",
        PHYSIO,
        answers={DETAIL: _never},
    ),
    Room(
        "result-measuring",
        HOME + "/clips/{done}",
        "Measuring every frame",
        PHYSIO,
        answers={DETAIL: _measuring},
    ),
    Room("result-keys", HOME + "/clips/{done}", "your verdict", PHYSIO, _show_keys),
    Room("send-for-a-patient", HOME + "/new?exercise=deep_squat", "Another exercise", PHYSIO),
    Room("account", "/account", "Where you are signed in", PHYSIO),
    Room(
        "account-app",
        "/account",
        "Where you are signed in",
        PHYSIO,
        _set_up_app,
        complains="404 .*/authenticators/totp",  # how allauth's interface hands out the secret
    ),
    Room("members", HOME + "/members", "ida.sand@", ADMIN),
    Room("devices", HOME + "/devices", "A new device", ADMIN),
    Room("device-token", HOME + "/devices", "A new device", ADMIN, _make_device),
    Room("ledger", HOME + "/ledger", "Written into the log", ADMIN),
    Room("ledger-entry", HOME + "/ledger", "Written into the log", ADMIN, _open_entry),
    Room(
        "ledger-trouble",
        HOME + "/ledger",
        "No witness has answered",
        ADMIN,
        answers={STANDING: _in_trouble},
    ),
    Room(
        "ledger-loading",
        HOME + "/ledger",
        "Ledger",
        ADMIN,
        answers={STANDING: _never, ENTRIES: _never},
    ),
    Room(
        "ledger-offline",
        HOME + "/ledger",
        "no connection",
        ADMIN,
        answers={STANDING: _cut, ENTRIES: _cut},
        complains="ERR_",
    ),
    Room("ledger-no-match", HOME + "/ledger?kind=job_parked", "No entry fits", ADMIN),
    Room("ledger-keys", HOME + "/ledger/keys", "The log.s key", ADMIN),
    Room("access", HOME + "/ledger/access", "Access", ADMIN),
    Room("erasure", HOME + "/members/{tomas}/erasure", "What stays", ADMIN, _type_half_a_name),
    *MODEL_ROOMS,
    *ELEMENT_ROOMS,
    Room("result-proof", HOME + "/clips/{done}/proof", "A proof of this result", MARA),
    Room("result-proof-checked", HOME + "/clips/{done}/proof", "A proof of", MARA, _make_proof),
    Room(
        "result-proof-refused",
        HOME + "/clips/{done}/proof",
        "A proof of this result",
        PHYSIO,
        _refuse_proof,
        answers={r"/api/.*/proof$": _no_proof},
        complains="status of 409",
    ),
)
