import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from base import scope
from live.errors import UnknownEventKind
from live.selectors import events_after, last_event_id
from live.services import event_publish
from tests.factories.tenants import Place

STATE = {"state": "queued"}


@pytest.mark.django_db
def test_numbers_begin_at_one_for_each_topic(clinic: Place) -> None:
    with scope.tenant(clinic.org.id):
        one, two = uuid.uuid4(), uuid.uuid4()
        assert [event_publish(one, "state", STATE) for _ in range(3)] == [1, 2, 3]
        assert event_publish(two, "state", STATE) == 1
        assert last_event_id(one) == 3
        assert [event["id"] for event in events_after(one, 1)] == [2, 3]


@pytest.mark.django_db
def test_unlisted_kind_is_refused(clinic: Place) -> None:
    with scope.tenant(clinic.org.id), pytest.raises(UnknownEventKind):
        event_publish(uuid.uuid4(), "gossip", {})


@pytest.mark.django_db
def test_same_topic_id_in_another_tenant_is_another_topic(clinic: Place, school: Place) -> None:
    topic = uuid.uuid4()
    with scope.tenant(clinic.org.id):
        event_publish(topic, "state", STATE)
    with scope.tenant(school.org.id):
        assert events_after(topic, 0) == []
        assert event_publish(topic, "state", STATE) == 1


@pytest.mark.django_db(transaction=True)
def test_rolled_back_event_leaves_no_gap(clinic: Place) -> None:
    topic = uuid.uuid4()
    with scope.tenant(clinic.org.id):
        event_publish(topic, "state", STATE)
        with transaction.atomic():
            event_publish(topic, "state", STATE)
            transaction.set_rollback(True)
        assert event_publish(topic, "state", STATE) == 2


@pytest.mark.django_db(transaction=True)
def test_parallel_writers_leave_no_gap_and_no_double(clinic: Place) -> None:
    topic = uuid.uuid4()

    def publish(_: int) -> None:
        with scope.tenant(clinic.org.id):
            event_publish(topic, "state", STATE)
        connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(publish, range(40)))

    with scope.tenant(clinic.org.id):
        assert [event["id"] for event in events_after(topic, 0)] == list(range(1, 41))
