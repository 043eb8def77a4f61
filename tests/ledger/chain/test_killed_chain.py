"""kill -9 two hundred times while the embedded chain writes: state, receipts and logs are whole."""

import random
from pathlib import Path

import pytest

from tests.ledger.chain.killed_writer import kill_writers

pytestmark = [pytest.mark.drill, pytest.mark.slow]


def test_two_hundred_killed_writers_leave_whole_chains(tmp_path: Path) -> None:
    anchored = kill_writers(tmp_path, 200, random.Random(11))

    assert anchored > 100
