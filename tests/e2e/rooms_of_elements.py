"""States of a routine's result and of an athlete's elements over time."""

from playwright.sync_api import Route, expect

from tests.e2e.room import HOME, MARA, PHYSIO, Room
from tests.support.pages import Site

DETAIL = r"/assessments/[0-9a-f-]+$"
SHEET = r"/sheet$"


def _say(site: Site) -> None:
    site.button("Say what you saw").first.click()
    expect(site.page.get_by_role("dialog")).to_be_visible()


def _cards(site: Site) -> None:
    site.page.locator(".cards").scroll_into_view_if_needed()


def _nothing_found(route: Route) -> None:
    answer = route.fetch()
    found = answer.json()
    found["report"]["elements"] = []
    route.fulfill(response=answer, json=found)


def _empty_sheet(route: Route) -> None:
    answer = route.fetch()
    nothing = {"rows": [], "known_sum": 0, "known_values": 0, "unknown_values": 0, "downgraded": 0}
    route.fulfill(response=answer, json=answer.json() | nothing)


def _no_elements(route: Route) -> None:
    answer = route.fetch()
    route.fulfill(response=answer, json=answer.json() | {"elements": []})


ELEMENT_ROOMS = (
    Room("send-routine", HOME + "/new?exercise=routine", "Routine", MARA),
    Room("routine", HOME + "/clips/{routine}", "elements? in this routine", PHYSIO),
    Room("routine-cards", HOME + "/clips/{routine}", "Say what you saw", PHYSIO, _cards),
    Room("routine-say", HOME + "/clips/{routine}", "Say what you saw", PHYSIO, _say),
    Room("routine-own", HOME + "/clips/{routine}", "elements? in this routine", MARA),
    Room(
        "routine-empty",
        HOME + "/clips/{routine}",
        "No element was found",
        PHYSIO,
        answers={DETAIL: _nothing_found, SHEET: _empty_sheet},
    ),
    Room("athlete", HOME + "/athletes/{mara}", "Elements of Mara", PHYSIO),
    Room(
        "athlete-empty",
        HOME + "/athletes/{mara}",
        "No routine with elements yet",
        PHYSIO,
        answers={r"/participants/[0-9a-f-]+/elements$": _no_elements},
    ),
)
