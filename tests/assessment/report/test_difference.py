"""Two reports of one clip, compared repetition by repetition."""

from typing import Any

import pytest

from assessment.report.difference import difference, matched


def report(*repetitions: tuple[float, float, str]) -> dict[str, Any]:
    return {
        "repetitions": [
            {"index": place, "start_s": start, "end_s": end, "verdict": {"label": label}}
            for place, (start, end, label) in enumerate(repetitions, 1)
        ]
    }


def test_equal_reports_have_no_difference() -> None:
    one = report((0, 2, "correct"), (2, 4, "incorrect"))
    found = difference(one, one)
    assert (found.changes, found.same, found.before, found.after) == ((), {1: 1, 2: 2}, 2, 2)


def test_changed_verdict_is_told_with_both_words() -> None:
    found = difference(
        report((0, 2, "correct"), (2, 4, "incorrect")),
        report((0.1, 2.1, "correct"), (2, 4.2, "cannot_tell")),
    )
    assert found.payload()["changes"] == [
        {
            "start_s": 2,
            "before": 2,
            "after": 2,
            "label_before": "incorrect",
            "label_after": "cannot_tell",
        }
    ]


def test_repetition_found_before_another_moves_all_numbers_and_changes_none() -> None:
    found = difference(
        report((2, 4, "correct"), (4, 6, "correct")),
        report((0, 2, "incorrect"), (2, 4, "correct"), (4, 6, "correct")),
    )
    assert found.same == {1: 2, 2: 3}
    assert [(one["before"], one["after"]) for one in found.changes] == [(None, 1)]


def test_repetition_that_is_gone_is_told_in_order_of_time() -> None:
    found = difference(report((0, 2, "correct"), (2, 4, "correct")), report((2, 4, "incorrect")))
    assert [(one["before"], one["after"]) for one in found.changes] == [(1, None), (2, 1)]


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        ((0.0, 2.0), (0.0, 1.01), {1: 1}),  # a little more than half in common
        ((0.0, 2.0), (0.0, 1.0), {}),
        ((0.0, 2.0), (3.0, 4.0), {}),
        ((1.0, 1.0), (1.0, 1.0), {}),
    ],
)
def test_same_repetition_shares_more_than_half_of_its_time(before, after, same) -> None:
    assert matched({1: before}, {1: after}) == same


def test_best_pair_is_matched_first_and_no_span_twice() -> None:
    # The second fits the new span better than the first does.
    assert matched({1: (0.0, 2.0), 2: (0.4, 2.6)}, {7: (0.5, 2.5)}) == {2: 7}
