"""Every role against every function, on both chains."""

import secrets

import pytest

from tests.contracts import reference
from tests.contracts.world import ACCOUNTS, DAY_S, World

NO_ROLE = "AccessControlUnauthorizedAccount"
PEOPLE = ("admin", "device", "guest", "stranger", "foreign_admin", "foreign_device")


@pytest.fixture
def tenant(world: World) -> bytes:
    """With its four kinds of people, a log at 4, a granted request 1 and an open request 2."""
    found = world.tenant()
    world.admit(found)
    world.do("admin", "anchor", found, 0, 4, reference.tree(0, 4), [])
    world.do("admin", "setAccessOnChain", found, True)
    for _ in range(2):
        world.do("guest", "requestAccess", found, secrets.token_bytes(32))
    world.do("admin", "decideAccess", found, 1, True, world.now_s() + 10 * DAY_S)
    world.tenant(admin="foreign_admin", device="foreign_device")
    return found


def calls(world: World, tenant: bytes) -> dict[str, tuple[object, ...]]:
    """Each function that changes something, with arguments that its rightful caller gets through."""
    somebody = ACCOUNTS["relayer"].hex
    device = world.role("device", tenant)
    later = world.now_s() + DAY_S
    root, proof = reference.tree(0, 6), reference.proof(4, 6)
    return {
        "anchor": (tenant, 4, 6, root, proof),
        "anchorMany": ([(tenant, 4, 6, root, proof)],),
        "freeze": (tenant,),
        "offerAdmin": (tenant, somebody),
        "removeAdmin": (tenant, somebody),
        "grantRole": (device, somebody),
        "grantRoleUntil": (device, somebody, later),
        "revokeRole": (device, somebody),
        "setAccessOnChain": (tenant, False),
        "requestAccess": (tenant, bytes(32)),
        "decideAccess": (tenant, 2, True, later),
        "withdrawAccess": (tenant, 1),
        "useAccess": (tenant, 1),
    }


RIGHTFUL = {
    "anchor": "device",
    "anchorMany": "device",
    "requestAccess": "guest",
    "useAccess": "guest",
}
OTHER_REFUSAL = {"useAccess": "AccessNotGranted"}


def test_each_function_serves_its_role_alone(world: World, tenant: bytes) -> None:
    seen = {
        (method, who)
        for method, arguments in calls(world, tenant).items()
        for who in PEOPLE
        if who != RIGHTFUL.get(method, "admin")
        and world.refusal(who, method, *arguments) == OTHER_REFUSAL.get(method, NO_ROLE)
    }

    assert len(seen) == len(calls(world, tenant)) * (len(PEOPLE) - 1)
    for method, arguments in calls(world, tenant).items():
        world.ask_as(RIGHTFUL.get(method, "admin"), method, *arguments)


def test_a_refused_transaction_changes_nothing(world: World, tenant: bytes) -> None:
    from ledger.chain.contract import encode_call

    before = world.head(tenant)
    arguments = calls(world, tenant)["anchor"]

    receipt = world.send("guest", world.contract, encode_call("anchor", *arguments))

    assert (receipt.succeeded, receipt.logs) == (False, ())
    assert world.head(tenant) == before


def test_the_matrix_names_every_function_that_changes_something(embedded: World) -> None:
    import json

    from ledger.chain.contract import ARTIFACT

    abi = json.loads(ARTIFACT.read_text())["abi"]
    changing = {
        one["name"]
        for one in abi
        if one["type"] == "function" and one["stateMutability"] not in {"view", "pure"}
    }
    # Open to everybody by design: a new tenant, one's own role, an offer to oneself, another's
    # signature. `openEpoch` needs a frozen tenant. All five have tests of their own.
    elsewhere = {"createTenant", "renounceRole", "acceptAdmin", "anchorBySig", "openEpoch"}
    assert set(calls(embedded, bytes(32))) | elsewhere == changing


@pytest.mark.parametrize("kind", ["admin", "device", "guest"])
def test_each_tenant_has_role_ids_of_its_own(embedded: World, kind: str) -> None:
    tenants = [secrets.token_bytes(32) for _ in range(3)]

    ids = {embedded.role(one, tenant) for tenant in tenants for one in ("admin", "device", "guest")}

    assert len(ids) == 9
    assert embedded.role(kind, tenants[0]) in ids


def test_a_tenant_id_is_given_once(world: World) -> None:
    tenant = world.tenant()

    assert world.refusal("stranger", "createTenant", tenant) == "TenantUnavailable"
    assert world.refusal("stranger", "createTenant", bytes(32)) == "TenantUnavailable"


def test_nobody_grants_or_revokes_admin_directly(world: World, tenant: bytes) -> None:
    admin, later = world.role("admin", tenant), world.now_s() + DAY_S
    target = ACCOUNTS["stranger"].hex

    assert world.refusal("admin", "grantRole", admin, target) == NO_ROLE
    assert world.refusal("admin", "grantRoleUntil", admin, target, later) == NO_ROLE
    assert world.refusal("admin", "revokeRole", admin, ACCOUNTS["admin"].hex) == NO_ROLE
    assert world.refusal("admin", "renounceRole", admin, ACCOUNTS["admin"].hex) == NO_ROLE


def test_admin_is_handed_over_in_two_steps(world: World, tenant: bytes) -> None:
    heir, old = ACCOUNTS["stranger"].hex, ACCOUNTS["admin"].hex
    world.do("admin", "offerAdmin", tenant, heir)
    assert world.refusal("guest", "acceptAdmin", tenant) == "NoAdminOffer"
    assert world.refusal("stranger", "freeze", tenant) == NO_ROLE

    world.do("stranger", "acceptAdmin", tenant)
    assert world.ask("adminCount", tenant) == 2
    world.do("admin", "removeAdmin", tenant, old)

    assert world.refusal("admin", "freeze", tenant) == NO_ROLE
    world.do("stranger", "freeze", tenant)
    assert world.ask("adminCount", tenant) == 1
    assert world.refusal("stranger", "acceptAdmin", tenant) == "NoAdminOffer"


def test_an_offer_dies_with_its_maker(world: World, tenant: bytes) -> None:
    world.do("admin", "offerAdmin", tenant, ACCOUNTS["stranger"].hex)
    world.do("stranger", "acceptAdmin", tenant)
    world.do("admin", "offerAdmin", tenant, ACCOUNTS["guest"].hex)
    world.do("stranger", "removeAdmin", tenant, ACCOUNTS["admin"].hex)

    assert world.refusal("guest", "acceptAdmin", tenant) == "NoAdminOffer"


def test_an_offer_can_be_withdrawn(world: World, tenant: bytes) -> None:
    world.do("admin", "offerAdmin", tenant, ACCOUNTS["stranger"].hex)
    world.do("admin", "offerAdmin", tenant, f"0x{bytes(20).hex()}")

    assert world.refusal("stranger", "acceptAdmin", tenant) == "NoAdminOffer"


def test_the_last_admin_cannot_go(world: World, tenant: bytes) -> None:
    assert world.refusal("admin", "removeAdmin", tenant, ACCOUNTS["admin"].hex) == "LastAdmin"
    assert world.refusal("admin", "offerAdmin", bytes(32), ACCOUNTS["guest"].hex) == NO_ROLE


def test_an_offer_to_oneself_adds_nobody(world: World, tenant: bytes) -> None:
    world.do("admin", "offerAdmin", tenant, ACCOUNTS["admin"].hex)
    world.do("admin", "acceptAdmin", tenant)

    assert world.ask("adminCount", tenant) == 1
    assert world.refusal("admin", "removeAdmin", tenant, ACCOUNTS["admin"].hex) == "LastAdmin"


def test_a_guest_needs_an_end(world: World, tenant: bytes) -> None:
    role, now = world.role("guest", tenant), world.now_s()
    who = ACCOUNTS["stranger"].hex

    assert world.refusal("admin", "grantRole", role, who) == "GuestNeedsEnd"
    assert world.refusal("admin", "grantRoleUntil", role, who, 0) == "BadEnd"
    assert world.refusal("admin", "grantRoleUntil", role, who, now - 1) == "BadEnd"
    assert world.refusal("admin", "grantRoleUntil", role, who, 2**64 - 1) == "BadEnd"
    assert world.refusal("admin", "grantRoleUntil", role, who, now + 400 * DAY_S) == "BadEnd"


def test_a_timed_device_stops_at_its_end(world: World, tenant: bytes) -> None:
    role, end = world.role("device", tenant), world.now_s() + 1000
    world.do("admin", "grantRoleUntil", role, ACCOUNTS["relayer"].hex, end)
    arguments = calls(world, tenant)["anchor"]
    world.ask_as("relayer", "anchor", *arguments)
    assert world.ask("roleUntil", role, ACCOUNTS["relayer"].hex) == end

    world.advance(1000)

    assert world.refusal("relayer", "anchor", *arguments) == NO_ROLE


def test_a_timed_grant_takes_the_place_of_one_without_end(world: World, tenant: bytes) -> None:
    role, device = world.role("device", tenant), ACCOUNTS["device"].hex
    world.do("admin", "grantRoleUntil", role, device, world.now_s() + 500)

    world.advance(500)

    assert world.ask("hasRole", role, device) is False
    world.do("admin", "grantRole", role, device)
    assert world.ask("hasRole", role, device) is True
    assert world.ask("roleUntil", role, device) == 0


@pytest.mark.parametrize("is_timed", [False, True])
def test_a_revoked_device_stops_at_once(world: World, tenant: bytes, is_timed: bool) -> None:
    role, device = world.role("device", tenant), ACCOUNTS["device"].hex
    if is_timed:
        world.do("admin", "grantRoleUntil", role, device, world.now_s() + DAY_S)

    receipt = world.do("admin", "revokeRole", role, device)

    assert [name for name, _ in world.events(receipt)] == ["RoleRevoked"]
    assert world.refusal("device", "anchor", *calls(world, tenant)["anchor"]) == NO_ROLE


def test_a_device_gives_its_own_role_up_and_nobody_elses(world: World, tenant: bytes) -> None:
    role = world.role("device", tenant)
    device = ACCOUNTS["device"].hex
    assert world.refusal("admin", "renounceRole", role, device) == "AccessControlBadConfirmation"

    world.do("device", "renounceRole", role, device)

    assert world.ask("hasRole", role, device) is False
