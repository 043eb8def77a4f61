"""Every rule that a machine can hold. All are tried; the end says which failed."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = ROOT / ".venv" / "bin"
FRONTEND = ROOT / "frontend"
DESCRIPTION = ROOT / "docs" / "api" / "openapi.yaml"
TYPES = FRONTEND / "src" / "api" / "schema.gen.ts"


def succeeds(*command: str | Path, folder: Path = ROOT) -> bool:
    env = dict(os.environ, PYTHONPATH=f"{ROOT / 'platform'}{os.pathsep}{ROOT}", MYPYPATH="deploy")
    words = [str(word) for word in command]
    return subprocess.run(words, cwd=folder, env=env, check=False).returncode == 0


def same(made: Path, kept: Path) -> bool:
    if kept.exists() and made.read_bytes() == kept.read_bytes():
        return True
    subprocess.run(["diff", "-u", str(kept), str(made)], check=False)
    sys.stdout.write(f"{kept.relative_to(ROOT)} is not what the code says; run: make gen\n")
    return False


def generated() -> bool:
    """Whether the API's description and the front end's types are those that the code gives."""
    with tempfile.TemporaryDirectory() as folder:
        description, types = Path(folder) / "openapi.yaml", Path(folder) / "schema.gen.ts"
        spectacular = ("spectacular", "--validate", "--fail-on-warn", "--file", description)
        if not succeeds(BIN / "python", "manage.py", *spectacular):
            return False
        maker = FRONTEND / "node_modules" / ".bin" / "openapi-typescript"
        if not succeeds(maker, description, "-o", types, folder=FRONTEND):
            return False
        return same(description, DESCRIPTION) and same(types, TYPES)


def migrations() -> bool:
    return succeeds(BIN / "python", "manage.py", "makemigrations", "--check", "--dry-run")


CHECKS: dict[str, Callable[[], bool]] = {
    "no platform/__init__.py": lambda: not (ROOT / "platform" / "__init__.py").exists(),
    "ruff check": lambda: succeeds(BIN / "ruff", "check", "."),
    "ruff format": lambda: succeeds(BIN / "ruff", "format", "--check", "."),
    "import contracts": lambda: succeeds(BIN / "lint-imports"),
    "mypy": lambda: succeeds(BIN / "mypy"),
    "mypy on deploy/": lambda: succeeds(BIN / "mypy", *sorted((ROOT / "deploy").glob("*.py"))),
    "migrations are complete": migrations,
    "tsc and eslint": lambda: succeeds("npm", "--silent", "run", "check", folder=FRONTEND),
    "generated files": generated,
}


def main() -> int:
    results: dict[str, bool] = {}
    for name, check in CHECKS.items():
        sys.stdout.write(f"\n--- {name}\n")
        sys.stdout.flush()
        started = time.monotonic()
        results[name] = check()
        words = "passed" if results[name] else "FAILED"
        sys.stdout.write(f"--- {name}: {words} after {time.monotonic() - started:.0f} s\n")
    failed = [name for name, passed in results.items() if not passed]
    sys.stdout.write(f"\n{len(results) - len(failed)} of {len(results)} checks passed")
    sys.stdout.write(f"; failed: {', '.join(failed)}\n" if failed else "\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
