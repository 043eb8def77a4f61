"""The child is one line of Python that tries to get out; each door is tried for itself."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from media import confine
from media.confine import Bounds, Outcome
from tests.apps.media.conftest import BOUNDS


def child(code: str, folder: Path, bounds: Bounds = BOUNDS, **more: object) -> Outcome:
    argv = [sys.executable, "-I", "-S", "-c", code]
    return confine.run(argv, bounds=bounds, folder=folder, **more)  # type: ignore[arg-type]


def test_well_behaved_child_ends_with_its_output(tmp_path: Path) -> None:
    outcome = child("import sys; print('out'); print('err', file=sys.stderr)", tmp_path)

    assert outcome.ok
    assert (outcome.ending, outcome.returncode) == ("exited", 0)
    assert (outcome.stdout, outcome.stderr_tail) == (b"out\n", b"err\n")


def test_exit_status_is_handed_on(tmp_path: Path) -> None:
    outcome = child("raise SystemExit(7)", tmp_path)

    assert (outcome.ending, outcome.returncode, outcome.ok) == ("exited", 7, False)


def test_crash_is_handed_on_as_its_signal(tmp_path: Path) -> None:
    outcome = child("import ctypes; ctypes.string_at(0)", tmp_path)

    assert (outcome.ending, -outcome.returncode) == ("killed", signal.SIGSEGV)
    assert not outcome.over_limits


def test_memory_bomb_gets_no_memory(tmp_path: Path) -> None:
    outcome = child("x = bytearray(2 * 1024**3)", tmp_path)

    assert not outcome.ok
    assert b"MemoryError" in outcome.stderr_tail


def test_processor_bomb_is_killed_by_the_kernel(tmp_path: Path) -> None:
    outcome = child("while True: pass", tmp_path, replace(BOUNDS, cpu_s=1))

    assert outcome.ending == "killed"
    assert outcome.over_limits
    assert outcome.cpu_s < 4


def test_sleeper_is_killed_at_the_wall_limit(tmp_path: Path) -> None:
    outcome = child("import time; time.sleep(60)", tmp_path, replace(BOUNDS, wall_s=0.5))

    assert outcome.ending == "out_of_time"
    assert outcome.wall_s < 10


def test_file_over_its_limit_is_not_written(tmp_path: Path) -> None:
    outcome = child("f = open('x', 'wb', 0)\nwhile True: f.write(bytes(1 << 20))", tmp_path)

    assert not outcome.ok
    assert (tmp_path / "x").stat().st_size <= BOUNDS.file_bytes


def test_disk_filled_with_many_files_ends_the_child(tmp_path: Path) -> None:
    code = (
        "import time\nfor i in range(10**6):\n"
        "  open(str(i), 'wb').write(bytes(3 << 20)); time.sleep(0.05)"
    )

    outcome = child(code, tmp_path)

    assert outcome.ending == "out_of_disk"
    assert outcome.over_limits


def test_endless_talk_ends_the_child(tmp_path: Path) -> None:
    outcome = child("while True: print('x' * 1000)", tmp_path)

    assert outcome.ending == "too_talkative"
    assert len(outcome.stdout) <= BOUNDS.stdout_bytes


def test_endless_complaints_are_kept_short(tmp_path: Path) -> None:
    outcome = child(
        "import sys\nfor i in range(9999): sys.stderr.write('x' * 99 + '\\n')", tmp_path
    )

    assert outcome.ok
    assert len(outcome.stderr_tail) == confine.STDERR_BYTES


def test_lines_arrive_while_the_child_runs(tmp_path: Path) -> None:
    seen: list[bytes] = []
    code = "import time\nfor i in range(3): print(i, flush=True); time.sleep(0.05)"

    child(code, tmp_path, on_line=seen.append)

    assert seen == [b"0", b"1", b"2"]


def test_cancel_ends_the_child_promptly(tmp_path: Path) -> None:
    started = time.monotonic()

    outcome = child(
        "import time; time.sleep(60)",
        tmp_path,
        is_cancelled=lambda: time.monotonic() - started > 0.3,
    )

    assert outcome.ending == "cancelled"
    assert outcome.wall_s < 5


def test_failing_callback_leaves_no_child(tmp_path: Path) -> None:
    def fail(_line: bytes) -> None:
        raise RuntimeError("our own fault")

    before = children()
    with pytest.raises(RuntimeError, match="our own fault"):
        child("print(1, flush=True)\nimport time; time.sleep(60)", tmp_path, on_line=fail)

    assert children() <= before


def children() -> set[str]:
    """Processes that this one started and has not collected."""
    tasks = Path("/proc/self/task").glob("*/children")
    return {number for task in tasks for number in task.read_text().split()}


def test_process_that_slips_out_of_the_group_ends_with_the_child(tmp_path: Path) -> None:
    if not confine.doors().processes:
        pytest.skip("this kernel gives no process namespace; the group kill alone is left")
    code = (
        "import os, time\n"
        "if os.fork() == 0:\n"
        "  os.setsid()\n"
        "  for i in range(600): open('beat', 'w').write(str(i)); time.sleep(0.05)\n"
        "time.sleep(0.5)"
    )

    outcome = child(code, tmp_path)
    after = (tmp_path / "beat").read_text()
    time.sleep(0.3)

    assert outcome.ok
    assert (tmp_path / "beat").read_text() == after


def test_fork_bomb_leaves_nothing_behind(tmp_path: Path) -> None:
    code = (
        "import os, time\nn = 0\n"
        "while n < 400:\n"
        "  try:\n"
        "    if os.fork() == 0: os.setsid(); time.sleep(60)\n"
        "  except BlockingIOError: break\n"
        "  n += 1\n"
        "print(n)"
    )

    outcome = child(code, tmp_path, replace(BOUNDS, wall_s=60))

    assert outcome.ok
    if os.getuid() != 0 and confine.doors().process_count:  # the kernel never counts root's
        assert int(outcome.stdout) <= BOUNDS.processes
    assert not list(tmp_path.glob("*"))


def test_no_network_is_reached(tmp_path: Path) -> None:
    if not confine.doors().network:
        pytest.skip("this kernel gives no network namespace to an ordinary user")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        port = server.getsockname()[1]

        outcome = child(
            f"import socket; socket.create_connection(('127.0.0.1', {port}), 3)", tmp_path
        )

        assert not outcome.ok
        with pytest.raises(TimeoutError):
            server.accept()


@pytest.mark.parametrize("_case", ["secret.txt", "../secret.txt", "/etc/passwd"])
def test_no_file_outside_is_read(_case: str, tmp_path: Path) -> None:
    if not confine.doors().files:
        pytest.skip("this kernel has no Landlock")
    (tmp_path / "secret.txt").write_text("secret")
    folder = tmp_path / "work"
    folder.mkdir()
    target = _case if _case.startswith("/") else str(tmp_path / "work" / ".." / "secret.txt")

    outcome = child(f"print(open({target!r}).read())", folder)

    assert not outcome.ok
    assert outcome.stdout == b""
    assert b"PermissionError" in outcome.stderr_tail


def test_no_file_outside_is_written(tmp_path: Path) -> None:
    if not confine.doors().files:
        pytest.skip("this kernel has no Landlock")
    folder = tmp_path / "work"
    folder.mkdir()

    outcome = child(f"open({str(tmp_path / 'x')!r}, 'w')", folder)

    assert not outcome.ok
    assert not (tmp_path / "x").exists()


def test_open_file_is_readable_by_its_number(tmp_path: Path) -> None:
    (tmp_path / "given.txt").write_text("given")
    folder = tmp_path / "work"
    folder.mkdir()
    with (tmp_path / "given.txt").open("rb") as given:
        number = given.fileno()

        outcome = child(f"import os; print(os.read({number}, 99))", folder, pass_fds=(number,))

    assert outcome.stdout == b"b'given'\n"


def test_child_sees_no_environment_of_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLUMBLINE_SECRET_KEY", "hidden")

    outcome = child("import os; print(sorted(os.environ))", tmp_path)

    assert outcome.stdout == b"['HOME', 'LC_ALL', 'MALLOC_ARENA_MAX', 'PATH', 'TMPDIR']\n"


def test_child_writes_no_core_and_has_few_files(tmp_path: Path) -> None:
    code = (
        "import resource as r; print(r.getrlimit(r.RLIMIT_CORE), r.getrlimit(r.RLIMIT_NOFILE)[1],"
        " __import__('os').nice(0) >= 10)"
    )

    assert child(code, tmp_path).stdout == b"(0, 0) 64 True\n"


def test_command_that_is_not_there_is_told_apart(tmp_path: Path) -> None:
    outcome = confine.run(["/nowhere/at/all"], bounds=BOUNDS, folder=tmp_path)

    assert outcome.returncode == confine.NOT_STARTED
    assert b"not started" in outcome.stderr_tail


def test_child_dies_with_a_killed_parent(tmp_path: Path) -> None:
    ours = (
        "import sys\nsys.path.insert(0, 'platform')\n"
        "from pathlib import Path\nfrom media import confine\n"
        "from tests.apps.media.conftest import BOUNDS\n"
        f"confine.run([sys.executable, '-I', '-S', '-c', {BEATING!r}], bounds=BOUNDS,"
        f" folder=Path({str(tmp_path)!r}))"
    )
    root = Path(__file__).parents[3]
    parent = subprocess.Popen([sys.executable, "-c", ours], cwd=root)
    beat = tmp_path / "beat"
    for _ in range(400):
        if beat.exists():
            break
        time.sleep(0.05)

    parent.kill()
    parent.wait()
    time.sleep(0.5)
    after = beat.read_text()
    time.sleep(0.4)

    assert beat.read_text() == after


BEATING = "import time\nfor i in range(600): open('beat', 'w').write(str(i)); time.sleep(0.05)"


def test_runs_in_threads_side_by_side(tmp_path: Path) -> None:
    outcomes: list[Outcome] = []
    folders = [tmp_path / str(index) for index in range(3)]
    for folder in folders:
        folder.mkdir()
    threads = [
        threading.Thread(target=lambda f=folder: outcomes.append(child("print(1)", f)))
        for folder in folders
    ]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [outcome.stdout for outcome in outcomes] == [b"1\n"] * 3


def test_folder_of_a_killed_process_is_swept_and_a_held_one_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    left, young = tmp_path / f"{confine.WORKSPACE}left", tmp_path / f"{confine.WORKSPACE}young"
    for folder in (left, young):
        folder.mkdir()
        (folder / "proxy.mp4").write_bytes(b"x")
    with confine.workspace() as held:
        for folder in (left, held):
            os.utime(folder, (0, 0))

        with confine.workspace():
            pass

        assert (left.exists(), held.exists(), young.exists()) == (False, True, True)


def test_limits_hold_where_the_kernel_shuts_no_door(tmp_path: Path) -> None:
    none = confine.Doors()

    hungry = child("x = bytearray(2 * 1024**3)", tmp_path, shut=none)
    endless = child("while True: pass", tmp_path, replace(BOUNDS, wall_s=0.5), shut=none)

    assert b"MemoryError" in hungry.stderr_tail
    assert endless.ending == "out_of_time"


# Run by the system's Python, which an ordinary user may execute wherever ours lies.
SYSTEM_PYTHON = Path("/usr/bin/python3")
CROWD = """
import os, sys, tempfile, threading
from pathlib import Path
from media import confine
os.setgid(65534), os.setuid(65534)
confine.doors()  # what the kernel allows is found out once, before the crowd
for _ in range(200): threading.Thread(target=threading.Event().wait, daemon=True).start()
work = "import threading\\nfor _ in range(8): threading.Thread(target=print, args=('here',)).start()"
bounds = confine.Bounds(1 << 29, 10, 60, 1 << 20, 1 << 22, 1 << 16)
with tempfile.TemporaryDirectory() as folder:
    argv = [sys.executable, "-I", "-S", "-c", work]
    outcome = confine.run(argv, bounds=bounds, folder=Path(folder))
sys.stderr.write(repr(outcome))
sys.stderr.flush()
os._exit(0 if outcome.ok and outcome.stdout.split() == [b"here"] * 8 else 1)
"""


def test_users_other_processes_do_not_count_against_the_child() -> None:
    """Threads of the same ordinary user outside, more than the child itself may have."""
    if os.getuid() != 0 or not SYSTEM_PYTHON.exists():
        pytest.skip("becoming an ordinary user needs root and the system's Python")
    if not all(folder.stat().st_mode & 0o001 for folder in Path(__file__).parents):
        pytest.skip("an ordinary user cannot reach this checkout")
    run = subprocess.run(
        [str(SYSTEM_PYTHON), "-c", CROWD],
        cwd=Path(__file__).parents[3],
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": "platform:."},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-800:]
