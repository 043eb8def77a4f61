"""Records that are not what was logged."""

from ledger.bundle import entry_json
from ledger.encoding import base64_encode
from ledger.example import REPORT_INDEX
from tests.ledger.tampering.edits import Case, case, flip, insert, put, remove, swap
from tests.ledger.tampering.parts import (
    BUNDLE,
    F0,
    LOG,
    ONE_FIELD,
    PROOF,
    ZERO,
    entry_without,
    field,
    filler,
    forged,
    one_field,
    opening_json,
)


def record_cases() -> list[Case]:
    label = field("/report/clip_verdict/label")
    return [
        case("record", "verdict changed", put(f"{label}/value", "correct")),
        case("record", "number changed", put(f"{field('/seq')}/value", 1)),
        case("record", "number as text", put(f"{field('/seq')}/value", "2")),
        case(
            "record", "null for false", put(f"{field('/report/exercise/confidence')}/value", False)
        ),
        case(
            "record", "empty object for empty array", put(f"{field('/report/quality')}/value", {})
        ),
        case("record", "name changed", put(f"{label}/name", "/report/clip_verdict/labels")),
        case("record", "names exchanged", swap(f"{label}/name", f"{field('/kind')}/name")),
        case("record", "values exchanged", swap(f"{label}/value", f"{field('/kind')}/value")),
        case("record", "salts exchanged", swap(f"{label}/salt", f"{field('/kind')}/salt")),
        case("record", "salt of a field changed", flip(f"{label}/salt")),
        case("record", "salt of a filler changed", flip(f"{filler()}/salt")),
        case("record", "field left out", remove(label)),
        case("record", "all fields left out", put("/entry/fields", [])),
        case("record", "filler opened as a field", put(f"{filler()}/name", "/more")),
        case("record", "root of the fields changed", flip("/entry/record/root")),
        case("record", "more fields than there are", put("/entry/record/fields", 64)),
        case("record", "a hidden hash too many", put("/entry/hidden", [ZERO])),
        case("record", "hidden hash changed", flip("/entry/hidden/0"), file=ONE_FIELD),
        case("record", "hidden hash left out", remove("/entry/hidden/0"), file=ONE_FIELD),
        case(
            "record",
            "hidden hashes exchanged",
            swap("/entry/hidden/0", "/entry/hidden/1"),
            file=ONE_FIELD,
        ),
        case("record", "no hidden hashes", put("/entry/hidden", []), file=ONE_FIELD),
        case(
            "record",
            "opened field changed",
            put(one_field("/report/clip_verdict/label") + "/value", "correct"),
            file=ONE_FIELD,
        ),
        case("record", "opened field at another place", put(f"{F0}/place", 0), file=ONE_FIELD),
    ]


def inclusion_cases() -> list[Case]:
    forged_entry = {**BUNDLE["entry"], **opening_json(forged())}
    other = entry_json(LOG.entry(4))
    nodes = [
        case("inclusion", f"proof hash {at} changed", flip(f"/entry/proof/{at}"))
        for at in range(len(PROOF))
    ]
    return [
        *nodes,
        case("inclusion", "next index", put("/entry/index", 4)),
        case("inclusion", "index before", put("/entry/index", 2)),
        case("inclusion", "index beyond the log", put("/entry/index", 11)),
        case("inclusion", "index far beyond the log", put("/entry/index", 2**53 - 1)),
        case("inclusion", "salt of the record changed", flip("/entry/salt")),
        case(
            "inclusion",
            "event changed",
            put("/entry/record/event", "00000000-0000-4000-8000-000000000000"),
        ),
        case("inclusion", "proof without its first hash", remove("/entry/proof/0")),
        case("inclusion", "proof without its last hash", remove(f"/entry/proof/{len(PROOF) - 1}")),
        case("inclusion", "no proof", put("/entry/proof", [])),
        case("inclusion", "a hash too many", insert(f"/entry/proof/{len(PROOF)}", ZERO)),
        case("inclusion", "a hash twice", insert("/entry/proof/0", PROOF[0])),
        case("inclusion", "hashes in turn", put("/entry/proof", PROOF[::-1])),
        case(
            "inclusion",
            "another record of the log at this index",
            put("/entry", {**other, "index": REPORT_INDEX}),
        ),
        case(
            "inclusion",
            "another record with this proof",
            put("/entry", {**other, "index": REPORT_INDEX, "proof": PROOF}),
        ),
        case(
            "inclusion",
            "proof of an older tree",
            put(
                "/entry/proof", [base64_encode(one) for one in LOG.tree.inclusion(REPORT_INDEX, 8)]
            ),
        ),
        case("inclusion", "a better record, never logged", put("/entry", forged_entry)),
    ]


def content_cases() -> list[Case]:
    hidden = (
        "/kind",
        "/at",
        "/subject/kind",
        "/subject/id",
        "/seq",
        "/report/models/0/weights_sha256",
    )
    return [
        *(
            case("content", f"{name} not opened", put("/entry", entry_without({name})))
            for name in hidden
        ),
        case("content", "model not listed", trust=(put("/models", ["00" * 32]),)),
        case("content", "no model listed", trust=(put("/models", []),)),
    ]
