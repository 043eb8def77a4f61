"""A small tus client that says exactly what a test tells it to say."""

import base64
import socket
from urllib.parse import urlsplit

import requests

from tests.support.upload_process import UploadServer

OFFSET_TYPE = "application/offset+octet-stream"


def encoded(metadata: dict[str, str]) -> str:
    """An Upload-Metadata header."""
    return ",".join(f"{k} {base64.b64encode(v.encode()).decode()}" for k, v in metadata.items())


class Tus:
    """Acts as one person (session cookie and Origin) or, with `token`, as a device."""

    def __init__(self, server: UploadServer, who: str = "north_ann", org: str = "north") -> None:
        self.server = server
        self.collection = f"{server.url}/api/v1/orgs/{org}/uploads"
        self.headers = {"Tus-Resumable": "1.0.0"}
        if who.endswith("device"):
            self.headers["Authorization"] = f"Bearer {server.people[who + '_token']}"
        else:
            self.headers["Cookie"] = f"sessionid={server.people[who + '_cookie']}"
            self.headers["Origin"] = server.url

    def send(
        self, method: str, url: str = "", body: bytes | None = None, /, **headers: str | None
    ) -> requests.Response:
        """`headers` in Python spelling; None leaves a header out."""
        said: dict[str, str | None] = dict(self.headers)
        said |= {name.replace("_", "-"): value for name, value in headers.items()}
        kept = {name: value for name, value in said.items() if value is not None}
        return requests.request(method, url or self.collection, data=body, headers=kept, timeout=60)

    def create(self, size: int | None, **metadata: str) -> requests.Response:
        return self.send(
            "POST",
            Upload_Length=None if size is None else str(size),
            Upload_Defer_Length="1" if size is None else None,
            Upload_Metadata=encoded(metadata) if metadata else None,
        )

    def begin(self, size: int | None, **metadata: str) -> str:
        """Address of a new upload."""
        made = self.create(size, **metadata)
        assert made.status_code == 201, made.text
        return self.server.url + made.headers["Location"]

    def patch(self, url: str, offset: int, body: bytes, **headers: str | None) -> requests.Response:
        said: dict[str, str | None] = {"Upload_Offset": str(offset), "Content_Type": OFFSET_TYPE}
        return self.send("PATCH", url, body, **(said | headers))

    def offset(self, url: str) -> int:
        answer = self.send("HEAD", url)
        assert answer.status_code == 200, answer.status_code
        return int(answer.headers["Upload-Offset"])

    def open_patch(self, url: str, offset: int, announced: int) -> socket.socket:
        """A PATCH whose bytes the test sends, stops or cuts by hand."""
        parts = urlsplit(url)
        lines = [f"PATCH {parts.path} HTTP/1.1", f"Host: {parts.netloc}"]
        said = self.headers | {
            "Upload-Offset": str(offset),
            "Content-Type": OFFSET_TYPE,
            "Content-Length": str(announced),
        }
        lines += [f"{name}: {value}" for name, value in said.items()]
        connection = socket.create_connection(("127.0.0.1", self.server.port), timeout=20)
        connection.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        return connection


def id_of(url: str) -> str:
    return url.rsplit("/", 1)[1]
