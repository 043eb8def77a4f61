"""The steps of the set-up: what each depends on, what it makes, and how."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from package_settings import uv_environment
from setup_work import SetUpError, megabytes, run, say, tail

__all__ = ["LANES", "ROOT", "VAR", "SetUpError", "Step"]

ROOT = Path(__file__).resolve().parents[1]
VAR = ROOT / "var"
STATE = Path(os.environ.get("PLUMBLINE_VAR", str(VAR)))  # of the running product
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
FRONTEND = ROOT / "frontend"
UV = "uv==0.13.9"
NODE = (20, 19)  # what vite asks for


@dataclass(frozen=True)
class Step:
    """One thing to make. Its stamp is a hash of the inputs; without the products it is void."""

    name: str
    words: str
    inputs: Callable[[], Iterable[Path]]
    products: tuple[Path, ...]
    make: Callable[[Step], None]
    tie: Callable[[], str] = field(default=lambda: "")  # further things the stamp depends on
    stamps: Path = VAR / "stamps"
    size_of: Path | None = None

    @property
    def log(self) -> Path:
        return VAR / "log" / f"set-up-{self.name}.log"

    def fingerprint(self) -> str:
        digest = hashlib.sha256(self.tie().encode())
        for path in sorted(self.inputs()):
            digest.update(str(path).encode() + b"\0" + path.read_bytes())
        return digest.hexdigest()

    def ensure(self) -> None:
        """Do the step unless its stamp says that nothing changed."""
        stamp = self.stamps / self.name
        made = all(product.exists() for product in self.products)
        if made and stamp.exists() and stamp.read_text() == self.fingerprint():
            return
        say(self.name, self.words)
        stamp.parent.mkdir(parents=True, exist_ok=True)
        stamp.unlink(missing_ok=True)
        self.log.unlink(missing_ok=True)
        started = time.monotonic()
        self.make(self)
        stamp.write_text(self.fingerprint())
        size = f", {megabytes(self.size_of)} MB" if self.size_of else ""
        say(self.name, f"done in {time.monotonic() - started:.0f} s{size}")

    def run(
        self,
        command: list[str],
        *,
        folder: Path = ROOT,
        env: dict[str, str] | None = None,
    ) -> bool:
        return run(
            self.name,
            command,
            log=self.log,
            folder=folder,
            env=(env or dict(os.environ)) | {"NO_COLOR": "1"},  # it ends in a log
            growing=self.size_of,
        )

    def must_run(
        self,
        command: list[str],
        advice: str,
        *,
        folder: Path = ROOT,
        env: dict[str, str] | None = None,
    ) -> None:
        if not self.run(command, folder=folder, env=env):
            raise SetUpError(
                f"{tail(self.log)}\n\n{self.name}: `{' '.join(command)}` failed; its last lines "
                f"are above, all of them in {self.log}. {advice}"
            )


def tree(*folders: Path) -> Callable[[], Iterable[Path]]:
    def files() -> Iterable[Path]:
        for folder in folders:
            if folder.is_dir():
                yield from (path for path in folder.rglob("*") if path.is_file())
            elif folder.exists():
                yield folder

    return files


# --- Python ---


def venv_identity() -> str:
    """Changes when somebody makes the environment anew."""
    config = VENV / "pyvenv.cfg"
    return str(config.stat().st_mtime_ns) if config.exists() else ""


def make_venv(step: Step) -> None:
    if PYTHON.exists():
        asked = [str(PYTHON), "-c", "import sys; print(*sys.version_info[:2])"]
        found = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.split()
        if found == ["3", "11"]:
            return
        say(step.name, f"{VENV} holds no Python 3.11; making it anew")
    step.must_run(
        [sys.executable, "-m", "venv", "--clear", str(VENV)],
        "On Debian and Ubuntu the missing part is called python3.11-venv.",
    )


def install(step: Step, requirements: str) -> None:
    """By uv where it can be had, else by pip; both take exactly what the file pins."""
    file = str(ROOT / requirements)
    uv = VENV / "bin" / "uv"
    pip = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    if not uv.exists():
        step.run([*pip, "--quiet", UV])
    uv_install = [str(uv), "pip", "install", "--python", str(PYTHON), "--no-deps", "-r", file]
    if uv.exists() and step.run(uv_install, env=uv_environment(PYTHON)):
        return
    say(step.name, "uv did not get through; going on with pip, which takes minutes")
    has_pip = [str(PYTHON), "-c", "import pip"]
    if subprocess.run(has_pip, capture_output=True, check=False).returncode:
        step.must_run([str(PYTHON), "-m", "ensurepip"], "Install python3.11-venv.")
    step.must_run(
        [*pip, "--progress-bar", "off", "--no-deps", "-r", file],
        "Packages come from the index that pip is configured with (pip config list): "
        "check the network, then start again; it goes on where it stopped.",
    )


def make_environment(step: Step) -> None:
    make_venv(step)
    install(step, "requirements.txt")
    complete_torch(step)


def complete_torch(step: Step) -> None:
    """The CUDA build of torch (the public index has it) needs libraries the list leaves out."""
    if step.run([str(PYTHON), "-c", "import torch"]):
        return
    say(step.name, "this build of torch wants the CUDA libraries: 2 to 3 GB more")
    lines = (ROOT / "requirements.txt").read_text().splitlines()
    torch = next(line.split()[0] for line in lines if line.startswith("torch=="))
    step.must_run(
        [str(VENV / "bin" / "uv"), "pip", "install", "--python", str(PYTHON), torch],
        "An index with the processor build of torch spares this: name it in pip's configuration.",
        env=uv_environment(PYTHON),
    )


def make_tools(step: Step) -> None:
    install(step, "requirements-dev.txt")


# --- the front end ---


def check_node() -> None:
    node, npm = shutil.which("node"), shutil.which("npm")
    advice = "Install Node 20.19 or newer with npm (nodejs.org has it for every system)."
    if not node or not npm:
        raise SetUpError(f"No {'npm' if node else 'node'} in the search path. {advice}")
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    found = tuple(int(part) for part in re.findall(r"\d+", answer)[:2])
    if found < NODE:
        raise SetUpError(f"{node} is {answer.strip()}, too old for the front end. {advice}")


def npm_packages(step: Step) -> None:
    check_node()
    step.must_run(
        ["npm", "ci", "--no-audit", "--no-fund"],
        "Packages come from the registry that npm is configured with (npm config get registry): "
        "check the network, then start again.",
        folder=FRONTEND,
    )


def build(step: Step) -> None:
    check_node()
    step.must_run(["npm", "run", "build"], "Mend the front end's sources.", folder=FRONTEND)


def front_end_sources() -> Iterable[Path]:
    tests = re.compile(r"\.test\.tsx?$")
    sources = tree(FRONTEND / "src", FRONTEND / "public", FRONTEND / "index.html")()
    yield from (path for path in sources if not tests.search(path.name))
    yield from (FRONTEND / name for name in ("package-lock.json", "tsconfig.json"))
    yield from FRONTEND.glob("vite*.ts")


# --- state ---


def manage(*words: str) -> list[str]:
    return [str(PYTHON), str(ROOT / "manage.py"), *words]


def database_identity() -> str:
    """Changes when somebody deletes the database."""
    path = STATE / "plumbline.sqlite3"
    return str(path.stat().st_ino) if path.exists() else ""


def migrate(step: Step) -> None:
    step.must_run(
        manage("migrate", "--no-input"),
        f"Nothing is lost: the database in {STATE} is as it was before the step that failed.",
    )


def seed(step: Step) -> None:
    step.must_run(manage("seed_demo"), f"To begin with an empty product, move {STATE} away.")


def seed_sources() -> Iterable[Path]:
    """None: the demo is made once for a database, whatever happens to its recipe later."""
    return ()


def migrations() -> Iterable[Path]:
    return ROOT.glob("platform/*/migrations/*.py")


DATABASE = STATE / "plumbline.sqlite3"
LANES: list[list[Step]] = [
    [
        Step(
            name="environment",
            words="making .venv and installing requirements.txt (2.1 GB, a minute or two)",
            inputs=tree(ROOT / "requirements.txt"),
            products=(PYTHON,),
            make=make_environment,
            tie=venv_identity,
            size_of=VENV,
        ),
        Step(
            name="tools",
            words="installing requirements-dev.txt: what tests and checks need",
            inputs=tree(ROOT / "requirements-dev.txt"),
            products=(VENV / "bin" / "pytest",),
            make=make_tools,
            tie=venv_identity,
            size_of=VENV,
        ),
        Step(
            name="database",
            words=f"bringing the database in {STATE} up to date",
            inputs=migrations,
            products=(DATABASE,),
            make=migrate,
            stamps=STATE / "stamps",
        ),
        Step(
            name="demo",
            words="making a demo clinic and a demo school with rendered people",
            inputs=seed_sources,
            products=(DATABASE,),
            make=seed,
            tie=database_identity,
            stamps=STATE / "stamps",
            size_of=STATE,
        ),
    ],
    [
        Step(
            name="packages",
            words="installing the front end's packages (npm ci)",
            inputs=tree(FRONTEND / "package-lock.json", FRONTEND / "package.json"),
            products=(FRONTEND / "node_modules" / ".package-lock.json",),
            make=npm_packages,
            size_of=FRONTEND / "node_modules",
        ),
        Step(
            name="frontend",
            words="building the pages",
            inputs=front_end_sources,
            products=(FRONTEND / "dist" / "index.html",),
            make=build,
        ),
    ],
]
