import datetime as dt

import pytest
from django.contrib.sessions.models import Session

from base import clock
from base.models import IdempotencyKey
from base.tasks import tidy

pytestmark = pytest.mark.django_db


def key(name: str, age: dt.timedelta) -> None:
    IdempotencyKey.objects.create(name=name, created_at=clock.now() - age)


def test_old_keys_go_and_fresh_ones_stay() -> None:
    key("old", dt.timedelta(days=3))
    key("fresh", dt.timedelta(hours=1))
    assert tidy() == 1
    assert [one.name for one in IdempotencyKey.objects.all()] == ["fresh"]


def test_ended_sessions_go_and_open_ones_stay() -> None:
    now = clock.now()
    for name, expires in (("ended", now - dt.timedelta(days=1)), ("open", now + dt.timedelta(1))):
        Session.objects.create(session_key=name, session_data="", expire_date=expires)
    tidy()
    assert [one.session_key for one in Session.objects.all()] == ["open"]
