import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.merkle import (
    IndexOutside,
    NotAHash,
    leaf_hash,
    verify_consistency,
    verify_inclusion,
)
from ledger.tree import MemoryTree, consistency_proof, inclusion_proof, nodes_added, root_of
from tests.ledger.vectors import shared, unhex


def numbered(size: int) -> list[bytes]:
    return [leaf_hash(number.to_bytes(8, "big")) for number in range(size)]


@pytest.fixture(scope="module")
def large() -> MemoryTree:
    return MemoryTree(numbered(1_052_673))


def test_large_trees_have_the_published_roots(large: MemoryTree) -> None:
    roots = shared("large_tree_and_tiles.json")["roots"]
    assert len(roots) == 28
    assert {size: large.root(int(size)).hex() for size in roots} == roots


def test_large_trees_have_the_published_proofs(large: MemoryTree) -> None:
    vectors = shared("large_tree_and_tiles.json")
    assert (len(vectors["inclusion"]), len(vectors["consistency"])) == (6, 18)
    for case in vectors["inclusion"]:
        assert large.inclusion(case["index"], case["size"]) == unhex(case["proof"])
    for case in vectors["consistency"]:
        assert large.consistency(case["old"], case["new"]) == unhex(case["proof"])


def test_a_million_leaves_take_about_64_bytes_each(large: MemoryTree) -> None:
    assert sum(map(len, large._levels)) < 64 * large.size + 64


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 40), min_size=1, max_size=12))
def test_batches_of_any_size_leave_consistent_heads(batches: list[int]) -> None:
    stored: dict[tuple[int, int], bytes] = {}
    leaves = numbered(sum(batches))

    def read(level: int, index: int) -> bytes:
        return stored[level, index]

    heads = [(0, root_of(read, 0))]
    for count in batches:
        size = heads[-1][0]
        made = nodes_added(read, size, leaves[size : size + count])
        assert not {(level, index) for level, index, _ in made} & set(stored)
        stored |= {(level, index): node for level, index, node in made}
        heads.append((size + count, root_of(read, size + count)))

    for old_size, old_root in heads:
        for new_size, new_root in heads:
            if old_size <= new_size:
                proof = consistency_proof(read, old_size, new_size)
                verify_consistency(old_size, new_size, old_root, new_root, proof)
    size, root = heads[-1]
    for index in range(size):
        verify_inclusion(leaves[index], index, size, inclusion_proof(read, index, size), root)
    assert root == MemoryTree(leaves).root()


def test_sizes_beyond_the_tree_are_refused() -> None:
    tree = MemoryTree(numbered(5))
    for ask in (
        lambda: tree.root(6),
        lambda: tree.inclusion(0, 6),
        lambda: tree.inclusion(5),
        lambda: tree.consistency(3, 6),
        lambda: tree.consistency(6),
        lambda: tree.node(0, 5),
    ):
        with pytest.raises(IndexOutside):
            ask()
    with pytest.raises(NotAHash):
        tree.append(b"short")
    assert tree.size == 5
