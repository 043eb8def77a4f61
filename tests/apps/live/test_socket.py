import uuid
from typing import Any

import pytest
from asgiref.sync import sync_to_async

from base import clock, scope
from live.services import event_publish
from plumbline.asgi import application
from results.models import Assessment
from tenants.models import Membership
from tests.factories import results as make
from tests.factories.tenants import Place
from tests.support.sockets import Socket

pytestmark = pytest.mark.django_db(transaction=True)

HOST = [(b"host", b"testserver"), (b"origin", b"http://testserver")]


def socket(
    org: str,
    topic: object,
    cookie: str,
    *,
    query: str = "",
    headers: list[tuple[bytes, bytes]] = HOST,
) -> Socket:
    path = f"/ws/orgs/{org}/assessments/{topic}{query}"
    return Socket(application, path, [*headers, (b"cookie", cookie.encode())])


async def closed_with(one: Socket) -> int:
    await one.open()
    return await one.close_code()


async def events_until(one: Socket, last_id: int) -> list[dict[str, Any]]:
    events: list[dict[str, Any]] = []
    while not events or events[-1]["id"] < last_id:
        events += (await one.json()).get("events", [])
    return events


@pytest.fixture
def row(clinic: Place) -> Assessment:
    return make.uploaded(clinic, clinic.participant)


@pytest.fixture
def cookie(clinic: Place, cookie_for) -> str:
    found: str = cookie_for(clinic.participant)
    return found


def publish(row: Assessment) -> int:
    with scope.tenant(row.tenant_id):
        return event_publish(row.id, "stage", {"stage": "pose"})


async def test_socket_sends_what_was_missed_then_what_comes(
    clinic: Place, row: Assessment, cookie: str
) -> None:
    one = socket(clinic.slug, row.id, cookie)
    await one.open()

    missed = await one.json()
    number = await sync_to_async(publish)(row)
    coming = await events_until(one, number)

    assert missed["events"][0]["id"] == 1
    assert [event["id"] for event in coming] == [number]
    await one.leave()


async def test_socket_goes_on_after_the_number_the_client_names(
    clinic: Place, row: Assessment, cookie: str
) -> None:
    one = socket(clinic.slug, row.id, cookie, query="?after=2")
    await one.open()
    message = await one.json()
    assert message["events"][0]["id"] == 3
    await one.leave()


async def test_settled_topic_ends_but_stays_open_for_reviews(
    clinic: Place, row: Assessment, cookie: str
) -> None:
    await sync_to_async(settle)(row)
    one = socket(clinic.slug, row.id, cookie)
    await one.open()
    kinds = [(await one.json())["type"] for _ in range(2)]
    number = await sync_to_async(publish)(row)
    assert kinds == ["events", "end"]
    assert [event["id"] for event in await events_until(one, number)] == [number]
    await one.leave()


def settle(row: Assessment) -> None:
    with scope.tenant(row.tenant_id):
        Assessment.objects.filter(id=row.id).update(given_up_at=clock.now())


async def test_signed_out_browser_is_closed_with_4401(clinic: Place, row: Assessment) -> None:
    assert await closed_with(socket(clinic.slug, row.id, "sessionid=nothing")) == 4401


async def test_other_site_is_closed_with_4401(clinic: Place, row: Assessment, cookie: str) -> None:
    evil = [(b"host", b"testserver"), (b"origin", b"http://evil.example")]
    assert await closed_with(socket(clinic.slug, row.id, cookie, headers=evil)) == 4401


async def test_missing_origin_is_closed_with_4401(
    clinic: Place, row: Assessment, cookie: str
) -> None:
    bare = [(b"host", b"testserver")]
    assert await closed_with(socket(clinic.slug, row.id, cookie, headers=bare)) == 4401


async def test_another_persons_assessment_is_closed_with_4404(
    clinic: Place, row: Assessment, cookie_for
) -> None:
    other = await sync_to_async(cookie_for)(clinic.participants[1])
    assert await closed_with(socket(clinic.slug, row.id, other)) == 4404


async def test_another_tenants_assessment_is_closed_with_4404(
    school: Place, row: Assessment, cookie_for
) -> None:
    stranger = await sync_to_async(cookie_for)(school.admin)
    assert await closed_with(socket(school.slug, row.id, stranger)) == 4404


async def test_unknown_topic_and_unknown_id_are_closed_alike(clinic: Place, cookie: str) -> None:
    assert await closed_with(socket(clinic.slug, uuid.uuid4(), cookie)) == 4404


async def test_ended_membership_closes_an_open_socket(
    clinic: Place, row: Assessment, cookie: str, settings
) -> None:
    settings.LIVE_RECHECK_S = 0.2
    one = socket(clinic.slug, row.id, cookie)
    await one.open()
    await one.json()

    await sync_to_async(end_membership)(clinic.participant)

    assert await one.close_code() == 4404


def end_membership(member: Membership) -> None:
    with scope.tenant(member.tenant_id):
        Membership.objects.filter(id=member.id).update(ended_at=clock.now())
