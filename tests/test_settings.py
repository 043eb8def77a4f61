"""Each environment variable stands in three places: the settings, their page, the example file."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SETTINGS = ROOT / "platform" / "plumbline" / "settings"
READERS = {"env", "env_flag", "env_list"}


def read_in_settings() -> set[str]:
    names: set[str] = set()
    for path in sorted(SETTINGS.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in READERS
                and isinstance(node.args[0], ast.Constant)
            ):
                names.add(str(node.args[0].value))
    return names


def test_settings_page_lists_each_variable_once() -> None:
    rows = re.findall(
        r"^\| `(PLUMBLINE_\w+)` \|", (ROOT / "docs/settings.md").read_text(), re.MULTILINE
    )

    assert sorted(rows) == sorted(read_in_settings())


def test_example_file_lists_each_variable_once() -> None:
    text = (ROOT / "deploy/env.example").read_text()
    lines = re.findall(r"^(PLUMBLINE_\w+)=", text, re.MULTILINE)

    assert sorted(lines) == sorted(read_in_settings())


def test_environment_is_read_in_settings_alone() -> None:
    paths = [
        path
        for folder in ("platform", "assessment", "ledger")
        for path in (ROOT / folder).rglob("*.py")
        if SETTINGS not in path.parents
    ]
    names = {
        (path.relative_to(ROOT).as_posix(), name)
        for path in paths
        for name in re.findall(r"""environ\S*[\[(]["'](PLUMBLINE_\w+)""", path.read_text())
    }

    # the supervisor sets it for its children; it does not read it
    assert names <= {("platform/plumbline/supervisor.py", "PLUMBLINE_SITE_URL")}


def test_no_secret_has_a_default() -> None:
    secret = re.compile(r"env\(\"(PLUMBLINE_\w*(?:SECRET|PASSWORD)\w*)\"(, .+?)?\)")
    found = secret.findall("".join(path.read_text() for path in SETTINGS.glob("*.py")))

    assert len(found) == 4
    assert [default for _, default in found if default] == []
