"""Sixteen clips sent at the same time, exercises and routines: each report is the one it has alone.

Video alone: the product takes no CSI yet.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from assessment.exercises import ROUTINE
from tests.support.house import CLIPS, SHAPE, House, Person

pytestmark = [
    pytest.mark.drill,
    pytest.mark.slow,
    pytest.mark.skipif(
        SHAPE == "embedded", reason="two minutes of work, spent once, on the real queue"
    ),
]

SQUAT, ROUTINE_CLIP = CLIPS / "tiny_squat.mp4", CLIPS / "demo_routine.mp4"
# Two of the long clip are enough to have workers at different work at the same time.
WANTED = [("deep_squat", SQUAT), (ROUTINE, SQUAT)] * 7 + [(ROUTINE, ROUTINE_CLIP)] * 2


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    found = House(tmp_path_factory.mktemp("house"))
    found.start(workers=2)
    yield found
    found.stop()


def reported(person: Person, row: str) -> Any:
    found = person.ended(row)
    assert (found["state"], found["job"]["reason"]) == ("done", None)
    return found["report"]


def test_sixteen_at_once_are_reported_as_one_at_a_time(house: House) -> None:
    mail = "lena@northfield.example"
    lena = house.browser(mail)
    alone = {one: reported(lena, lena.send(one[1], one[0])) for one in dict.fromkeys(WANTED)}
    senders = [house.browser(mail) for _ in WANTED]

    with ThreadPoolExecutor(len(senders)) as pool:
        rows = list(pool.map(lambda one, what: one.send(what[1], what[0]), senders, WANTED))

    assert len(set(rows)) == len(WANTED) == 16
    assert [one["kind"] for one in alone.values()] == ["exercise", "routine", "routine"]
    assert alone[ROUTINE, ROUTINE_CLIP]["elements"]
    for row, what in zip(rows, WANTED, strict=True):
        assert reported(lena, row) == alone[what]
