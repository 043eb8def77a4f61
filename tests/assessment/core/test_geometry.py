import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.core.geometry import angle_at_deg, lean_deg


@pytest.mark.parametrize(
    ("_case", "a", "c", "expected"),
    [
        ("straight", (0, -1), (0, 1), 180.0),
        ("right", (1, 0), (0, 1), 90.0),
        ("folded", (0, 2), (0, 1), 0.0),
        ("sixty", (1, 0), (0.5, 0.8660254), 60.0),
    ],
)
def test_known_corner_gives_its_angle(
    _case: str, a: tuple[float, float], c: tuple[float, float], expected: float
) -> None:
    corner = angle_at_deg(np.array([a], float), np.zeros((1, 2)), np.array([c], float))

    assert corner[0] == pytest.approx(expected, abs=1e-5)


def test_coinciding_points_give_no_angle() -> None:
    point = np.ones((1, 2))

    assert np.isnan(angle_at_deg(point, point, np.zeros((1, 2))))[0]


points = st.floats(-100, 100)


@given(points, points, points, points, st.floats(0.1, 10), st.floats(-50, 50))
def test_mirror_shift_and_scale_leave_the_angle(
    ax: float, ay: float, cx: float, cy: float, scale: float, shift: float
) -> None:
    a, c = np.array([[ax, ay]]), np.array([[cx, cy]])
    b = np.zeros((1, 2))
    if min(np.linalg.norm(a), np.linalg.norm(c)) < 1.0:
        return
    mirrored = np.array([-1.0, 1.0])

    moved = angle_at_deg(*(p * mirrored * scale + shift for p in (a, b, c)))

    assert moved[0] == pytest.approx(angle_at_deg(a, b, c)[0], abs=0.05)


@pytest.mark.parametrize(
    ("_case", "high", "expected"),
    [
        ("upright", (0, -1), 0.0),
        ("lying", (1, 0), 90.0),
        ("upside_down", (0, 1), 180.0),
        ("other_way", (-1, -1), 45.0),
    ],
)
def test_line_gives_its_lean_from_vertical(
    _case: str, high: tuple[float, float], expected: float
) -> None:
    assert lean_deg(np.zeros((1, 2)), np.array([high], float))[0] == pytest.approx(expected)
