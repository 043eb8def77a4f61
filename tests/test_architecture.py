"""Rules on imports and files for which import-linter has no contract."""

import importlib.machinery
import subprocess
import sys
import sysconfig
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[1]
APPS = [
    path.parent.name
    for path in sorted((ROOT / "platform").glob("*/apps.py"))
    if path.parent.name != "base"
]
PUBLIC = {"services", "selectors", "records", "errors", "permissions"}
ALSO_PUBLIC = {
    "audit": {"kinds", "serializers"},  # the numbered table; the actor of a line
    "jobs": {"runner"},  # what a worker's task is wrapped in
    "live": {"events"},  # the table of kinds and shapes
    "tenants": {"access", "http"},  # decisions about an actor, and the base of every endpoint
    "consent": {"access", "catalogue"},
    "anchors": {"keys", "sources"},  # a person's key; what a record holds beside its row
    "media": {"store"},  # files of clips
    "uploads": {"store"},  # files by the beginning of their keys
}


@pytest.fixture(scope="session")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph(
        "plumbline", "base", *APPS, cache_dir=None, exclude_type_checking_imports=True
    )


@pytest.mark.parametrize("app", APPS)
def test_apps_meet_at_public_modules(graph: grimp.ImportGraph, app: str) -> None:
    allowed = PUBLIC | ALSO_PUBLIC.get(app, set())
    bad = set()
    for module in graph.modules:
        if module.split(".")[0] in {app, "plumbline"}:
            continue
        for imported in graph.find_modules_directly_imported_by(module):
            parts = imported.split(".")
            if parts[0] == app and (len(parts) == 1 or parts[1] not in allowed):
                bad.add(f"{module} -> {imported}")
    assert not bad


@pytest.mark.parametrize("name", [*APPS, "base", "plumbline", "assessment", "ledger"])
def test_no_installed_package_has_our_name(name: str) -> None:
    paths = [sysconfig.get_path("purelib"), sysconfig.get_path("stdlib")]
    assert importlib.machinery.PathFinder.find_spec(name, paths) is None


def test_platform_folder_is_no_package() -> None:
    assert not (ROOT / "platform" / "__init__.py").exists()


def test_files_stay_small() -> None:
    files = [
        path
        for top in ("platform", "assessment", "ledger", "tests")
        for path in (ROOT / top).rglob("*.py")
        if "migrations" not in path.parts
    ]
    assert not {str(path) for path in files if len(path.read_text().splitlines()) > 600}


def test_web_process_starts_without_the_heavy_libraries() -> None:
    program = (
        "import sys; sys.path.append('platform'); import plumbline.asgi;"
        "heavy = {'torch', 'openvino', 'mediapipe', 'cv2', 'numba', 'scipy', 'web3', 'eth'};"
        "heavy &= set(sys.modules);"
        "sys.exit(f'loaded: {sorted(heavy)}' if heavy else 0)"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr[-500:]
