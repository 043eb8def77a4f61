"""The small parts around the networks, by exact values."""

import math

import numpy as np
import pytest

from assessment.core.units import F32
from assessment.vision.pose.align_filter import AlignFilter
from assessment.vision.pose.body import bodies_found
from assessment.vision.pose.detection import Seen, persons_seen
from assessment.vision.pose.following import distance, may_be_same, people_count
from assessment.vision.pose.interpolation import regions_between, regions_smoothed
from assessment.vision.pose.networks import ANCHORS, Landmarked
from assessment.vision.pose.path import cheapest_path
from assessment.vision.pose.region import (
    Region,
    detector_tile,
    landmark_tile,
    region_from_points,
)


def _at(cx: float, side: float = 100.0, score: float = 0.9) -> Seen:
    return Seen(score=score, region=Region(cx, 50.0, side, 0.0))


def _path(pictures: list[tuple[float, list[Seen]]], begin: float) -> list[float | None]:
    path = cheapest_path(pictures, (0.0, _at(begin).region))
    return [region and region.cx for region in path]


@pytest.mark.parametrize(
    ("top", "angle_deg"), [((50, 0), 0), ((90, 40), 90), ((10, 40), -90), ((50, 80), 180)]
)
def test_region_turns_the_body_upright(top: tuple[float, float], angle_deg: float) -> None:
    region = region_from_points((50, 40), top)

    assert (region.cx, region.cy, region.side) == (50, 40, 100)
    assert abs(math.degrees(region.angle)) == pytest.approx(abs(angle_deg))
    if abs(angle_deg) < 180:
        assert math.degrees(region.angle) == pytest.approx(angle_deg)


def test_landmark_tile_of_the_same_size_is_the_picture_itself() -> None:
    image = np.random.default_rng(3).integers(0, 256, (256, 256, 3)).astype(np.uint8)

    assert np.array_equal(landmark_tile(image, Region(128, 128, 256, 0.0)), image)
    turned = landmark_tile(image, Region(128, 128, 256, math.pi / 2))
    assert np.array_equal(turned[:, 1:], np.rot90(image)[:, :-1]) or np.array_equal(
        turned[1:], np.rot90(image)[:-1]
    )


def test_detector_tile_centres_a_wide_picture_on_black() -> None:
    tile = detector_tile(np.full((112, 224, 3), 200, np.uint8))

    assert set(np.unique(tile[:56])) == {0}
    assert set(np.unique(tile[57:167])) == {200}
    assert set(np.unique(tile[168:])) == {0}


def _boxes(rows: dict[int, tuple[float, float, float]]) -> tuple[F32, F32]:
    """Boxes of 50 px; per anchor the shift in x and y from its centre, and a logit."""
    boxes, logits = np.zeros((ANCHORS, 12), np.float32), np.full(ANCHORS, -9.0, np.float32)
    for anchor, (dx, dy, logit) in rows.items():
        boxes[anchor, :8] = dx, dy, 50, 50, dx, dy, dx, dy - 40
        logits[anchor] = logit
    return boxes, logits


def test_overlapping_boxes_become_one_person_weighted_by_score() -> None:
    # Anchors 0 and 1 share the first cell of 28 x 28, whose middle is at 4 px of 224.
    boxes, logits = _boxes({0: (96, 96, 2.0), 1: (106, 96, 0.0), 900: (0, 0, -0.1)})

    (person,) = persons_seen(boxes, logits, width_px=448, height_px=448)

    sure = 1 / (1 + math.exp(-2.0))
    x = (100 * sure + 110 * 0.5) / (sure + 0.5)
    assert person.score == pytest.approx(sure)
    assert person.region[:2] == pytest.approx((2 * x, 200), abs=1e-3)
    assert person.region.side == pytest.approx(2 * 1.25 * 80)


def test_people_apart_are_two_and_in_pixels_of_the_whole_picture() -> None:
    boxes, logits = _boxes({0: (46, 108, 1.0), 1: (166, 108, 3.0)})

    seen = persons_seen(boxes, logits, width_px=224, height_px=112)

    assert [one.region[:2] for one in seen] == [
        pytest.approx((170, 56), abs=1e-3),
        pytest.approx((50, 56), abs=1e-3),
    ]


def _answer(**more: float) -> Landmarked:
    """A tile whose 39 points all lie in its middle."""
    points = np.zeros((1, 39, 5), np.float32)
    points[..., :2] = 128
    heatmap = np.full((1, 64, 64, 39), -30.0, np.float32)
    if "peak" in more:
        heatmap[0, 33, 34] = more["peak"]
    return Landmarked(
        points=points,
        presence=np.array([more.get("presence", 0.9)], np.float32),
        heatmap=heatmap,
        world=np.ones((1, 39, 3), np.float32),
    )


def test_point_moves_to_a_clear_peak_of_its_heatmap_nearby() -> None:
    region = Region(0, 0, 64, 0.0)
    (clear,) = bodies_found(_answer(peak=3.0), [region])
    (faint,) = bodies_found(_answer(peak=-0.1), [region])

    assert clear is not None
    assert faint is not None
    assert clear.xy_px[0] == pytest.approx((2, 1), abs=1e-4)
    assert faint.xy_px[0] == pytest.approx((0, 0), abs=1e-6)


def test_points_and_metres_turn_with_the_region() -> None:
    (body,) = bodies_found(_answer(peak=3.0), [Region(10, 20, 64, math.pi / 2)])

    assert body is not None
    assert body.xy_px[0] == pytest.approx((10 - 1, 20 + 2), abs=1e-4)
    assert body.world_m[0] == pytest.approx((-1, 1, 1), abs=1e-6)


def test_tile_without_a_body_has_no_points() -> None:
    assert bodies_found(_answer(presence=0.5), [Region(0, 0, 64, 0.0)]) == [None]


def test_filter_lets_the_first_through_and_weighs_by_the_real_step() -> None:
    first, second = np.array([[0.0, 0.0], [0.0, -50.0]]), np.array([[10.0, 0.0], [10.0, -50.0]])
    moved = {}
    for step_s in (1 / 30, 1 / 15):
        steady = AlignFilter()
        assert np.array_equal(steady.push(first, 0.0), first)
        moved[step_s] = steady.push(second, step_s)[0, 0]

    speed = (1 / (1 + 30 / (2 * math.pi))) * 10 / 100 * 30
    weight = 1 / (1 + 30 / (2 * math.pi * (0.01 + 10 * speed)))
    assert moved[1 / 30] == pytest.approx(10 * weight)
    assert moved[1 / 15] > moved[1 / 30]


def test_distance_counts_sides_of_the_larger_and_the_change_of_size() -> None:
    assert distance(_at(0).region, _at(50).region) == pytest.approx(0.5)
    assert distance(_at(0).region, _at(50, side=200).region) == pytest.approx(0.25 + math.log(2))


@pytest.mark.parametrize(
    ("seen", "elapsed_s", "expected"),
    [
        (_at(25), 0.0, True),
        (_at(26), 0.0, False),
        (_at(124), 2.0, True),
        (_at(126), 2.0, False),
        (_at(70, side=300), 0.0, True),  # the region before held a part of the body
        (_at(0, side=33), 0.0, False),  # somebody small, far behind
    ],
)
def test_same_person_is_within_reach_and_not_much_smaller(
    seen: Seen, elapsed_s: float, expected: bool
) -> None:
    assert may_be_same(_at(0).region, seen.region, elapsed_s) is expected


@pytest.mark.parametrize(
    ("seen", "count"),
    [
        ([_at(3), _at(300)], 2),
        ([_at(3), _at(300, side=30)], 1),
        ([], 1),
        ([_at(300)], 2),  # the person followed is there, whether the detector saw them or not
    ],
)
def test_people_are_the_person_followed_and_others_of_a_third_the_size(
    seen: list[Seen], count: int
) -> None:
    assert people_count(seen, Region(0, 50, 100, 0.0)) == count


def test_path_stays_with_one_person_though_the_other_scores_higher() -> None:
    pictures = [
        (0.0, [_at(100, score=0.9), _at(400, score=0.8)]),
        (0.5, [_at(405, score=0.99), _at(110, score=0.6)]),
        (1.0, [_at(120, score=0.6), _at(410, score=0.9)]),
    ]

    assert _path(pictures, 100) == [100, 110, 120]
    assert _path(pictures, 400) == [400, 405, 410]


def test_path_leaves_out_a_picture_rather_than_taking_a_neighbour() -> None:
    pictures = [(0.0, [_at(100)]), (0.5, [_at(145)]), (1.0, [_at(104)])]

    assert _path(pictures, 100) == [100, None, 104]


def test_path_follows_a_fast_squat_to_its_bottom() -> None:
    pictures = [(0.0, [_at(100)]), (0.5, [_at(130)]), (1.0, [_at(100)])]

    assert _path(pictures, 100) == [100, 130, 100]


def test_path_takes_nobody_who_is_out_of_reach() -> None:
    pictures = [(0.0, [_at(160)]), (1.0, []), (2.0, [_at(300)])]

    assert _path(pictures, 100) == [None, None, None]


def test_regions_between_turn_the_short_way_and_grow_by_ratio() -> None:
    known = [
        (0.0, Region(0, 0, 100, math.radians(170))),
        (1.0, Region(10, 20, 400, math.radians(-170))),
    ]

    before, half, after = regions_between(known, [-1.0, 0.5, 2.0])

    assert before == pytest.approx(known[0][1])
    assert half[:3] == pytest.approx((5, 10, 200))
    assert abs(math.degrees(half.angle)) == pytest.approx(180)
    assert after == pytest.approx(known[1][1])


def test_smoothing_keeps_a_steady_movement_and_halves_a_twitch() -> None:
    steady = [Region(float(at), 0.0, 100.0, 0.0) for at in range(9)]
    twitch = list(steady)
    twitch[4] = Region(10.0, 0.0, 100.0, 0.0)

    assert regions_smoothed(steady)[2:7] == [pytest.approx(one) for one in steady[2:7]]
    assert regions_smoothed(twitch)[4].cx == pytest.approx(4 + 6 / 3)
