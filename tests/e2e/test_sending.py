"""A picked file arrives whole through a lost network, a closed tab, a restarted server and a pause."""

import hashlib
import random
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visit
from tests.support.hostile import box
from tests.support.house import CLIPS, House
from tests.support.newcomers import Newcomer
from tests.support.pages import Site

pytestmark = pytest.mark.e2e

TINY = CLIPS / "tiny_squat.mp4"
HEAVY_BYTES = 24 * 1024**2
SLOW_BYTES_PER_S = 3 * 1024**2
MIDWAY = 25  # percent; more than one piece of 4 MB has arrived


@pytest.fixture
def heavy(tmp_path: Path) -> Path:
    """A good clip that is still on its way when something happens; its tail is a box to skip."""
    path = tmp_path / "heavy squat.mp4"
    tail = random.Random(10).randbytes(HEAVY_BYTES)
    path.write_bytes(TINY.read_bytes() + box(b"free", tail))
    return path


def at_upload(visit: Visit, house: House, patient: Newcomer) -> Site:
    patient.consenting(house)
    site = visit()
    site.open("/o/riverside/new?exercise=deep_squat")
    site.sign_in(patient.mail, patient.password)
    expect(site.heading("Send a clip")).to_be_visible()
    return site


def sent_halfway(site: Site, clip: Path) -> None:
    site.slow_network(SLOW_BYTES_PER_S)
    site.choose_files(clip)
    site.until(lambda: site.sent_percent(clip) >= MIDWAY)


def arrives(site: Site, clip: Path) -> None:
    expect(site.sending(clip)).to_contain_text("have arrived", timeout=180_000)


def assert_whole(house: House, patient: Newcomer, clip: Path) -> None:
    (item,) = [
        item
        for item in patient.http(house).get("assessments")["results"]
        if item["filename"] == clip.name
    ]
    upload = patient.http(house).assessment(item["id"])["upload"]
    assert upload["sha256"] == hashlib.sha256(clip.read_bytes()).hexdigest()


def test_lost_network_is_waited_out_and_the_file_goes_on(
    house: House, patient: Newcomer, heavy: Path, visit: Visit
) -> None:
    site = at_upload(visit, house, patient)
    sent_halfway(site, heavy)

    site.lose_network()
    expect(site.sending(heavy)).to_contain_text("No connection")
    site.find_network()

    arrives(site, heavy)
    assert site.offsets().count(0) == 1
    assert_whole(house, patient, heavy)
    site.forgive("ERR_INTERNET_DISCONNECTED")


def test_closed_tab_is_opened_again_and_the_file_goes_on(
    house: House, patient: Newcomer, heavy: Path, visit: Visit
) -> None:
    site = at_upload(visit, house, patient)
    sent_halfway(site, heavy)

    context = site.page.context
    site.page.close()
    again = visit(context)
    again.open("/o/riverside/new")

    arrives(again, heavy)
    assert again.offsets()[0] > 0
    assert_whole(house, patient, heavy)


def test_tab_closed_while_filming_sends_what_was_filmed_when_it_is_opened_again(
    house: House, patient: Newcomer, visit: Visit
) -> None:
    site = at_upload(visit, house, patient)
    site.open("/o/riverside/film?exercise=deep_squat")
    site.button("Start").click()
    expect(site.button(re.compile("^Stop"))).to_contain_text("0:03")
    site.until(lambda: any(site.offsets()))

    context = site.page.context
    site.page.close()
    again = visit(context)
    again.open("/o/riverside/new")

    line = again.page.get_by_role("region", name="On their way").get_by_role("listitem")
    expect(line).to_contain_text("have arrived")
    (item,) = patient.http(house).get("assessments")["results"]
    assert item["state"] != "uploading"


def test_restarted_server_takes_the_rest_of_the_file(
    house: House, patient: Newcomer, heavy: Path, visit: Visit
) -> None:
    site = at_upload(visit, house, patient)
    sent_halfway(site, heavy)

    house.stop()
    expect(site.sending(heavy)).to_contain_text("No connection")
    house.start()

    arrives(site, heavy)
    assert site.offsets().count(0) == 1
    assert_whole(house, patient, heavy)
    site.forgive("ERR_")


def test_paused_file_lets_the_others_pass_and_goes_on_by_hand(
    house: House, patient: Newcomer, heavy: Path, tmp_path: Path, visit: Visit
) -> None:
    site = at_upload(visit, house, patient)
    others = [tmp_path / "second.mp4", tmp_path / "third.mp4"]
    for path in others:
        path.write_bytes(TINY.read_bytes())
    site.slow_network(SLOW_BYTES_PER_S)

    site.choose_files(heavy, *others)
    expect(site.sending(others[1])).to_contain_text("Waits for its turn")
    site.until(lambda: site.sent_percent(heavy) >= MIDWAY)
    site.sending(heavy).get_by_role("button", name="Pause").click()
    for path in others:
        arrives(site, path)
    expect(site.sending(heavy)).to_contain_text("Paused")
    site.sending(heavy).get_by_role("button", name="Go on").click()

    arrives(site, heavy)
    assert_whole(house, patient, heavy)
