"""Whose clip is it? The one question that creation asks about people."""

import uuid

from base.errors import Invalid, NotFound, Refused
from tenants.access import access_participant, require
from tenants.permissions import Perm, Reach
from tenants.records import Actor

FIELD = "participant"


def participant_of(actor: Actor, said: str) -> uuid.UUID:
    """The participant (membership id) that `actor` may upload for. Raises Invalid, Refused."""
    if require(actor, Perm.ASSESSMENT_CREATE) is Reach.OWN:
        return _own(actor, said)
    if not said:
        raise Invalid(
            "Say whose clip this is: choose a participant.", fields={FIELD: "Choose a participant."}
        )
    try:
        return access_participant(_as_id(said)).id
    except NotFound as absent:
        raise _unknown() from absent


def _own(actor: Actor, said: str) -> uuid.UUID:
    if actor.membership_id is None:
        raise Refused
    if said and _as_id(said) != actor.membership_id:
        raise _unknown()
    return actor.membership_id


def _as_id(said: str) -> uuid.UUID:
    try:
        return uuid.UUID(said)
    except ValueError as bad:
        raise _unknown() from bad


def _unknown() -> Invalid:
    return Invalid(
        "There is no such participant in this organisation. Choose one from the list.",
        fields={FIELD: "Unknown participant."},
    )
