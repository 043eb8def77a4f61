import json
from collections import Counter

import pytest

from ledger.trust import trust_parse
from ledger.verify import STEPS, verify
from tests.ledger.tampering.edits import apply
from tests.ledger.tampering.table import table
from tests.ledger.vectors import EXAMPLES, own

TABLE = own("tampering.json")
TRUST = json.loads((EXAMPLES / TABLE["trust"]).read_text())
FILES = {
    name: json.loads((EXAMPLES / name).read_text())
    for name in {case["file"] for case in TABLE["cases"]}
}


@pytest.mark.parametrize("case", TABLE["cases"], ids=lambda case: f"{case['step']}: {case['name']}")
def test_forged_bundle_is_refused_at_the_step(case) -> None:
    trust = trust_parse(apply(TRUST, case["trust_edits"]))
    verdict = verify(apply(FILES[case["file"]], case["edits"]), trust, now_s=TABLE["now_s"])
    assert verdict.failed == case["step"], verdict.steps[-1].sentence
    assert [step.name for step in verdict.steps] == list(STEPS[: len(verdict.steps)])


def test_unedited_bundles_verify() -> None:
    for name, value in FILES.items():
        verdict = verify(apply(value, []), trust_parse(apply(TRUST, [])), now_s=TABLE["now_s"])
        assert verdict.is_ok, name


def test_table_is_the_one_that_its_module_makes() -> None:
    assert json.loads(json.dumps(table())) == TABLE


def test_table_has_forgeries_for_every_step() -> None:
    counts = Counter(case["step"] for case in TABLE["cases"])
    assert set(counts) == set(STEPS)
    assert sum(counts.values()) >= 150
    names = [(case["step"], case["name"]) for case in TABLE["cases"]]
    assert len(set(names)) == len(names)
