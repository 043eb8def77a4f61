"""The table of verdicts: every step of whole bundles, and the step that refuses each changed value.

`PYTHONPATH=platform:. python -m tests.ledger.verdicts` writes tests/vectors/ledger/verdicts.json, so
that a verifier in another language runs against what this one says. Edits are those of
tests/ledger/tampering.

cases    `file` after `edits`, against the trust file after `trust_edits`, at `now_s`: the steps that
         were taken as [name, ok, strength], or null where there is no trust anchor
changes  the first example with `value` put at `path`: the step that refuses it
"""

import json
from collections.abc import Iterator
from itertools import cycle
from typing import Any

from ledger.encoding import base64_decode, base64_encode
from ledger.example import TIME_S
from ledger.trust import NoTrustAnchor, trust_parse
from ledger.verify import verify
from tests.ledger.tampering.edits import Edit, apply, flipped, put, remove, text
from tests.ledger.vectors import EXAMPLES, NOW_S, OWN

WHOLE = "docs/examples/public-test-keys.bundle.json"
ONE_FIELD = "docs/examples/public-test-keys-one-field.bundle.json"
ERASURE = "docs/examples/public-test-keys-erasure.bundle.json"
BOTH_KINDS = "tests/vectors/ledger/both-kinds-of-cosignatures.bundle.json"
TRUST = "docs/examples/public-test-keys.trust.json"
ROOT = EXAMPLES.parents[1]
OTHERS: tuple[Any, ...] = (None, True, 0, 1, -1, "", "0", "A", [], {}, [[]], {"a": 1})
TRUST_EDITS: dict[str, list[Edit]] = {
    "as it is": [],
    "history optional": [put("/history", "optional")],
    "any model": [put("/models", None)],
    "anchor claimed": [put("/chain/anchor", "claimed")],
    "no chain": [put("/chain", None)],
    "one witness": [text("/policy", "group three 2", "group three 1")],
    "any witness": [text("/policy", "group three 2", "group three any")],
    "all witnesses": [text("/policy", "group three 2", "group three all")],
    "a single name": [text("/policy", "quorum three", "quorum w1")],
    "no witness asked for": [text("/policy", "quorum three", "quorum none")],
    "a comment": [text("/policy", "group three", "# three of them\n\ngroup\tthree")],
    "four of three": [text("/policy", "group three 2", "group three 4")],
    "none of three": [text("/policy", "group three 2", "group three 0")],
    "two quorums": [text("/policy", "quorum three\n", "quorum three\nquorum none\n")],
    "no newline": [text("/policy", "quorum three\n", "quorum three")],
    "witness twice": [text("/policy", "w1 w2 w3", "w1 w2 w1")],
    "unknown member": [text("/policy", "w1 w2 w3", "w1 w2 w4")],
    "key id of another": [text("/policy", "+46becb10+", "+46becb11+")],
    "unknown line": [text("/policy", "quorum", "extra line\nquorum")],
    "another version": [put("/format", "plumbline-trust/2")],
    "unknown key": [put("/more", 1)],
    "no tenant": [put("/tenants", {})],
    "history neither": [put("/history", "some")],
    "model no digest": [put("/models", ["abc"])],
    "chain without heads": [remove("/chain/heads")],
}


def table() -> dict[str, Any]:
    cases = [
        _case(f"{file.split('/')[-1]}, {name}", file, [], edits, NOW_S)
        for file in (WHOLE, ONE_FIELD, ERASURE, BOTH_KINDS)
        for name, edits in TRUST_EDITS.items()
    ]
    bare = [put("/history", []), put("/anchor", None)]
    loose = [put("/history", "optional"), put("/chain", None)]
    cases += [
        _case("nothing but the record", WHOLE, bare, loose, NOW_S),
        _case("no history where it must be whole", WHOLE, bare, [], NOW_S),
        _case("a clock five minutes behind", WHOLE, [], [], TIME_S - 300),
        _case("a clock more than five minutes behind", WHOLE, [], [], TIME_S - 301),
        _case("a clock of long after", WHOLE, [], [], TIME_S * 2),
        *(_case(f"ML-DSA-44: {name}", BOTH_KINDS, [edit], [], NOW_S) for name, edit in _of_w3()),
    ]
    return {"trust": TRUST, "cases": cases, "changed": WHOLE, "changes": list(_changes())}


def _case(
    name: str, file: str, edits: list[Edit], trust_edits: list[Edit], now_s: int
) -> dict[str, Any]:
    try:
        trust = trust_parse(apply(_read(TRUST), trust_edits))
    except NoTrustAnchor:
        steps = None
    else:
        verdict = verify(apply(_read(file), edits), trust, now_s=now_s)
        steps = [[step.name, step.is_ok, step.strength] for step in verdict.steps]
    made = {"name": name, "file": file, "edits": edits, "trust_edits": trust_edits}
    return made | {"now_s": now_s, "steps": steps}


def _of_w3() -> Iterator[tuple[str, Edit]]:
    """One bit of the cosignature of the witness with the ML-DSA-44 key changed."""
    line = _read(BOTH_KINDS)["checkpoint"].split("— w3.witness.example ")[1].split("\n")[0]
    data = base64_decode(line)
    for name, at in (("key id", 0), ("time", 11), ("signature", 12), ("end", len(data) - 1)):
        other = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
        yield name, text("/checkpoint", line, base64_encode(other))
    yield "shorter", text("/checkpoint", line, base64_encode(data[:-1]))


def _changes() -> Iterator[dict[str, Any]]:
    """For each value of the bundle, one of OTHERS in turn and one of its own form in its place."""
    bundle, trust = _read(WHOLE), trust_parse((ROOT / TRUST).read_bytes())
    others = cycle(OTHERS)
    for path, held in _values(bundle):
        for other in (next(others), _near(held)):
            if other != held or type(other) is not type(held):
                verdict = verify(apply(bundle, [put(path, other)]), trust, now_s=NOW_S)
                yield {"path": path, "value": other, "step": verdict.failed}


def _near(held: Any) -> Any:
    """Another value that could stand there."""
    if isinstance(held, str):
        return flipped(held) if held.startswith("0x") or held.endswith("=") else held + "0"
    if isinstance(held, int):
        return held + 1
    return held[1:] if isinstance(held, list) else "0"


def _values(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for key, one in pairs:
        yield f"{path}/{key}", one
        if isinstance(one, dict | list):
            yield from _values(one, f"{path}/{key}")


def _read(file: str) -> Any:
    return json.loads((ROOT / file).read_text())


if __name__ == "__main__":
    target = OWN / "verdicts.json"
    target.write_text(
        json.dumps(table(), ensure_ascii=True, indent=None, separators=(",", ":")) + "\n"
    )
