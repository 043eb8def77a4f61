"""States of own baselines, of clips analysed again, and of the pages about what judges."""

from collections.abc import Callable

from playwright.sync_api import Route, expect

from tests.e2e.room import ADMIN, HOME, MARA, PHYSIO, Room
from tests.support.pages import Site

DETAIL = r"/assessments/[0-9a-f-]+$"


def _to(title: str) -> Callable[[Site], None]:
    """The part of the page of this name, in sight."""

    def act(site: Site) -> None:
        details = site.page.locator("summary").filter(has_text="All repetitions")
        if details.is_visible():
            details.click()
        site.page.get_by_role("region", name=title).scroll_into_view_if_needed()

    return act


def _withdraw(site: Site) -> None:
    site.button("Withdraw").click()
    expect(site.page.get_by_role("dialog")).to_be_visible()


def _compared(route: Route) -> None:
    """The report of a clip that was held against the baseline in force."""
    answer = route.fetch()
    found = answer.json()
    route.fulfill(response=answer, json=found | {"compared": found["in_force"]})


def _held_against_own(route: Route) -> None:
    answer = route.fetch()
    found = answer.json()
    for one in found["report"]["repetitions"]:
        one["verdict"] |= {"source": "learned", "probability": 0.91, "baseline": "personal"}
    route.fulfill(response=answer, json=found)


def _changed(route: Route) -> None:
    """A clip of which one repetition changed, and whose rules changed once more since."""
    answer = route.fetch()
    change = {"before": 4, "after": 4, "label_before": "correct", "label_after": "incorrect"}
    left = {"repetition": 7, "label": "correct", "start_s": 17.9}
    done = {
        "id": "01936a00-0000-7000-8000-000000000001",
        "ended_at": "2026-11-20T09:12:00Z",
        "asked_by": "Anna Keller",
        "recorded_at": "2026-11-02T16:40:00Z",
        "models": [],
        "before": 7,
        "after": 6,
        "changes": [
            change | {"start_s": 9.6},
            {"before": 7, "after": None, "label_before": "correct", "label_after": None}
            | {"start_s": 17.9},
        ],
        "left_behind": [left],
    }
    route.fulfill(response=answer, json=answer.json() | {"outdated": ["rules"], "history": [done]})


def _failed_again(route: Route) -> None:
    answer = route.fetch()
    sentence = "The clip's file is damaged. Ask for it to be sent again."
    state = {"outdated": ["technique"], "now": "failed", "sentence": sentence}
    route.fulfill(response=answer, json=answer.json() | state)


def _outdated(route: Route) -> None:
    nothing = {"outdated": 0, "under_way": 0, "reasons": [], "repetitions": 0, "changed": 0}
    rows = [
        {"exercise": "deep_squat", "reports": 7, "outdated": 6, "reasons": ["rules", "technique"]},
        {"exercise": "push_up", "reports": 4, "outdated": 2, "under_way": 2, "reasons": ["rules"]},
        {"exercise": "sit_to_stand", "reports": 3, "repetitions": 41, "changed": 3},
    ]
    route.fulfill(json={"results": [nothing | row for row in rows]})


def _agreed(route: Route) -> None:
    """After some weeks of reviews."""
    row = {"source": "rubric", "people": 11, "undecided": 6}
    rows = [
        {"exercise": "deep_squat", "pairs": 64, "same": 57, "kappa": 0.76, "low": 0.6}
        | {"high": 0.89},
        {"exercise": "push_up", "pairs": 12, "same": 9, "people": 3, "kappa": 0.47}
        | {"low": None, "high": None},
        {"exercise": "plank", "pairs": 0, "same": 0, "people": 0, "kappa": None}
        | {"low": None, "high": None},
    ]
    route.fulfill(json={"results": [row | one for one in rows]})


def _nothing(route: Route) -> None:
    route.fulfill(json={"results": []})


def _cut(route: Route) -> None:
    route.abort()


MODEL_ROOMS = (
    Room("result-baseline", HOME + "/clips/{oblique}", "Set by Anna", PHYSIO, _to("Own baseline")),
    Room("result-baseline-withdraw", HOME + "/clips/{oblique}", "Set by Anna", PHYSIO, _withdraw),
    Room(
        "result-own-compared",
        HOME + "/clips/{oblique}",
        "Compared with",
        MARA,
        _to("Own baseline"),
        answers={r"/baseline$": _compared, DETAIL: _held_against_own},
    ),
    Room(
        "result-analysed-again",
        HOME + "/clips/{done}",
        "repetitions change",
        PHYSIO,
        _to("Analysed again"),
        answers={r"/again$": _changed},
    ),
    Room(
        "result-again-failed",
        HOME + "/clips/{done}",
        "could not be analysed again",
        PHYSIO,
        _to("Analysed again"),
        answers={r"/again$": _failed_again},
    ),
    Room("models", HOME + "/models", "What judges", PHYSIO),
    Room("models-own", HOME + "/models", "What judges", MARA),
    Room(
        "models-offline",
        HOME + "/models",
        "no connection",
        ADMIN,
        answers={r"/api/v1/models$": _cut},
        complains="ERR_",
    ),
    Room("model-card", HOME + "/models/technique", "How far its confidence", PHYSIO),
    Room("model-card-rules", HOME + "/models/rubric", "Rules with sources", MARA),
    Room("agreement", HOME + "/models/agreement", "no interval|No repetition yet", PHYSIO),
    Room(
        "agreement-grown",
        HOME + "/models/agreement",
        "substantial",
        PHYSIO,
        answers={r"/api/.*/agreement$": _agreed},
    ),
    Room(
        "agreement-empty",
        HOME + "/models/agreement",
        "Nothing has been reviewed",
        ADMIN,
        answers={r"/api/.*/agreement$": _nothing},
    ),
    Room(
        "analysed-again",
        HOME + "/models/again",
        "Analyse all again",
        ADMIN,
        answers={r"/reanalyses$": _outdated},
    ),
    Room(
        "analysed-again-empty",
        HOME + "/models/again",
        "No results yet",
        PHYSIO,
        answers={r"/reanalyses$": _nothing},
    ),
)
