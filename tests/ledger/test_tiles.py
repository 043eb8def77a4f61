import hashlib

import pytest

from ledger.merkle import IndexOutside, leaf_hash
from ledger.tiles import (
    MalformedTile,
    TilePath,
    entry_bundle_parse,
    entry_bundle_write,
    node_reader,
    tile_bytes,
    tile_path_parse,
    tiles_of,
)
from ledger.tree import MemoryTree, consistency_proof, inclusion_proof, root_of
from tests.ledger.vectors import shared, unhex

VECTORS = "large_tree_and_tiles.json"
SIZE = 70_000
PATHS = [
    (TilePath(0, 0), "tile/0/000"),
    (TilePath(0, 1_234_067, 8), "tile/0/x001/x234/067.p/8"),
    (TilePath(63, 999, 255), "tile/63/999.p/255"),
    (TilePath(None, 1000, 112), "tile/entries/x001/000.p/112"),
]


@pytest.fixture(scope="module")
def tree() -> MemoryTree:
    return MemoryTree(leaf_hash(number.to_bytes(8, "big")) for number in range(SIZE))


@pytest.mark.parametrize(("path", "text"), PATHS)
def test_paths_are_written_and_read(path: TilePath, text: str) -> None:
    assert (str(path), tile_path_parse(text)) == (text, path)


def test_paths_are_those_of_the_vectors() -> None:
    vectors = shared(VECTORS)
    assert (len(vectors["tile_paths"]), len(vectors["entry_paths"])) == (12, 4)
    for case in vectors["tile_paths"] + vectors["entry_paths"]:
        path = TilePath(case.get("level"), case["n"], case["width"])
        assert (str(path), tile_path_parse(case["path"])) == (case["path"], path)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "tile/0/000 ",
        "tile/0/000\n",
        "tile/0/x000/000",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/\u0660\u0660\u0660",
        "tile/00/000",
        "tile/64/000",
        "/tile/0/000",
        "tile/entries/0",
    ],
)
def test_paths_of_another_form_are_refused(text: str) -> None:
    with pytest.raises(MalformedTile):
        tile_path_parse(text)


def test_paths_that_the_vectors_refuse_are_refused() -> None:
    bad = shared(VECTORS)["path_errors"]
    assert len(bad) == 10
    for text in bad:
        with pytest.raises(MalformedTile):
            tile_path_parse(text)


def test_shapes_are_those_of_the_vectors() -> None:
    shapes = shared(VECTORS)["tile_shape"]
    assert len(shapes) == 13
    for size, levels in shapes.items():
        found = [
            {"level": one["level"], "full": one["full"], "partial_width": one["partial_width"]}
            for one in levels
        ]
        assert shape(int(size)) == found


def shape(size: int) -> list[dict[str, int | None]]:
    levels: dict[int | None, dict[str, int | None]] = {}
    for path in tiles_of(size):
        row = levels.setdefault(path.level, {"level": path.level, "full": 0, "partial_width": 0})
        if path.width == 256:
            row["full"] = (row["full"] or 0) + 1
        else:
            row["partial_width"] = path.width
    return list(levels.values())


def test_first_tiles_are_those_of_the_vectors(tree: MemoryTree) -> None:
    vectors = shared(VECTORS)
    for level in (0, 1):
        digest = hashlib.sha256(tile_bytes(tree.node, TilePath(level, 0))).hexdigest()
        assert digest == vectors[f"tile_level{level}_index0_sha256"]


def test_a_log_is_read_back_from_its_tiles_alone(tree: MemoryTree) -> None:
    served = {(path.level, path.n): tile_bytes(tree.node, path) for path in tiles_of(SIZE)}
    assert len(served) == 274 + 2 + 1
    read = node_reader(lambda level, n: served.get((level, n), b""))

    assert root_of(read, SIZE) == tree.root()
    for index in (0, 255, 256, 65_535, 65_536, SIZE - 1):
        assert inclusion_proof(read, index, SIZE) == tree.inclusion(index)
    for old in (1, 255, 256, 257, 65_536, 69_999):
        assert consistency_proof(read, old, SIZE) == tree.consistency(old)
    with pytest.raises(IndexOutside):
        read(0, SIZE)
    with pytest.raises(IndexOutside):
        read(9, SIZE >> 9)


def test_entry_bundle_of_the_vectors() -> None:
    bundle = shared(VECTORS)["entry_bundle"]
    entries = unhex(shared("rfc6962_trees_0_8.json")["leaf_inputs"])
    assert entry_bundle_write(entries).hex() == bundle["hex"]
    assert entry_bundle_parse(bytes.fromhex(bundle["hex"]), width=8) == entries


@pytest.mark.parametrize("data", [b"\x00", b"\x00\x02a", b"\x00\x01ab", b"", b"\x00\x01a\x00\x01b"])
def test_entry_bundle_that_ends_elsewhere_is_refused(data: bytes) -> None:
    with pytest.raises(MalformedTile):
        entry_bundle_parse(data, width=1)


def test_entry_that_is_too_long_is_refused() -> None:
    assert len(entry_bundle_write([b"x" * 65535])) == 65537
    with pytest.raises(MalformedTile):
        entry_bundle_write([b"x" * 65536])


def test_entry_bundle_path_has_no_hashes(tree: MemoryTree) -> None:
    with pytest.raises(MalformedTile):
        tile_bytes(tree.node, TilePath(None, 0))
