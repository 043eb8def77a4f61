"""The demo clinic and school: rendered people, rows made by the same services as any other."""

import hashlib
import secrets
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from accounts.services import user_create
from audit.records import SYSTEM
from base import scope
from consent.catalogue import FILMING, current
from consent.services import consent_give
from media.store import put
from tenants.permissions import Role
from tenants.records import Actor
from tenants.services import membership_create, organisation_create
from uploads.records import Draft
from uploads.services import upload_create, upload_finish

CLIPS = Path(__file__).resolve().parents[2] / "assessment" / "simulation" / "clips"


@dataclass(frozen=True)
class Person:
    name: str
    mail: str
    role: Role
    clips: tuple[tuple[str, str], ...] = ()  # (clip, exercise)


@dataclass(frozen=True)
class Place:
    slug: str
    name: str
    kind: str
    people: tuple[Person, ...]


PLACES = (
    Place(
        "riverside",
        "Riverside Clinic",
        "clinic",
        (
            Person("Ines Albrecht", "admin@riverside.example", Role.ADMIN),
            Person("Anna Keller", "physio@riverside.example", Role.PROFESSIONAL),
            Person(
                "Mara Lindqvist",
                "mara@riverside.example",
                Role.PARTICIPANT,
                (("demo_squat", "deep_squat"), ("demo_sit_to_stand", "sit_to_stand")),
            ),
            Person(
                "Tomas Berg",
                "tomas@riverside.example",
                Role.PARTICIPANT,
                (("demo_shoulder_abduction", "shoulder_abduction"),),
            ),
        ),
    ),
    Place(
        "northfield",
        "Northfield School",
        "school",
        (
            Person("Ruth Okafor", "admin@northfield.example", Role.ADMIN),
            Person("Sam Duarte", "coach@northfield.example", Role.PROFESSIONAL),
            Person(
                "Lena Novak",
                "lena@northfield.example",
                Role.PARTICIPANT,
                (("demo_jumping_jack", "jumping_jack"), ("demo_push_up", "push_up")),
            ),
        ),
    ),
)


@dataclass(frozen=True)
class SignIn:
    organisation: str
    role: str
    mail: str


def demo_seed(password: str, *, with_clips: bool = True) -> Iterator[SignIn]:
    """Make every place of the table; each person that can sign in is told as it is made."""
    for place in PLACES:
        org = organisation_create(slug=place.slug, name=place.name, kind=place.kind, actor=SYSTEM)
        with scope.tenant(org.id):
            for person in place.people:
                actor = _joined(org.id, place.slug, person, password)
                for clip, exercise in person.clips if with_clips else ():
                    _send(actor, CLIPS / f"{clip}.mp4", exercise)
                yield SignIn(place.name, person.role.value, person.mail)


def _joined(tenant_id: uuid.UUID, org: str, person: Person, password: str) -> Actor:
    user = user_create(email=person.mail, name=person.name, password=password)
    member = membership_create(tenant_id=tenant_id, user_id=user.id, role=person.role, actor=SYSTEM)
    actor = Actor(
        tenant_id=member.tenant_id,
        org=org,
        role=person.role,
        name=person.name,
        membership_id=member.id,
        user_id=user.id,
    )
    if person.role is Role.PARTICIPANT:
        consent_give(membership_id=member.id, version=current(FILMING).version, actor=actor.ref)
    return actor


def _send(actor: Actor, clip: Path, exercise: str) -> None:
    """An upload as a browser makes it, without the network."""
    draft = Draft(
        size_bytes=clip.stat().st_size,
        filename=clip.name,
        content_type="video/mp4",
        exercise=exercise,
    )
    upload = upload_create(actor=actor, draft=draft)
    put(upload.store_key, clip)
    digest = hashlib.sha256(clip.read_bytes()).hexdigest()
    upload_finish(upload_id=upload.id, size=clip.stat().st_size, sha256=digest)


def new_password() -> str:
    """Made for each installation, so that no demo opens with a password from a README."""
    return "-".join(secrets.token_hex(2) for _ in range(3))
