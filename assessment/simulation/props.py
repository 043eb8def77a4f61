"""Things around the person: furniture, weights, bars. They never melt into the body."""

from collections.abc import Callable
from typing import Final

import numpy as np

from .rotations import Array, unit
from .skeleton import SIDES, Joints
from .surface import Figure, Kind, Material

__all__ = ["add_chair", "add_props", "box", "rod"]

# Parts of things do not blend (see kernel._HARD_M).
_HARD: Final = 0.002
Point = tuple[float, float, float]


def add_props(figure: Figure, joints: Joints) -> None:
    """Add the things that the joints name."""
    for prop in joints.props:
        _PROPS[prop](figure, joints)


def box(
    figure: Figure, centre: Array, half: Point, material: Material, edge: float = 0.014
) -> None:
    """An upright box around its centre, metres."""
    figure.add(centre, np.array(half), (edge, edge), material, _HARD, kind=Kind.BOX)


def rod(figure: Figure, a: Array, b: Array, radius: float, material: Material) -> None:
    """A round rod between two points, metres."""
    figure.add(a, b, (radius, radius), material, _HARD)


def _disc(figure: Figure, a: Array, b: Array, radius: float) -> None:
    figure.add(a, b, (radius, radius), Material.RUBBER, _HARD, kind=Kind.DISC)


def _chair(figure: Figure, joints: Joints) -> None:
    add_chair(figure, joints.anchors["seat"])


def add_chair(figure: Figure, seat: Array) -> None:
    """A wooden chair; seat (3,): the middle of its seat."""
    x, y, z = seat
    figure.begin()
    box(figure, np.array([x, y - 0.020, z + 0.03]), (0.225, 0.020, 0.215), Material.SEAT)
    box(figure, np.array([x, y + 0.34, z - 0.225]), (0.215, 0.13, 0.016), Material.SEAT)
    for s in SIDES:
        figure.begin()
        ends = ((0.20, 0.225), (-0.17, -0.215))
        legs = [((0.19, y - 0.04, top), (0.205, 0.016, foot), 0.013) for top, foot in ends]
        back = ((0.19, y - 0.04, -0.17), (0.19, y + 0.45, -0.245), 0.014)
        for (ax, ay, az), (bx, by, bz), thin in (*legs, back):
            a, b = np.array([x + s * ax, ay, z + az]), np.array([x + s * bx, by, z + bz])
            figure.add(a, b, (0.017, thin), Material.WOOD, _HARD)


def _stool(figure: Figure, joints: Joints) -> None:
    """A padded box of the seat's height."""
    x, y, z = joints.anchors["seat"]
    figure.begin()
    box(figure, np.array([x, y - 0.03, z + 0.05]), (0.25, 0.03, 0.20), Material.SEAT)
    box(
        figure, np.array([x, (y - 0.06) / 2, z + 0.05]), (0.22, (y - 0.06) / 2, 0.17), Material.WOOD
    )


def _palms(figure: Figure, joints: Joints) -> tuple[Array, Array]:
    """The middle of each closed hand (T, 2, 3), and where the thumbs point."""
    wrist, index, thumb = joints.pair("wrist"), joints.pair("index"), joints.thumb
    along = unit(index - wrist - 0.026 * figure.scale * thumb)
    normal = np.cross(along, thumb) * SIDES[:, None]
    return np.asarray(wrist + figure.scale * (0.072 * along - 0.022 * normal)), thumb


def _dumbbells(figure: Figure, joints: Joints) -> None:
    palms, thumbs = _palms(figure, joints)
    for side in range(2):
        palm, thumb = palms[:, side], thumbs[:, side]
        figure.begin()
        rod(figure, palm - 0.085 * thumb, palm + 0.085 * thumb, 0.013, Material.METAL)
        for end in (-1.0, 1.0):
            _disc(figure, palm + end * 0.062 * thumb, palm + end * 0.112 * thumb, 0.046)


def _barbell(figure: Figure, joints: Joints) -> None:
    palms, _thumbs = _palms(figure, joints)
    bar, out = palms.mean(axis=1), unit(palms[:, 0] - palms[:, 1])
    figure.begin()
    rod(figure, bar - 0.74 * out, bar + 0.74 * out, 0.014, Material.METAL)
    for s in SIDES:
        _disc(figure, bar + s * 0.50 * out, bar + s * 0.55 * out, 0.110)
        _disc(figure, bar + s * 0.56 * out, bar + s * 0.59 * out, 0.080)


def _stick(figure: Figure, joints: Joints) -> None:
    palms, _thumbs = _palms(figure, joints)
    middle, out = palms.mean(axis=1), unit(palms[:, 0] - palms[:, 1])
    figure.begin()
    rod(figure, middle - 0.60 * out, middle + 0.60 * out, 0.013, Material.WOOD)


def _ball(figure: Figure, joints: Joints) -> None:
    palms = joints.pair("index").mean(axis=1)
    figure.begin()
    figure.add(palms, palms, (0.105, 0.105), Material.RUBBER, _HARD)


def _bar(figure: Figure, joints: Joints) -> None:
    """A pull-up bar on two posts behind the hands."""
    wrists = joints.anchors["wrists"]
    _x, y, z = wrists.mean(axis=0) + np.array([0.0, 0.07 * figure.scale, 0.0])
    figure.begin()
    rod(figure, np.array([-0.78, y, z]), np.array([0.78, y, z]), 0.017, Material.METAL)
    for s in SIDES:
        rod(figure, np.array([s * 0.78, 0.0, z]), np.array([s * 0.78, y, z]), 0.030, Material.METAL)


def _parallel_bars(figure: Figure, joints: Joints) -> None:
    wrists = joints.anchors["wrists"]
    for wrist in wrists:
        x, y, z = wrist[0], wrist[1] - 0.07 * figure.scale, wrist[2]
        figure.begin()
        rod(figure, np.array([x, y, z - 0.40]), np.array([x, y, z + 0.40]), 0.020, Material.METAL)
        for end in (-0.34, 0.34):
            rod(
                figure,
                np.array([x, 0.0, z + end]),
                np.array([x, y, z + end]),
                0.022,
                Material.METAL,
            )


def _step(figure: Figure, joints: Joints) -> None:
    """A wooden step under the raised foot, and behind it."""
    _x, tall, ahead = joints.anchors["step"]
    figure.begin()
    middle = np.array([0.0, tall / 2 - 0.002, ahead + 0.06 * figure.scale])
    box(figure, middle, (0.34, tall / 2, 0.17), Material.WOOD)


def _hurdle(figure: Figure, joints: Joints) -> None:
    """A thin stick on two posts before the feet."""
    _x, tall, ahead = joints.anchors["hurdle"]
    figure.begin()
    ends = [np.array([s * 0.36, tall, ahead]) for s in SIDES]
    rod(figure, ends[0], ends[1], 0.010, Material.METAL)
    for end in ends:
        foot = np.array([end[0], 0.0, ahead])
        rod(figure, foot, end + np.array([0.0, 0.08, 0.0]), 0.018, Material.WOOD)


_PROPS: Final[dict[str, Callable[[Figure, Joints], None]]] = {
    "ball": _ball,
    "bar": _bar,
    "barbell": _barbell,
    "box": _stool,
    "chair": _chair,
    "dumbbells": _dumbbells,
    "hurdle": _hurdle,
    "parallel_bars": _parallel_bars,
    "step": _step,
    "stick": _stick,
}
