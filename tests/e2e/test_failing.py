"""Files that are no clips end as lines of the list, each with one sentence."""

import random
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visit
from tests.support.hostile import box
from tests.support.house import House
from tests.support.newcomers import Newcomer

pytestmark = pytest.mark.e2e

HOSTILE = box(b"ftyp", b"isom\0\0\0\0isom") + box(b"moov", random.Random(6).randbytes(9000))


def test_failed_clips_stay_in_the_list_with_their_sentences(
    house: House, patient: Newcomer, tmp_path: Path, visit: Visit
) -> None:
    text, hostile = tmp_path / "letter.mp4", tmp_path / "noise.mp4"
    text.write_text("Dear clinic, this is a letter.\n" * 40)
    hostile.write_bytes(HOSTILE)
    patient.consenting(house)
    site = visit()
    site.open("/o/riverside/new")
    site.sign_in(patient.mail, patient.password)
    site.choose_files(text, hostile)
    for path in (text, hostile):
        expect(site.sending(path)).to_contain_text("have arrived")

    site.link("Results").click()
    lines = site.page.get_by_role("listitem").filter(has_text="Failed")
    expect(lines).to_have_count(2)
    reasons = [
        item["job"]["reason"]["sentence"]
        for item in patient.http(house).get("assessments")["results"]
    ]
    for line, reason in zip(lines.all(), reasons, strict=True):
        assert re.fullmatch(r"[A-Z].*\.", reason)
        expect(line).to_contain_text(reason)

    lines.first.get_by_role("link").click()
    site.reads("This clip could not be assessed")
    site.reads(reasons[0])
