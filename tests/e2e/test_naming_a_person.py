"""Two people in the picture: the one who was sent for says so, and is measured."""

from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visit
from tests.support.crowd import two_people
from tests.support.house import House
from tests.support.newcomers import Newcomer
from tests.support.pages import Site

pytestmark = pytest.mark.e2e


def test_person_on_the_right_says_so_and_is_measured_instead(
    house: House, patient: Newcomer, tmp_path: Path, visit: Visit
) -> None:
    person = patient.consenting(house)
    clip = two_people("tiny_squat.mp4", "demo_shoulder_abduction.mp4", tmp_path / "two.mp4")
    row = person.send(clip, "deep_squat")
    assert person.ended(row)["state"] == "done"
    site = visit()
    site.open(f"/o/riverside/clips/{row}")
    site.sign_in(patient.mail, patient.password)
    site.reads("More than one person")
    assert middle_of(site, row) < 0.5

    site.button("This is not me").click()
    frame = site.page.get_by_role("application", name="First picture of the clip")
    box = frame.bounding_box()
    assert box is not None
    frame.click(position={"x": box["width"] * 0.75, "y": box["height"] * 0.5})
    site.button("Measure this person").click()

    expect(site.page.get_by_role("complementary", name="Result so far")).to_be_visible()
    expect(site.page.get_by_role("complementary", name="Result", exact=True)).to_be_visible()
    assert middle_of(site, row) > 0.5


def middle_of(site: Site, row: str) -> float:
    """Where the measured person is, as a share of the picture's width."""
    address = f"/api/v1/orgs/riverside/assessments/{row}/landmarks"
    codes = site.page.evaluate(
        """async (address) => {
          const { xy_b64 } = await (await fetch(address)).json();
          const bytes = Uint8Array.from(atob(xy_b64), (letter) => letter.charCodeAt(0));
          return [...new Uint16Array(bytes.buffer)];
        }""",
        address,
    )
    across = np.array(codes, float)[::2]
    return float(np.median(across[across > 0])) / 32768 - 0.5
