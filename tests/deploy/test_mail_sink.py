"""Letters of the production shape's try-out land in a folder, as they were sent."""

import contextlib
import smtplib
import subprocess
import sys
import time
from pathlib import Path

from tests.support.upload_process import free_port

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"


def send(port: int) -> bool:
    with contextlib.suppress(ConnectionRefusedError), smtplib.SMTP("127.0.0.1", port) as server:
        server.sendmail("a@one.example", ["b@two.example"], "Subject: hello\n\n.dot\nend\n")
        return True
    return False


def test_letter_lands_in_the_folder_as_it_was_sent(tmp_path: Path) -> None:
    port = free_port()
    sink = subprocess.Popen(
        [sys.executable, str(DEPLOY / "mail_sink.py"), str(port), str(tmp_path)]
    )

    try:
        end = time.monotonic() + 20
        while not send(port) and time.monotonic() < end:
            time.sleep(0.1)
    finally:
        sink.kill()
        sink.wait()

    letters = [path.read_bytes() for path in tmp_path.iterdir()]
    assert letters == [b"Subject: hello\r\n\r\n.dot\r\nend\r\n"]
