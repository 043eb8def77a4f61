"""A person who was invited by mail and accepted, with nothing sent and nothing agreed to yet."""

import email
import email.policy
import os
import re
import uuid
from dataclasses import dataclass
from pathlib import Path

import requests

from tests.support.house import ROOT, SHAPE, House, Person, until

PASSWORD = "a plain sentence as password"


@dataclass(frozen=True)
class Newcomer:
    name: str
    mail: str
    password: str = PASSWORD

    def http(self, house: House) -> Person:
        """The same person as a script, where a story starts in the middle."""
        return Person(house, self.mail, self.password)

    def consenting(self, house: House) -> Person:
        """The same, having agreed to the text in force."""
        person = self.http(house)
        version = person.get("consent")["document"]["version"]
        answer = person.http.post(f"{person.api}/consent", json={"version": version}, timeout=60)
        assert answer.status_code in {200, 201}, answer.text
        return person


def newcomer(house: House) -> Newcomer:
    """Invited to the clinic by its administrator, joined by the link in the letter."""
    mark = uuid.uuid4().hex[:8]
    return joined(house, f"Nora Vale-{mark}", f"{mark}@riverside.example")


def joined(house: House, name: str, mail: str, **invited: str) -> Newcomer:
    """Somebody of that name, in the role of `invited`, else a participant."""
    admin = house.browser("admin@riverside.example")
    answer = admin.http.post(
        f"{admin.api}/invitations",
        json={"email": mail, "role": "participant"} | invited,
        timeout=60,
    )
    assert answer.status_code == 201, answer.text
    stranger = requests.Session()
    stranger.get(house.url, timeout=60)
    token = invitation_path(house, mail).rpartition("/")[2]
    answer = stranger.post(
        f"{house.url}/api/v1/invitations/{token}/accept",
        json={"name": name, "password": PASSWORD},
        headers={"X-CSRFToken": stranger.cookies["csrftoken"], "Origin": house.url},
        timeout=60,
    )
    assert answer.status_code == 201, answer.text
    return Newcomer(name, mail)


def invitation_path(house: House, mail: str) -> str:
    """The path of the link in the newest letter to `mail`."""
    letter = until(lambda: _letters_to(house, mail))[-1]
    found = re.search(r"/invitation/\S+", letter)
    assert found is not None, letter
    return found.group()


def _letters_to(house: House, mail: str) -> list[str]:
    paths = sorted(_folder(house).iterdir(), key=lambda path: path.stat().st_mtime_ns)
    messages = [
        email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in paths
    ]
    bodies = [(message, message.get_body(("plain",))) for message in messages]
    return [body.get_content() for message, body in bodies if body and mail in str(message["To"])]


def _folder(house: House) -> Path:
    """Where letters are delivered in this shape: on disk, or by the mail server's folder."""
    if SHAPE == "embedded":
        folder = house.var / "mail"
        folder.mkdir(exist_ok=True)
        return folder
    services = os.environ.get("PLUMBLINE_SERVICES", str(ROOT / "var" / "services"))
    return Path(services) / "mail" / "letters"
