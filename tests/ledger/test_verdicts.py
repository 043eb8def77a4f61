import json

from tests.ledger.vectors import own
from tests.ledger.verdicts import table

TABLE = own("verdicts.json")


def test_table_of_verdicts_is_what_this_verifier_says() -> None:
    assert json.loads(json.dumps(table())) == TABLE


def test_table_holds_passes_refusals_and_missing_trust_of_every_strength() -> None:
    ends = [case["steps"] for case in TABLE["cases"]]
    strengths = {step[2] for steps in ends if steps for step in steps if step[1]}
    assert strengths == {"proved", "vouched", "claimed"}
    assert ends.count(None) > 20
    assert sum(bool(steps) and steps[-1][1] for steps in ends) > 20
    assert len(TABLE["changes"]) > 300
