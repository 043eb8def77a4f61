"""Organisations, rolls and the questions that other apps ask."""

import datetime as dt
import uuid
from functools import partial

import pytest

from audit.kinds import Kind
from audit.records import SYSTEM
from base import errors, scope
from tenants import selectors, services
from tenants.access import access_participant
from tenants.errors import AlreadyMember, SlugTaken
from tenants.models import Organisation
from tenants.permissions import Role
from tests.factories import accounts, tenants
from tests.factories.tenants import Place
from tests.support.journal import journal


def test_organisation_is_made_with_its_first_journal_row(db: None) -> None:
    org = services.organisation_create(
        slug="north", name=" North Clinic ", kind="clinic", actor=SYSTEM
    )

    assert (org.name, org.kind) == ("North Clinic", "clinic")
    assert journal(org) == [(Kind.ORGANISATION_CREATED, {"kind": "clinic"})]


def test_taken_slug_is_refused(clinic: Place) -> None:
    with pytest.raises(SlugTaken):
        services.organisation_create(slug=clinic.slug, name="Other", kind="school", actor=SYSTEM)

    assert Organisation.objects.count() == 1


def test_person_is_entered_once_per_organisation(clinic: Place) -> None:
    user = accounts.user()
    enter = partial(
        services.membership_create, tenant_id=clinic.org.id, user_id=user.id, actor=SYSTEM
    )
    enter(role=Role.PARTICIPANT)

    with pytest.raises(AlreadyMember):
        enter(role=Role.ADMIN)

    noted = journal(clinic.org, Kind.MEMBER_JOINED)
    assert noted == [(Kind.MEMBER_JOINED, {"role": "participant"})]


def test_guest_whose_time_ran_out_may_come_back(clinic: Place) -> None:
    guest = tenants.guest(clinic.participant, lasts=-dt.timedelta(days=1))

    back = services.membership_create(
        tenant_id=clinic.org.id, user_id=guest.user_id, role=Role.PARTICIPANT, actor=SYSTEM
    )

    with scope.tenant(clinic.org.id):
        assert selectors.membership_get(guest.id).ended_at is not None
        assert selectors.membership_get(back.id).role == Role.PARTICIPANT


def test_selectors_answer_about_own_people_only(clinic: Place, school: Place) -> None:
    mine, foreign = clinic.participant, school.participant

    with scope.tenant(clinic.org.id):
        found = selectors.memberships_by_id([mine.id, foreign.id, uuid.uuid4()])
        names = selectors.user_names([mine.user_id, foreign.user_id])
        assert set(found) == {mine.id}
        assert names == {mine.user_id: mine.user.name}
        assert selectors.participant_name(mine.id) == mine.user.name
        with pytest.raises(errors.NotFound):
            selectors.membership_get(foreign.id)
        with pytest.raises(errors.NotFound):
            access_participant(foreign.id)


def test_only_participants_pass_as_participants(clinic: Place) -> None:
    ended = tenants.membership(clinic.org, ended_at=clinic.org.created_at)

    with scope.tenant(clinic.org.id):
        assert access_participant(clinic.participant.id).id == clinic.participant.id
        for other in (clinic.admin, clinic.professional, ended):
            with pytest.raises(errors.NotFound):
                access_participant(other.id)
