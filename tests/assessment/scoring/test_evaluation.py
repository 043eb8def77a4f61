from assessment.scoring.evaluation import Counted, metrics, starts_matched


def test_each_start_is_matched_once_within_half_a_second() -> None:
    assert starts_matched([1.0, 2.0, 3.0], [1.4, 1.45, 3.5, 9.0]) == 2


def test_figures_are_shares_of_clips_and_of_starts() -> None:
    figures = metrics(
        [
            Counted(label=2, found=2, label_starts=(1.0, 2.0), found_starts=(1.1, 2.1)),
            Counted(label=4, found=5),
            Counted(label=3, found=0, label_starts=(1.0, 2.0, 3.0)),
            Counted(label=1, found=1, label_starts=(1.0,), found_starts=(3.0,)),
        ]
    )

    assert figures == {
        "count_exact": 0.5,
        "count_within_one": 0.75,
        "count_mae": 1.0,
        "start_f1": round(2 * 2 / 9, 4),
    }


def test_no_clip_gives_zeros_and_no_crash() -> None:
    assert set(metrics([]).values()) == {0.0}
