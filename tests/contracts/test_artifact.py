"""The committed artifact belongs to the committed sources; `make contracts-check` compiles anew."""

import hashlib

from ledger.chain.contract import ARTIFACT, _artifact


def test_every_source_is_the_one_that_was_compiled() -> None:
    folder = ARTIFACT.parent
    ours = {f"src/{path.name}": path.read_bytes() for path in folder.glob("src/*.sol")}
    compiled = {path: sha for path, sha in _artifact()["sources"].items() if path in ours}

    assert len(ours) == 4
    assert compiled == {path: hashlib.sha256(data).hexdigest() for path, data in ours.items()}
    assert set(_artifact()["sources"]) - set(ours) == {
        path for path in _artifact()["sources"] if path.startswith("@openzeppelin/contracts/")
    }


def test_the_bytecode_fits_a_block_and_the_limit_on_contracts() -> None:
    """EIP-170: 24,576 bytes."""
    assert 0 < _artifact()["deployedBytes"] < 24_576
