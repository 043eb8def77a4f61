"""The way back from a stolen key that anchored more than once."""

from itertools import combinations, pairwise

import pytest

from ledger.chain.epochs import AnchorStep, ProofIncomplete, anchor_steps, joined_proof
from ledger.chain.reader import contract_events
from tests.contracts.reference import proof, tree
from tests.contracts.world import World


def step(old: int, new: int) -> AnchorStep:
    return AnchorStep(old, new, tree(0, old), tree(0, new), tuple(proof(old, new)))


@pytest.mark.parametrize("anchors", [1, 2, 3])
def test_steps_join_to_the_proof_of_the_whole_way(anchors: int) -> None:
    ways = list(combinations(range(1, 18), anchors + 1))
    wrong = [
        way
        for way in ways
        if joined_proof([step(*two) for two in pairwise(way)]) != proof(way[0], way[-1])
    ]

    assert len(ways) == {1: 136, 2: 680, 3: 2380}[anchors]
    assert wrong == []


def test_a_missing_step_is_said() -> None:
    with pytest.raises(ProofIncomplete, match="a step is missing"):
        joined_proof([step(3, 5), step(9, 12)])
    with pytest.raises(ProofIncomplete, match="another length"):
        joined_proof([AnchorStep(3, 5, tree(0, 3), tree(0, 5), ())])


def test_an_epoch_opens_after_three_lies(world: World) -> None:
    tenant = world.tenant()
    world.do("admin", "anchor", tenant, 0, 7, tree(0, 7), [])
    first = world.backend.block_number() + 1
    for old, new in ((7, 9), (9, 13)):
        world.do("device", "anchor", tenant, old, new, tree(0, new), proof(old, new))
    # The sixteenth leaf does not exist; the nodes are those of 13 to 15.
    lie = (tenant, 13, 16, tree(0, 15), proof(13, 15))
    world.do("device", "anchorMany", [lie])
    world.do("admin", "freeze", tenant)
    last = world.backend.block_number()

    events = contract_events(
        world.backend, world.contract, first, last, name="Anchored", tenant=tenant
    )
    steps = anchor_steps(world.backend, tenant, tree(0, 7), events)
    world.do("admin", "openEpoch", tenant, 7, tree(0, 7), joined_proof(steps))

    assert [one.new_size for one in steps] == [9, 13, 16]
    assert world.head(tenant) == (7, 1, False, tree(0, 7))
