"""The HTTP side of a witness.

The standard library's threading server: a witness answers a few small requests a minute, should run
from a bare Python with one package (cryptography), and is the part of the system that strangers
operate and read. It speaks plain HTTP; TLS is the proxy's in front.
"""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from ledger.witness.cosigner import Answer, Witness

__all__ = ["WitnessServer"]

MAX_BODY_BYTES = 1 << 18  # chosen: 63 hashes and 60 ML-DSA-44 signature lines
IDLE_S = 30  # of a connection that is kept open
SUBMIT_PATH = "/add-checkpoint"
LATEST_PARTS = 3  # "", hash, "checkpoint"


class WitnessServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address: tuple[str, int], witness: Witness) -> None:
        super().__init__(address, _Handler)
        self.witness = witness

    @property
    def url(self) -> str:
        return f"http://{self.server_address[0]!s}:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = IDLE_S
    server: WitnessServer

    def do_POST(self) -> None:
        if self.path != SUBMIT_PATH:
            self._answer(Answer(404, "There is nothing here.\n"))
            return
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit()):
            self._refuse(Answer(411, "The request has no Content-Length.\n"))
        elif int(length) > MAX_BODY_BYTES:
            self._refuse(Answer(413, "The body is too long.\n"))
        else:
            body = self.rfile.read(int(length))
            self._answer(self.server.witness.add_checkpoint(body))

    def do_GET(self) -> None:
        parts = self.path.split("/")
        if len(parts) == LATEST_PARTS and parts[2] == "checkpoint":
            self._answer(self.server.witness.latest(parts[1]))
        else:
            self._answer(Answer(404, "There is nothing here.\n"))

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """No line for each request: a proxy keeps those."""

    def _refuse(self, answer: Answer) -> None:
        """Answer with the body unread, so the connection cannot go on."""
        self.close_connection = True
        self._answer(answer)

    def _answer(self, answer: Answer) -> None:
        body = answer.body.encode()
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)
