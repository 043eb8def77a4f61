"""Access requests on chain: asked, decided once, used until the end."""

import secrets

import pytest

from tests.contracts.world import ACCOUNTS, DAY_S, World


@pytest.fixture
def tenant(world: World) -> bytes:
    found = world.tenant()
    world.admit(found)
    world.do("admin", "setAccessOnChain", found, True)
    return found


def asked(world: World, tenant: bytes) -> int:
    receipt = world.do("guest", "requestAccess", tenant, secrets.token_bytes(32))
    ((name, told),) = world.events(receipt)
    assert name == "AccessRequested"
    return int(told["id"])


def can(world: World, tenant: bytes, request: int, who: str = "guest") -> bool:
    found: bool = world.ask("canAccess", tenant, request, ACCOUNTS[who].hex)
    return found


def test_requests_are_off_until_a_tenant_turns_them_on(world: World) -> None:
    tenant = world.tenant()
    world.admit(tenant)

    assert world.refusal("guest", "requestAccess", tenant, bytes(32)) == "AccessIsOffChain"


def test_a_grant_is_used_until_its_end_which_is_exclusive(world: World, tenant: bytes) -> None:
    request = asked(world, tenant)
    assert not can(world, tenant, request)
    end = world.now_s() + 5000
    world.do("admin", "decideAccess", tenant, request, True, end)

    receipt = world.do("guest", "useAccess", tenant, request)

    ((name, told),) = world.events(receipt)
    assert (name, told["id"], told["who"]) == ("AccessUsed", request, ACCOUNTS["guest"].hex)
    world.advance(end - world.now_s())
    assert not can(world, tenant, request)
    assert world.refusal("guest", "useAccess", tenant, request) == "AccessNotGranted"


def test_a_decision_is_final(world: World, tenant: bytes) -> None:
    later = world.now_s() + DAY_S
    granted, refused = asked(world, tenant), asked(world, tenant)
    world.do("admin", "decideAccess", tenant, granted, True, later)
    world.do("admin", "decideAccess", tenant, refused, False, 0)

    for request in (granted, refused):
        for verdict, until in ((True, later), (False, 0)):
            arguments = (tenant, request, verdict, until)
            assert world.refusal("admin", "decideAccess", *arguments) == "WrongRequestState"
    assert can(world, tenant, granted)
    assert not can(world, tenant, refused)
    assert world.refusal("guest", "useAccess", tenant, refused) == "AccessNotGranted"


def test_a_grant_needs_an_end_and_a_refusal_has_none(world: World, tenant: bytes) -> None:
    request, now = asked(world, tenant), world.now_s()

    for until in (0, now - 1, now + 400 * DAY_S, 2**64 - 1):
        assert world.refusal("admin", "decideAccess", tenant, request, True, until) == "BadEnd"
    assert world.refusal("admin", "decideAccess", tenant, request, False, now + 5) == "BadEnd"


def test_a_withdrawn_grant_is_over(world: World, tenant: bytes) -> None:
    request = asked(world, tenant)
    assert world.refusal("admin", "withdrawAccess", tenant, request) == "WrongRequestState"
    world.do("admin", "decideAccess", tenant, request, True, world.now_s() + DAY_S)

    world.do("admin", "withdrawAccess", tenant, request)

    assert world.refusal("guest", "useAccess", tenant, request) == "AccessNotGranted"
    assert world.refusal("admin", "withdrawAccess", tenant, request) == "WrongRequestState"


def test_a_grant_serves_its_owner_alone_and_only_while_a_guest(world: World, tenant: bytes) -> None:
    request = asked(world, tenant)
    world.do("admin", "decideAccess", tenant, request, True, world.now_s() + 60 * DAY_S)
    world.admit(tenant, guest="stranger")

    assert not can(world, tenant, request, "stranger")
    assert world.refusal("stranger", "useAccess", tenant, request) == "AccessNotGranted"
    world.do("admin", "revokeRole", world.role("guest", tenant), ACCOUNTS["guest"].hex)
    assert world.refusal("guest", "useAccess", tenant, request) == "AccessNotGranted"


def test_a_guest_cannot_decide_or_lengthen_a_stay(world: World, tenant: bytes) -> None:
    request, later = asked(world, tenant), world.now_s() + DAY_S
    no_role = "AccessControlUnauthorizedAccount"
    role = world.role("guest", tenant)

    assert world.refusal("guest", "decideAccess", tenant, request, True, later) == no_role
    assert world.refusal("guest", "grantRoleUntil", role, ACCOUNTS["guest"].hex, later) == no_role


def test_ids_count_within_a_tenant(world: World, tenant: bytes) -> None:
    other = world.tenant()
    world.admit(other)
    world.do("admin", "setAccessOnChain", other, True)

    assert [asked(world, tenant), asked(world, other), asked(world, tenant)] == [1, 1, 2]
    assert world.ask("accessOnChain", tenant) == (True, 2)
    assert world.refusal("admin", "decideAccess", other, 2, False, 0) == "WrongRequestState"


def test_an_unknown_request_gives_nothing(world: World, tenant: bytes) -> None:
    assert not can(world, tenant, 99)
    assert world.ask("canAccess", tenant, 99, f"0x{bytes(20).hex()}") is False
    assert world.refusal("admin", "decideAccess", tenant, 0, False, 0) == "WrongRequestState"


def test_sixteen_may_wait_and_no_more(embedded: World) -> None:
    tenant = embedded.tenant()
    embedded.admit(tenant)
    embedded.do("admin", "setAccessOnChain", tenant, True)
    requests = [asked(embedded, tenant) for _ in range(16)]

    refusal = embedded.refusal("guest", "requestAccess", tenant, bytes(32))
    embedded.do("admin", "decideAccess", tenant, requests[3], False, 0)

    assert refusal == "TooManyOpenRequests"
    assert asked(embedded, tenant) == 17
