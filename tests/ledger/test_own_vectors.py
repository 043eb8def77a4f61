"""Small vectors that stand in the repository, for every implementation of ours."""

from typing import Any

import pytest

from ledger.canonical import NotCanonical, canonical_bytes, parse_strict
from ledger.example import ExampleLog
from ledger.merkle import leaf_hash, verify_consistency, verify_inclusion
from ledger.tree import MemoryTree
from ledger.trust import trust_parse
from ledger.verify import verify
from tests.ledger.test_merkle import slow_root
from tests.ledger.vectors import NOW_S, OWN, ROOT, own, unhex

LOG = ExampleLog()


def test_small_trees() -> None:
    vectors = own("trees.json")
    leaves = [leaf_hash(data) for data in unhex(vectors["leaf_inputs"])]
    tree = MemoryTree(leaves)
    assert [slow_root(leaves[:size]).hex() for size in range(9)] == vectors["roots"]
    cases: list[Any] = vectors["inclusion"]
    assert len(cases) == 36
    for case in cases:
        root = bytes.fromhex(vectors["roots"][case["size"]])
        verify_inclusion(
            leaves[case["index"]], case["index"], case["size"], unhex(case["proof"]), root
        )
        assert tree.inclusion(case["index"], case["size"]) == unhex(case["proof"])
    cases = vectors["consistency"]
    assert len(cases) == 45
    for case in cases:
        old, new = case["old"], case["new"]
        roots = unhex([vectors["roots"][old], vectors["roots"][new]])
        verify_consistency(old, new, roots[0], roots[1], unhex(case["proof"]))
        assert tree.consistency(old, new) == unhex(case["proof"])


@pytest.mark.parametrize("case", own("canonical.json")["cases"], ids=lambda case: case["why"])
def test_canonical_texts(case) -> None:
    if case["canonical"] is None:
        with pytest.raises(NotCanonical):
            canonical_bytes(parse_strict(case["input"]))
    else:
        assert canonical_bytes(parse_strict(case["input"])).decode() == case["canonical"]


@pytest.mark.parametrize(("needed", "is_ok"), [(2, True), (3, False)])
def test_bundle_cosigned_by_both_kinds_of_keys(needed: int, is_ok: bool) -> None:
    """w1 (Ed25519) and w3 (ML-DSA-44). Such signatures differ each time, so the file is kept."""
    data = (OWN / "both-kinds-of-cosignatures.bundle.json").read_bytes()
    verdict = verify(data, trust_parse(LOG.trust(needed)), now_s=NOW_S)
    assert verdict.is_ok is is_ok


def test_checkpoint_in_the_documents_is_the_true_one() -> None:
    for name in ("checkpoint.md", "witness.md", "bundle.md"):
        text = (ROOT / "docs" / "formats" / name).read_text()
        assert LOG.checkpoint().split("\n")[2] in text  # the root
        assert LOG.checkpoint().split("\n")[4].split(" ")[2] in text  # the log's signature
