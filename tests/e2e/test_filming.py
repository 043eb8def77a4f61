"""The participant: invited, agrees, films, watches the assessment as it happens, reads the result."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import PHONE, Visit
from tests.support.house import House
from tests.support.newcomers import Newcomer
from tests.support.pages import Look, Site

pytestmark = pytest.mark.e2e

FILM_S = 12


def rises(values: list[int]) -> bool:
    return values == sorted(values) and len(set(values)) >= 3


def test_filmed_squats_are_measured_before_the_eyes_of_the_participant(
    house: House, patient: Newcomer, visit: Visit
) -> None:
    site = visit()
    site.open()
    site.sign_in(patient.mail, patient.password)

    agree_and_film(site)
    row = see_the_upload_through(site)
    seen = site.watch_to_the_end(row)

    assert_came_live(site, row, seen)
    assert_result_moves_the_video(site)
    assert_phone_tells_it_in_plain_words(site)


def agree_and_film(site: Site) -> None:
    site.link("Choose the exercise").click()
    site.agree()
    site.choose_exercise("squ", "Deep squat")
    site.reads("From the side")
    site.link("Film now").click()
    site.is_at(r"/o/riverside/film\?exercise=deep_squat")
    site.film(FILM_S)


def see_the_upload_through(site: Site) -> str:
    """The film arrives whole; the person goes on to its result. Returns the assessment's id."""
    site.reads("All of it is safe.")
    site.button("See the result").click()
    site.is_at("/o/riverside/clips/")
    expect(site.page.get_by_role("complementary", name="Result so far")).to_be_visible()
    return site.page.url.rpartition("/")[2]


def assert_came_live(site: Site, row: str, seen: list[Look]) -> None:
    """Over the socket, each event once, and on the page while there was no report yet."""
    events = site.live_events(row)
    ids = [event["id"] for event in events]
    assert ids == sorted(set(ids))
    (report,) = [event for event in events if event["kind"] == "report"]
    before = [event["kind"] for event in events if event["id"] < report["id"]]
    assert before.count("landmarks") >= 3
    assert before.count("progress") >= 3
    assert before.count("repetition") >= 1

    while_working = [look for look in seen if look.percent is not None]
    assert rises([look.percent or 0 for look in while_working])
    assert rises([look.curve_px for look in while_working if look.curve_px > 0])
    assert max(look.skeleton_px for look in while_working) > 100
    counts = [look.count for look in while_working]
    assert counts == sorted(counts)
    assert counts[0] == 0
    assert counts[-1] >= 1


def assert_result_moves_the_video(site: Site) -> None:
    look = site.look()
    assert look.count >= 2
    assert look.skeleton_px > 100
    assert look.curve_px > 100

    site.until(lambda: site.video_is("readyState") >= 2)
    site.jump_to(1)
    first_s = site.video_is("currentTime")
    site.jump_to(look.count)
    site.until(lambda: site.video_is("currentTime") > first_s + 1)


def assert_phone_tells_it_in_plain_words(site: Site) -> None:
    """The same page held as a phone: one sentence, and one button that shows the moment."""
    site.page.set_viewport_size(PHONE)
    expect(site.heading("What went well")).to_be_visible()
    site.reads("it is not a diagnosis")

    site.until(lambda: site.video_is("readyState") >= 2)
    site.button("Show me").click()
    site.until(lambda: not site.video_is("paused"))
    assert site.video_is("playbackRate") == 0.5
    site.until(lambda: site.video_is("paused"))
    assert site.video_is("playbackRate") == 1
