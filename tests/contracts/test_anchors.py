"""Anchors: extended, never rewritten; frozen, and continued in a new epoch; sent by somebody else."""

import pytest

from ledger.chain.transactions import AnchorFields, anchor_digest, sign_anchor
from tests.contracts import reference
from tests.contracts.reference import proof, tree
from tests.contracts.world import ACCOUNTS, World

EMPTY = tree(0, 0)
OTHER = bytes(31) + b"\x01"


@pytest.fixture
def tenant(world: World) -> bytes:
    """Anchored at 7."""
    found = world.tenant()
    world.do("admin", "anchor", found, 0, 7, tree(0, 7), [])
    return found


def extend(old: int, new: int) -> tuple[int, int, bytes, list[bytes]]:
    return old, new, tree(0, new), proof(old, new)


def test_a_new_tenant_stands_at_the_empty_tree(world: World) -> None:
    assert world.head(world.tenant()) == (0, 0, False, EMPTY)


def test_an_anchor_moves_the_head_and_says_so(world: World, tenant: bytes) -> None:
    receipt = world.do("device", "anchor", tenant, *extend(7, 12))

    told = {"tenant": tenant, "epoch": 0, "oldSize": 7, "newSize": 12, "newRoot": tree(0, 12)}
    assert world.events(receipt) == [("Anchored", told)]
    assert world.head(tenant) == (12, 0, False, tree(0, 12))


def test_the_same_head_again_changes_nothing(world: World, tenant: bytes) -> None:
    world.do("device", "anchor", tenant, *extend(7, 12))

    again = world.do("device", "anchor", tenant, *extend(7, 12))

    assert again.logs == ()
    assert world.ask_as("device", "anchor", tenant, *extend(7, 12)) is False
    assert world.head(tenant) == (12, 0, False, tree(0, 12))


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ((7, 7, OTHER, []), "OtherRootAnchored"),
        ((5, 7, OTHER, []), "OtherRootAnchored"),
        ((6, 12, tree(0, 12), proof(6, 12)), "StaleSize"),
        ((8, 12, tree(0, 12), proof(8, 12)), "StaleSize"),
        ((7, 6, tree(0, 6), []), "BadGrowth"),
        ((7, 7 + 2**20 + 1, OTHER, []), "BadGrowth"),
        ((7, 2**64 - 1, OTHER, []), "BadGrowth"),
        ((7, 12, OTHER, proof(7, 12)), "BadProof"),
        ((7, 12, tree(0, 12), []), "BadProof"),
        ((7, 12, tree(0, 12), proof(7, 13)), "BadProof"),
        ((7, 12, tree(0, 12), [*proof(7, 12), OTHER]), "BadProof"),
        ((9, 7, tree(0, 7), []), "OtherRootAnchored"),
    ],
)
def test_what_is_no_extension_is_refused(
    world: World, tenant: bytes, arguments: tuple[int, int, bytes, list[bytes]], error: str
) -> None:
    assert world.refusal("device", "anchor", tenant, *arguments) == error


def test_the_first_anchor_is_the_admins_and_bounded(world: World) -> None:
    tenant = world.tenant()
    no_role = "AccessControlUnauthorizedAccount"

    assert world.refusal("device", "anchor", tenant, 0, 7, tree(0, 7), []) == no_role
    assert world.refusal("admin", "anchor", tenant, 0, 2**20 + 1, OTHER, []) == "BadGrowth"
    assert world.refusal("admin", "anchor", tenant, 0, 7, tree(0, 7), [OTHER]) == "BadProof"
    assert world.refusal("admin", "anchor", tenant, 0, 0, OTHER, []) == "OtherRootAnchored"
    world.do("admin", "anchor", tenant, 0, 7, tree(0, 7), [])
    assert world.refusal("admin", "anchor", tenant, *extend(7, 12)) == no_role


def test_a_tenant_that_does_not_exist_takes_no_anchor(world: World) -> None:
    refusal = world.refusal("admin", "anchor", OTHER[::-1], 0, 7, tree(0, 7), [])

    assert refusal == "AccessControlUnauthorizedAccount"


def test_several_tenants_are_anchored_together_or_not_at_all(world: World, tenant: bytes) -> None:
    other = world.tenant()
    world.do("admin", "anchor", other, 0, 4, tree(0, 4), [])
    good, bad = (tenant, *extend(7, 9)), (other, 4, 9, tree(0, 9), proof(4, 8))

    assert world.refusal("device", "anchorMany", [good, bad]) == "BadProof"
    world.do("device", "anchorMany", [good, (other, *extend(4, 9))])

    assert [world.head(one)[0] for one in (tenant, other)] == [9, 9]


def test_a_frozen_tenant_stands_still(world: World, tenant: bytes) -> None:
    receipt = world.do("admin", "freeze", tenant)

    ((name, told),) = world.events(receipt)
    assert (name, told["size"], told["root"]) == ("Froze", 7, tree(0, 7))
    assert world.refusal("device", "anchor", tenant, *extend(7, 12)) == "TenantFrozen"
    assert world.refusal("device", "anchor", tenant, 7, 7, tree(0, 7), []) == "TenantFrozen"
    assert world.refusal("admin", "freeze", tenant) == "TenantFrozen"


def test_a_lie_about_the_size_is_undone_by_an_epoch(world: World, tenant: bytes) -> None:
    # 7 to 9 also proves 7 to 16 with the same nodes: a stolen key claims leaves that do not exist.
    world.do("device", "anchor", tenant, 7, 16, tree(0, 9), proof(7, 9))
    assert world.refusal("device", "anchor", tenant, *extend(7, 9)) == "StaleSize"
    world.do("admin", "freeze", tenant)

    # The good head and its proof: the very nodes that the lie was anchored with.
    receipt = world.do("admin", "openEpoch", tenant, 7, tree(0, 7), proof(7, 9))

    ((name, told),) = world.events(receipt)
    assert (name, told["epoch"], told["size"], told["abandonedSize"]) == ("EpochOpened", 1, 7, 16)
    assert world.head(tenant) == (7, 1, False, tree(0, 7))
    world.do("device", "anchor", tenant, *extend(7, 9))


def test_an_epoch_links_only_to_a_prefix_of_what_was_anchored(world: World, tenant: bytes) -> None:
    no_role = "AccessControlUnauthorizedAccount"
    good = (tenant, 5, tree(0, 5), proof(5, 7))
    assert world.refusal("admin", "openEpoch", *good) == "TenantNotFrozen"
    world.do("admin", "freeze", tenant)

    assert world.refusal("admin", "openEpoch", tenant, 5, OTHER, proof(5, 7)) == "BadProof"
    assert world.refusal("admin", "openEpoch", tenant, 9, tree(0, 9), []) == "BadProof"
    assert world.refusal("admin", "openEpoch", tenant, 7, OTHER, []) == "BadProof"
    assert world.refusal("admin", "openEpoch", tenant, 0, OTHER, []) == "BadProof"
    assert world.refusal("device", "openEpoch", *good) == no_role
    world.ask_as("admin", "openEpoch", tenant, 0, EMPTY, [])
    world.do("admin", "openEpoch", *good)
    assert world.head(tenant) == (5, 1, False, tree(0, 5))


def test_a_false_alarm_goes_on_where_it_stood(world: World, tenant: bytes) -> None:
    world.do("admin", "freeze", tenant)
    world.do("admin", "openEpoch", tenant, 7, tree(0, 7), [])

    world.do("device", "anchor", tenant, *extend(7, 12))

    assert world.head(tenant) == (12, 1, False, tree(0, 12))


def relayed(world: World, tenant: bytes, **changes: int) -> tuple[AnchorFields, list[bytes]]:
    fields = {"epoch": 0, "old_size": 7, "new_size": 12, "deadline_s": world.now_s() + 900}
    return (
        AnchorFields(tenant=tenant, new_root=tree(0, 12), **(fields | changes)),
        proof(7, 12),
    )


def call_of(anchor: AnchorFields, path: list[bytes], signature: bytes) -> tuple[object, ...]:
    sizes = (anchor.epoch, anchor.old_size, anchor.new_size)
    return (anchor.tenant, *sizes, anchor.new_root, anchor.deadline_s, path, signature)


def signed(world: World, anchor: AnchorFields, who: str = "device") -> bytes:
    signer = ACCOUNTS[who].signer
    return sign_anchor(signer, world.backend.chain_id(), world.contract, anchor).to_bytes()


def test_a_relayed_anchor_counts_once(world: World, tenant: bytes) -> None:
    anchor, path = relayed(world, tenant)
    call = call_of(anchor, path, signed(world, anchor))

    world.do("relayer", "anchorBySig", *call)

    assert world.head(tenant) == (12, 0, False, tree(0, 12))
    assert world.refusal("relayer", "anchorBySig", *call) == "StaleSize"


def test_a_relayed_anchor_does_not_come_back_in_a_later_epoch(world: World, tenant: bytes) -> None:
    anchor, path = relayed(world, tenant)
    call = call_of(anchor, path, signed(world, anchor))
    world.do("admin", "freeze", tenant)
    world.do("admin", "openEpoch", tenant, 7, tree(0, 7), [])

    assert world.refusal("relayer", "anchorBySig", *call) == "WrongEpoch"


def test_a_relayed_anchor_has_a_deadline(world: World, tenant: bytes) -> None:
    anchor, path = relayed(world, tenant)
    call = call_of(anchor, path, signed(world, anchor))

    world.advance(1000)

    assert world.refusal("relayer", "anchorBySig", *call) == "DeadlinePassed"


@pytest.mark.parametrize("who", ["stranger", "guest", "admin", "foreign_device"])
def test_a_relayed_anchor_needs_a_device_of_the_tenant(
    world: World, tenant: bytes, who: str
) -> None:
    anchor, path = relayed(world, tenant)
    call = call_of(anchor, path, signed(world, anchor, who))

    refusal = world.refusal("relayer", "anchorBySig", *call)

    assert refusal == "AccessControlUnauthorizedAccount"


def test_no_signed_field_can_be_changed(world: World, tenant: bytes) -> None:
    other = world.tenant()
    world.do("admin", "anchor", other, 0, 7, tree(0, 7), [])
    anchor, path = relayed(world, tenant)
    signature = signed(world, anchor)
    later, _ = relayed(world, tenant, deadline_s=anchor.deadline_s + 1)
    bigger, _ = relayed(world, tenant, deadline_s=anchor.deadline_s, new_size=13)
    moved, _ = relayed(world, other, deadline_s=anchor.deadline_s)

    refusals = {
        world.refusal("relayer", "anchorBySig", *call_of(one, path, signature))
        for one in (later, bigger, moved)
    }

    assert refusals == {"AccessControlUnauthorizedAccount"}


def test_a_signature_for_another_chain_or_contract_is_worth_nothing(
    world: World, tenant: bytes
) -> None:
    anchor, path = relayed(world, tenant)
    signer, chain = ACCOUNTS["device"].signer, world.backend.chain_id()
    foreign = [
        sign_anchor(signer, chain + 1, world.contract, anchor),
        sign_anchor(signer, chain, bytes(20), anchor),
    ]

    refusals = {
        world.refusal("relayer", "anchorBySig", *call_of(anchor, path, one.to_bytes()))
        for one in foreign
    }

    assert refusals == {"AccessControlUnauthorizedAccount"}


def test_the_twin_of_a_signature_is_refused(world: World, tenant: bytes) -> None:
    from ledger.chain.signers import ORDER

    anchor, path = relayed(world, tenant)
    good = signed(world, anchor)
    high = (ORDER - int.from_bytes(good[32:64], "big")).to_bytes(32, "big")
    twin = good[:32] + high + bytes([27 + 28 - good[64]])

    refusals = [
        world.refusal("relayer", "anchorBySig", *call_of(anchor, path, one))
        for one in (twin, good[:64], good[:64] + b"\x1d", bytes(65))
    ]

    assert refusals == [
        "ECDSAInvalidSignatureS",
        "ECDSAInvalidSignatureLength",
        "ECDSAInvalidSignature",
        "ECDSAInvalidSignature",
    ]


def test_the_digest_is_what_a_wallet_signs(embedded: World) -> None:
    """Against eth-account's own EIP-712."""
    from eth_account import Account
    from eth_account.messages import encode_typed_data

    anchor = AnchorFields(OTHER, 1, 7, 12, tree(0, 12), 2_000_000_000)
    device = ACCOUNTS["device"]
    message = encode_typed_data(
        {
            "name": "PlumblineLedger",
            "version": "1",
            "chainId": 31338,
            "verifyingContract": f"0x{embedded.contract.hex()}",
        },
        {
            "Anchor": [
                {"name": "tenant", "type": "bytes32"},
                {"name": "epoch", "type": "uint64"},
                {"name": "oldSize", "type": "uint64"},
                {"name": "newSize", "type": "uint64"},
                {"name": "newRoot", "type": "bytes32"},
                {"name": "deadline", "type": "uint64"},
            ]
        },
        {
            "tenant": anchor.tenant,
            "epoch": 1,
            "oldSize": 7,
            "newSize": 12,
            "newRoot": anchor.new_root,
            "deadline": anchor.deadline_s,
        },
    )
    wallet = Account.sign_message(message, (1000 + 2).to_bytes(32, "big"))

    ours = sign_anchor(device.signer, 31338, embedded.contract, anchor)

    assert anchor_digest(31338, embedded.contract, anchor) == wallet.message_hash
    assert ours.to_bytes() == wallet.signature


def test_the_reference_follows_the_rfc() -> None:
    """Root of the 8 leaves of RFC 6962's own test log, by the same recursion."""
    assert reference.tree(0, 0).hex().startswith("e3b0c44298fc1c14")
    assert reference.proof(6, 8) == [tree(4, 6), tree(6, 8), tree(0, 4)]
    assert reference.proof(4, 7) == [tree(4, 7)]
