"""The set-up does a step when it must, and only then; pip's configuration reaches uv."""

import importlib
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"


@pytest.fixture
def deploy(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], ModuleType]:
    """Imports a module of deploy/, which is a folder of scripts and no package."""
    monkeypatch.syspath_prepend(str(DEPLOY))
    return importlib.import_module


@pytest.fixture
def counted(deploy: Callable[[str], ModuleType], tmp_path: Path) -> tuple[Any, list[str]]:
    """A step with one input and one product, and the list of the times it was done."""
    steps = deploy("setup_steps")
    done: list[str] = []
    source, product = tmp_path / "source", tmp_path / "product"
    source.write_text("one")

    def make(step: Any) -> None:
        done.append(step.name)
        product.write_text("made")

    step = steps.Step(
        name="counted",
        words="counting",
        inputs=steps.tree(source),
        products=(product,),
        make=make,
        stamps=tmp_path / "stamps",
    )
    return step, done


def test_unchanged_step_is_done_once(counted: tuple[Any, list[str]]) -> None:
    step, done = counted

    step.ensure()
    step.ensure()

    assert done == ["counted"]


def test_changed_input_does_the_step_again(counted: tuple[Any, list[str]], tmp_path: Path) -> None:
    step, done = counted
    step.ensure()

    (tmp_path / "source").write_text("two")
    step.ensure()
    step.ensure()

    assert done == ["counted", "counted"]


def test_missing_product_does_the_step_again(
    counted: tuple[Any, list[str]], tmp_path: Path
) -> None:
    step, done = counted
    step.ensure()

    (tmp_path / "product").unlink()
    step.ensure()

    assert done == ["counted", "counted"]


def test_failed_command_shows_its_last_words_and_leaves_no_stamp(
    deploy: Callable[[str], ModuleType], tmp_path: Path
) -> None:
    steps = deploy("setup_steps")
    command = [sys.executable, "-c", "print('no room left'); raise SystemExit(3)"]
    step = steps.Step(
        name="test-failing",
        words="failing",
        inputs=tuple,
        products=(),
        make=lambda step: step.must_run(command, "Make room."),
        stamps=tmp_path,
    )

    with pytest.raises(steps.SetUpError, match=r"no room left[\s\S]*Make room\.$"):
        step.ensure()

    assert list(tmp_path.iterdir()) == []


def test_other_python_is_refused_with_what_to_install(
    deploy: Callable[[str], ModuleType], monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare = deploy("prepare")
    monkeypatch.setattr(prepare, "WANTED", (3, 0))

    with pytest.raises(prepare.SetUpError, match=r"apt install python3\.11"):
        prepare.check_python()


def test_unknown_step_is_answered_with_the_steps_there_are(
    deploy: Callable[[str], ModuleType], capsys: pytest.CaptureFixture[str]
) -> None:
    assert deploy("prepare").main(["nothing"]) == 2

    assert "environment" in capsys.readouterr().err


def test_pip_configuration_reaches_uv_in_its_words(
    deploy: Callable[[str], ModuleType], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    config = tmp_path / "pip.conf"
    config.write_text(
        "[global]\nfind-links = /wheels\n    /more\nextra-index-url = https://index.example/simple\n"
        "cert = /ca.pem\n"
    )
    monkeypatch.setenv("PIP_CONFIG_FILE", str(config))
    for name in ("PIP_FIND_LINKS", "PIP_CERT", "PIP_EXTRA_INDEX_URL", "SSL_CERT_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("UV_INDEX_STRATEGY", "first-index")

    settings = deploy("package_settings")
    found = settings.uv_environment(Path(sys.executable))

    assert found["UV_FIND_LINKS"] == "/wheels,/more"
    assert found["UV_INDEX"].split()[-1] == "https://index.example/simple"
    assert found["SSL_CERT_FILE"] == "/ca.pem"
    assert found["UV_INDEX_STRATEGY"] == "first-index"  # what the person set stands
