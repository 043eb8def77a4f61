import contextlib
import hashlib
import http.client
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.cosignature import cosignature_time
from ledger.keys import KeyKind, VerifierKey
from ledger.note import signature_lines_parse
from ledger.witness.__main__ import main
from ledger.witness.server import MAX_BODY_BYTES, WitnessServer
from tests.ledger.vectors import ROOT
from tests.ledger.witness.house import LOG, ORIGIN, TREE, head, request, signer, witness

Reply = tuple[int, str, str | None]


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    with WitnessServer(("127.0.0.1", 0), witness(tmp_path / "store")) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


def ask(port: int, method: str, path: str, body: bytes | None = None) -> Reply:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    with contextlib.closing(connection):
        connection.request(method, path, body)
        answer = connection.getresponse()
        return answer.status, answer.read().decode(), answer.headers["Content-Type"]


def test_checkpoint_is_cosigned_over_http(port: int) -> None:
    status, body, _ = ask(port, "POST", "/add-checkpoint", request(0, 5))
    (line,) = signature_lines_parse(body)
    assert status == 200
    assert cosignature_time(head(5), line, signer("w1").verifier)


def test_conflict_tells_the_size_in_its_own_type(port: int) -> None:
    ask(port, "POST", "/add-checkpoint", request(0, 5))
    assert ask(port, "POST", "/add-checkpoint", request(0, 8)) == (409, "5\n", "text/x.tlog.size")


def test_latest_checkpoint_is_served(port: int) -> None:
    address = f"/{hashlib.sha256(ORIGIN.encode()).hexdigest()}/checkpoint"
    assert ask(port, "GET", address)[0] == 404
    ask(port, "POST", "/add-checkpoint", request(0, 5))
    status, body, kind = ask(port, "GET", address)
    assert (status, body.split("\n")[:2]) == (200, [ORIGIN, "5"])
    assert kind == "text/plain; charset=utf-8"


def test_one_connection_carries_many_requests(port: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    with contextlib.closing(connection):
        statuses = []
        for old, new in ((0, 5), (5, 8), (8, 64)):
            connection.request("POST", "/add-checkpoint", request(old, new))
            answer = connection.getresponse()
            statuses.append(answer.status)
            answer.read()
            assert not answer.will_close
    assert statuses == [200, 200, 200]


def test_bodies_without_length_or_too_long_are_refused(port: int) -> None:
    for header, value, status in (
        ("Content-Length", str(MAX_BODY_BYTES + 1), 413),
        ("Content-Length", "-1", 411),
        ("Transfer-Encoding", "chunked", 411),
    ):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        with contextlib.closing(connection):
            connection.putrequest("POST", "/add-checkpoint")
            connection.putheader(header, value)
            connection.endheaders()
            answer = connection.getresponse()
            assert (answer.status, answer.will_close) == (status, True)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("POST", "/", 404),
        ("POST", "/add-checkpoint/", 404),
        ("GET", "/add-checkpoint", 404),
        ("GET", "/00/checkpoint", 404),
        ("GET", "/00/checkpoint/x", 404),
        ("PUT", "/add-checkpoint", 501),
    ],
)
def test_other_addresses_and_methods_are_refused(port, method, path, status) -> None:
    assert ask(port, method, path, b"")[0] == status


def test_key_command_writes_a_key_that_others_cannot_read(tmp_path: Path, capsys) -> None:
    file = tmp_path / "w.key"
    assert main(["key", "w1.example", str(file)]) == 0
    key = VerifierKey.parse(capsys.readouterr().out.strip())
    assert (key.name, key.kind) == ("w1.example", KeyKind.COSIGNATURE_MLDSA44)
    assert file.stat().st_mode & 0o777 == 0o600
    before = file.read_bytes()
    assert main(["key", "w1.example", str(file)]) == 2  # never over an old key
    assert file.read_bytes() == before


def test_key_that_others_can_read_is_not_used(tmp_path: Path, capsys) -> None:
    file = tmp_path / "w.key"
    main(["key", "w1.example", str(file)])
    file.chmod(0o644)
    arguments = ["serve", "--key", str(file), "--store", str(tmp_path / "store")]
    assert main([*arguments, "--log", str(LOG.verifier)]) == 2
    assert "chmod 600" in capsys.readouterr().err
    assert not (tmp_path / "store").exists()


@contextlib.contextmanager
def process(folder: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    command = [sys.executable, "-m", "ledger.witness", "serve", "--port", "0"]
    command += ["--key", str(folder / "w.key"), "--store", str(folder / "store")]
    with subprocess.Popen(
        [*command, "--log", str(LOG.verifier)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stdout is not None
        found = re.search(r":(\d+)$", running.stdout.readline().strip())
        assert found
        try:
            yield running, int(found[1])
        finally:
            running.kill()


def held_size(port: int) -> int:
    address = f"/{hashlib.sha256(ORIGIN.encode()).hexdigest()}/checkpoint"
    status, body, _ = ask(port, "GET", address)
    return int(body.split("\n")[1]) if status == 200 else 0


def test_process_killed_while_it_answers_forgets_nothing(tmp_path: Path) -> None:
    """Killed three times with requests under way: what it cosigned, it still holds."""
    main(["key", "w1.example", str(tmp_path / "w.key"), "--kind", "ed25519"])
    acknowledged = 0
    for _ in range(3):
        with process(tmp_path) as (running, port):
            held = held_size(port)
            assert acknowledged <= held <= acknowledged + 1
            killer = threading.Timer(0.1, running.kill)
            killer.start()
            with contextlib.suppress(OSError, http.client.HTTPException):
                for size in range(held + 1, TREE.size + 1):
                    assert ask(port, "POST", "/add-checkpoint", request(size - 1, size))[0] == 200
                    acknowledged = size
            killer.join()
    with process(tmp_path) as (_, port):
        assert held_size(port) >= acknowledged > 0


def test_process_ends_at_once_when_asked(tmp_path: Path) -> None:
    main(["key", "w1.example", str(tmp_path / "w.key")])
    with process(tmp_path) as (running, port):
        assert ask(port, "POST", "/add-checkpoint", request(0, 5))[0] == 200
        running.send_signal(signal.SIGTERM)
        assert running.wait(10) == 0
