from importlib import import_module
from pkgutil import iter_modules

import pytest

from tests.bench import parts
from tests.bench.__main__ import main
from tests.bench.machine import machine
from tests.bench.tables import Table


@pytest.mark.parametrize("name", [module.name for module in iter_modules(parts.__path__)])
def test_every_part_says_its_purpose_and_can_be_measured(name: str) -> None:
    part = import_module(f"tests.bench.parts.{name}")

    assert part.PURPOSE.endswith(".")
    assert callable(part.measure)


def test_unknown_part_is_refused_with_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ledgers"]) == 2

    assert "pose" in capsys.readouterr().err


def test_table_is_shown_with_three_digits() -> None:
    table = Table(title="T", note="N.", columns=("a", "b"), rows=[["x", 0.123456]])

    assert table.markdown() == "**T.** N.\n\n| a | b |\n| --- | --- |\n| x | 0.123 |"


def test_machine_is_named_by_cores_and_processor() -> None:
    assert " cores of " in machine()
