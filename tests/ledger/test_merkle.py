import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.merkle import (
    EMPTY_ROOT,
    IndexOutside,
    NotAHash,
    ProofError,
    ProofLength,
    RootMismatch,
    leaf_hash,
    node_hash,
    verify_consistency,
    verify_inclusion,
)
from ledger.tree import MemoryTree
from tests.ledger.vectors import shared, unhex

SIZES = 300
# Equal roots of 12 bytes each, which that library compares as they are; a hash here has 32.
STRICTER_HERE = ["consistency > additional > sizes-are-equal-one-and-proof-is-empty.json"]
LEAVES = [leaf_hash(number.to_bytes(8, "big")) for number in range(SIZES)]
TREE = MemoryTree(LEAVES)
ROOTS = [TREE.root(size) for size in range(SIZES + 1)]


def slow_root(leaves: list[bytes]) -> bytes:
    """RFC 6962 section 2.1 word for word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return node_hash(slow_root(leaves[:half]), slow_root(leaves[half:]))


def test_roots_to_size_300_are_those_of_the_definition() -> None:
    assert [slow_root(LEAVES[:size]) for size in range(SIZES + 1)] == ROOTS


def test_every_inclusion_proof_to_size_300_verifies() -> None:
    for size in range(1, SIZES + 1):
        for index in range(size):
            proof = TREE.inclusion(index, size)
            verify_inclusion(LEAVES[index], index, size, proof, ROOTS[size])


def test_every_consistency_proof_to_size_300_verifies() -> None:
    for new in range(SIZES + 1):
        for old in range(new + 1):
            verify_consistency(old, new, ROOTS[old], ROOTS[new], TREE.consistency(old, new))


def test_proofs_of_other_implementations_are_judged_alike() -> None:
    cases = shared("merkle_proof_cases.json")
    assert len(cases["inclusion"]) == len(cases["consistency"]) == 98
    wrong = []
    for case in cases["inclusion"]:
        leaf, root = unhex([case["leaf_hash"], case["root"]])
        given_ = (leaf, case["index"], case["size"], unhex(case["proof"]), root)
        wrong += [case["name"]] * (case["want_err"] != refuses(verify_inclusion, given_))
    for case in cases["consistency"]:
        old_root, new_root = unhex([case["root1"], case["root2"]])
        heads = (case["old"], case["new"], old_root, new_root, unhex(case["proof"]))
        wrong += [case["name"]] * (case["want_err"] != refuses(verify_consistency, heads))
    assert wrong == STRICTER_HERE


def refuses(verify, given_) -> bool:
    try:
        verify(*given_)
    except ProofError:
        return True
    return False


def test_historic_tree_of_eight_leaves() -> None:
    vectors = shared("rfc6962_trees_0_8.json")
    leaves = [leaf_hash(data) for data in unhex(vectors["leaf_inputs"])]
    tree = MemoryTree(leaves)
    assert [leaf.hex() for leaf in leaves] == vectors["leaf_hashes"]
    assert [tree.root(size).hex() for size in range(9)] == vectors["roots"]
    assert len(vectors["inclusion"]) == 36
    for case in vectors["inclusion"]:
        assert tree.inclusion(case["index"], case["size"]) == unhex(case["proof"])
    assert len(vectors["consistency"]) == 45
    for case in vectors["consistency"]:
        assert tree.consistency(case["old"], case["new"]) == unhex(case["proof"])


def test_hashes_of_the_rfc() -> None:
    named = {case["what"]: case["hex"] for case in shared("rfc6962_trees_0_8.json")["hasher"]}
    assert EMPTY_ROOT.hex() == named["empty tree"]
    assert leaf_hash(b"").hex() == named["empty leaf"]
    assert leaf_hash(b"L123456").hex() == named["leaf ascii L123456"]
    assert node_hash(b"N123", b"N456").hex() == named["node of ascii N123 and N456"]


def test_a_consistency_proof_does_not_bind_the_new_size() -> None:
    """The known limit (other sizes verify too) is exactly as wide as measured, no wider."""
    for case in shared("size_binding_limits.json")["cases"]:
        old_root, new_root = unhex([case["old_root"], case["new_root"]])
        proof, old = unhex(case["proof"]), case["old"]
        highest = max([case["true_new"], *case["other_new_sizes_that_also_verify"]])
        also = [
            new
            for new in range(old + 1, highest + 64)
            if new != case["true_new"]
            and not refuses(verify_consistency, (old, new, old_root, new_root, proof))
        ]
        assert also == case["other_new_sizes_that_also_verify"]


@pytest.mark.parametrize(
    ("_case", "given_", "error"),
    [
        ("index at size", (LEAVES[0], 8, 8, [], ROOTS[8]), IndexOutside),
        ("index below 0", (LEAVES[0], -1, 8, [], ROOTS[8]), IndexOutside),
        ("empty tree", (LEAVES[0], 0, 0, [], EMPTY_ROOT), IndexOutside),
        ("short leaf", (b"", 0, 1, [], b""), NotAHash),
        ("short node", (LEAVES[0], 0, 2, [b"x" * 31], ROOTS[2]), NotAHash),
        ("too short", (LEAVES[0], 0, 8, TREE.inclusion(0, 8)[:-1], ROOTS[8]), ProofLength),
        ("too long", (LEAVES[0], 0, 8, [*TREE.inclusion(0, 8), ROOTS[1]], ROOTS[8]), ProofLength),
        ("other leaf", (LEAVES[1], 0, 8, TREE.inclusion(0, 8), ROOTS[8]), RootMismatch),
    ],
)
def test_inclusion_is_refused(_case, given_, error) -> None:
    with pytest.raises(error):
        verify_inclusion(*given_)


@pytest.mark.parametrize(
    ("_case", "given_", "error"),
    [
        ("shrinking", (8, 7, ROOTS[8], ROOTS[7], []), IndexOutside),
        ("below 0", (-1, 7, ROOTS[0], ROOTS[7], []), IndexOutside),
        ("empty proof", (3, 7, ROOTS[3], ROOTS[7], []), ProofLength),
        ("same size, other root", (7, 7, ROOTS[7], ROOTS[6], []), RootMismatch),
        ("same size, a proof", (7, 7, ROOTS[7], ROOTS[7], [ROOTS[1]]), ProofLength),
        ("from 0, a proof", (0, 7, EMPTY_ROOT, ROOTS[7], [ROOTS[1]]), ProofLength),
        ("from 0, other old root", (0, 7, ROOTS[1], ROOTS[7], []), RootMismatch),
        ("0 to 0, other roots", (0, 0, EMPTY_ROOT, ROOTS[1], []), RootMismatch),
        ("31 bytes", (3, 7, ROOTS[3][:31], ROOTS[7], TREE.consistency(3, 7)), NotAHash),
        ("too long", (4, 8, ROOTS[4], ROOTS[8], [ROOTS[1]] * 9), ProofLength),
    ],
)
def test_consistency_is_refused(_case, given_, error) -> None:
    with pytest.raises(error):
        verify_consistency(*given_)


def test_from_the_empty_tree_the_proof_is_empty() -> None:
    verify_consistency(0, 0, EMPTY_ROOT, EMPTY_ROOT, [])
    verify_consistency(0, 7, EMPTY_ROOT, ROOTS[7], [])


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_an_altered_history_never_verifies(data) -> None:
    old = data.draw(st.integers(1, 120))
    new = data.draw(st.integers(old, 160))
    altered = data.draw(st.integers(0, old - 1))
    other = MemoryTree(LEAVES[:new])
    forged = MemoryTree(
        leaf_hash(b"forged") if index == altered else leaf
        for index, leaf in enumerate(LEAVES[:new])
    )

    with pytest.raises(ProofError):
        verify_consistency(old, new, other.root(old), forged.root(new), forged.consistency(old))
    with pytest.raises(ProofError):
        verify_consistency(old, new, other.root(old), forged.root(new), other.consistency(old))
    with pytest.raises(ProofError):
        verify_inclusion(LEAVES[altered], altered, new, forged.inclusion(altered), forged.root(new))


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_proof_with_one_bit_changed_never_verifies(data) -> None:
    size = data.draw(st.integers(2, SIZES))
    index = data.draw(st.integers(0, size - 1))
    proof = TREE.inclusion(index, size)
    place = data.draw(st.integers(0, len(proof) - 1))
    bit = data.draw(st.integers(0, 255))
    flipped = (int.from_bytes(proof[place], "big") ^ (1 << bit)).to_bytes(32, "big")

    with pytest.raises(RootMismatch):
        verify_inclusion(
            LEAVES[index], index, size, [*proof[:place], flipped, *proof[place + 1 :]], ROOTS[size]
        )
