"""Agreement beyond chance, by hand and against a second implementation."""

import pytest
from sklearn.metrics import cohen_kappa_score

from assessment.scoring.agreement import agreement, kappa

YES, NO = "correct", "incorrect"
# Cohen's form of table: 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no. Observed .7, expected .5.
FIFTY = [(YES, YES)] * 20 + [(YES, NO)] * 5 + [(NO, YES)] * 10 + [(NO, NO)] * 15


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        (FIFTY, 0.4),
        ([(YES, YES), (NO, NO)], 1.0),
        ([(YES, NO), (NO, YES)], -1.0),
        ([(YES, YES), (YES, NO), (NO, YES), (NO, NO)], 0.0),
        ([(YES, YES), (YES, YES)], None),  # chance agrees always
        ([], None),
    ],
)
def test_kappa_of_small_tables(pairs, expected) -> None:
    found = kappa(pairs)
    assert found == (None if expected is None else pytest.approx(expected))


def test_kappa_is_the_one_of_the_library_also_with_three_words() -> None:
    pairs = [*FIFTY, (YES, "cannot_tell"), ("cannot_tell", NO), ("cannot_tell", "cannot_tell")]
    one, other = zip(*pairs, strict=True)
    assert kappa(pairs) == pytest.approx(cohen_kappa_score(one, other))


def test_agreement_counts_people_and_pairs() -> None:
    found = agreement({"a": FIFTY[:30], "b": FIFTY[30:], "nobody": []})
    assert (found.pairs, found.people, found.same) == (50, 2, 35)
    assert found.kappa == pytest.approx(0.4)
    assert found.interval is None


def test_interval_holds_kappa_and_is_a_point_where_all_people_are_alike() -> None:
    mixed = agreement({str(n): FIFTY[n::6] for n in range(6)})
    alike = agreement({str(n): FIFTY for n in range(6)})
    assert mixed.interval is not None
    assert mixed.kappa is not None
    assert mixed.interval[0] < mixed.kappa < mixed.interval[1]
    assert alike.interval == pytest.approx((0.4, 0.4))


def test_no_interval_where_most_draws_have_no_kappa() -> None:
    people = {str(n): [(YES, YES)] for n in range(20)} | {"odd": [(NO, NO)]}
    assert agreement(people | {"odd": [(YES, YES)]}).interval is None
