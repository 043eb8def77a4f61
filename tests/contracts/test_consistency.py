"""The contract's proof check against the RFC's, step for step: good proofs and broken ones."""

import random
from collections.abc import Callable

from ledger.chain.contract import decode_result, encode_call
from ledger.merkle import ProofError, verify_consistency
from tests.contracts.anvil import Anvil
from tests.contracts.reference import is_consistent, proof, tree
from tests.contracts.world import World

LARGEST = 66  # past 64, so that a whole subtree has neighbours of every size
Case = tuple[int, int, bytes, bytes, list[bytes]]


def contract_says(world: World, case: Case) -> bool:
    answer = world.backend.call(world.contract, encode_call("isConsistent", *case))
    found: bool = decode_result("isConsistent", answer)[0]
    return found


def library_says(case: Case) -> bool:
    old, new, old_root, new_root, path = case
    try:
        verify_consistency(old, new, old_root, new_root, path)
    except ProofError:
        return False
    return True


def good(old: int, new: int) -> Case:
    return old, new, tree(0, old), tree(0, new), proof(old, new)


def flipped(rng: random.Random, value: bytes) -> bytes:
    bit = rng.randrange(len(value) * 8)
    return (int.from_bytes(value, "big") ^ (1 << bit)).to_bytes(len(value), "big")


def broken(rng: random.Random) -> Case:
    """A good proof with one to three things wrong, or right by chance."""
    new = rng.randrange(2, 200)
    case = good(rng.randrange(1, new), new)
    for _ in range(rng.randrange(1, 4)):
        case = rng.choice(MUTATIONS)(rng, case)
    return case


def node_changed(rng: random.Random, case: Case) -> Case:
    path = list(case[4])
    if path:
        place = rng.randrange(len(path))
        path[place] = flipped(rng, path[place])
    return (*case[:4], path)


def node_dropped(rng: random.Random, case: Case) -> Case:
    path = list(case[4])
    if path:
        del path[rng.randrange(len(path))]
    return (*case[:4], path)


def node_doubled(rng: random.Random, case: Case) -> Case:
    path = list(case[4])
    path.insert(rng.randrange(len(path) + 1), rng.choice([*path, case[2], case[3], bytes(32)]))
    return (*case[:4], path)


def nodes_swapped(rng: random.Random, case: Case) -> Case:
    path = list(case[4])
    rng.shuffle(path)
    return (*case[:4], path)


def size_changed(rng: random.Random, case: Case) -> Case:
    old, new = case[0] + rng.choice([-1, 0, 1]), case[1] + rng.choice([-2, -1, 0, 1, 2, 64])
    return (max(old, 0), min(max(new, 0), 2**64 - 1), *case[2:])


def size_huge(rng: random.Random, case: Case) -> Case:
    return (case[0], rng.choice([2**63, 2**64 - 1, 2**32, 2**20]), *case[2:])


def root_changed(rng: random.Random, case: Case) -> Case:
    old, new, old_root, new_root, path = case
    return (old, new, flipped(rng, old_root), new_root, path)


def roots_swapped(_: random.Random, case: Case) -> Case:
    return (case[0], case[1], case[3], case[2], case[4])


def untouched(_: random.Random, case: Case) -> Case:
    return case


MUTATIONS: list[Callable[[random.Random, Case], Case]] = [
    node_changed,
    node_dropped,
    node_doubled,
    nodes_swapped,
    size_changed,
    size_huge,
    root_changed,
    roots_swapped,
    untouched,
]


def test_every_good_proof_up_to_66_leaves_is_accepted(embedded: World) -> None:
    cases = [good(old, new) for new in range(LARGEST + 1) for old in range(new + 1)]

    assert len(cases) == 2278
    assert [case[:2] for case in cases if not contract_says(embedded, case)] == []


def test_broken_proofs_are_judged_alike_by_contract_text_and_library(embedded: World) -> None:
    rng = random.Random(1)
    cases = [broken(rng) for _ in range(500)]

    said = [contract_says(embedded, case) for case in cases]

    assert said == [is_consistent(*case) for case in cases]
    # From size 0 the contract looks at no root; the library wants the empty tree's.
    sized = [(case, word) for case, word in zip(cases, said, strict=True) if case[0] > 0]
    assert [word for _, word in sized] == [library_says(case) for case, _ in sized]
    assert 10 < sum(said) < 250


def test_an_external_node_judges_alike(external: World, node: Anvil) -> None:
    rng = random.Random(9)
    cases = [broken(rng) for _ in range(4000)]

    said = []
    for start in range(0, len(cases), 200):  # one request for two hundred calls
        calls = [encode_call("isConsistent", *case) for case in cases[start : start + 200]]
        answers = node.calls(external.contract, calls)
        said += [bool(decode_result("isConsistent", answer)[0]) for answer in answers]

    assert said == [is_consistent(*case) for case in cases]
    assert 100 < sum(said) < 2000


def test_a_proof_does_not_bind_the_new_size(embedded: World) -> None:
    """Why growth is capped and roots are rebuilt: 4 to 5 also passes as 4 to 6, 7 and 8."""
    old, _, old_root, new_root, path = good(4, 5)

    passing = [
        n for n in range(5, 20) if contract_says(embedded, (old, n, old_root, new_root, path))
    ]

    assert passing == [5, 6, 7, 8]
