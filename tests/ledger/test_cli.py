import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ledger.cli import main
from ledger.verify import STEPS
from tests.ledger.vectors import EXAMPLES, ROOT

BUNDLE = "public-test-keys.bundle.json"
TRUST = "public-test-keys.trust.json"


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """A folder with nothing but the two files."""
    for name in (BUNDLE, TRUST):
        shutil.copy(EXAMPLES / name, tmp_path / name)
    return tmp_path


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    program = (
        "import socket, sys, runpy\n"
        "def no(*_, **__): raise SystemExit('the network was used')\n"
        "socket.socket.connect = socket.getaddrinfo = no\n"
        "sys.argv[0] = 'ledger'\n"
        "runpy.run_module('ledger', run_name='__main__', alter_sys=False)\n"
    )
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )


def test_bundle_verifies_in_an_empty_folder_without_network(empty: Path) -> None:
    done = run(empty, "verify", BUNDLE, "--trust", TRUST)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert [line.split()[:2] for line in lines[:-1]] == [["ok", step] for step in STEPS]
    assert lines[-1] == "verified"
    assert sorted(path.name for path in empty.iterdir()) == [BUNDLE, TRUST]


def test_bundle_without_trust_file_has_no_verdict(empty: Path) -> None:
    done = run(empty, "verify", BUNDLE)
    assert (done.returncode, done.stdout) == (2, "")
    assert "no trust anchor" in done.stderr


def test_forged_bundle_is_refused_at_a_named_step(empty: Path, capsys) -> None:
    value = json.loads((empty / BUNDLE).read_text())
    value["entry"]["index"] = 4
    (empty / BUNDLE).write_text(json.dumps(value))

    code = main(["verify", str(empty / BUNDLE), "--trust", str(empty / TRUST)])

    printed = capsys.readouterr().out
    assert code == 1
    assert "FAILED  inclusion" in printed
    assert "not run anchor" in printed
    assert printed.endswith("refused at step inclusion\n")


def test_steps_as_json(empty: Path, capsys) -> None:
    assert main(["verify", str(empty / BUNDLE), "--trust", str(empty / TRUST), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["ok"], found["failed"]) == (True, None)
    assert [step["step"] for step in found["steps"]] == list(STEPS)


def test_holder_shows_one_field_and_keeps_the_rest(empty: Path, capsys) -> None:
    out = empty / "verdict.bundle.json"
    field, model = "/report/clip_verdict/label", "/report/models/0/weights_sha256"
    arguments = ["narrow", str(empty / BUNDLE), "--field", field, "--field", model]
    assert main([*arguments, "--out", str(out)]) == 0
    assert main(["verify", str(out), "--trust", str(empty / TRUST)]) == 0
    assert "7 fields of the record are open" in capsys.readouterr().out
    assert out.read_bytes() == (EXAMPLES / "public-test-keys-one-field.bundle.json").read_bytes()
    assert "squat_depth" not in out.read_text()

    assert main(["narrow", str(out), "--out", str(out)]) == 2  # no longer whole
    assert main([*arguments, "--field", "/absent", "--out", str(out)]) == 2
    assert main(["narrow", str(empty / "absent"), "--out", str(out)]) == 2


@pytest.mark.parametrize(
    ("bundle", "trust"), [("absent.json", TRUST), (BUNDLE, "absent.json"), (BUNDLE, BUNDLE)]
)
def test_files_that_cannot_be_used_give_no_verdict(empty: Path, bundle, trust, capsys) -> None:
    assert main(["verify", str(empty / bundle), "--trust", str(empty / trust)]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("\n") == 1


def test_example_command_writes_files_that_verify(tmp_path: Path, capsys) -> None:
    assert main(["example", str(tmp_path / "new")]) == 0
    made = sorted(path.name for path in (tmp_path / "new").iterdir())
    assert made == sorted(path.name for path in EXAMPLES.iterdir())
    bundle, trust = tmp_path / "new" / BUNDLE, tmp_path / "new" / TRUST
    assert main(["verify", str(bundle), "--trust", str(trust)]) == 0
