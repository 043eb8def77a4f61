"""Small pictures of results as SVG text: how far told probabilities are true, and one repetition
beside those of others. Black on white, a few kilobytes each, readable without colour.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assessment.core.units import F64
from assessment.scoring.technique.skeleton import LIMBS

__all__ = ["Curve", "reliability_svg", "repetition_svg"]

_INK, _SOFT, _LINE = "#16211F", "#C9D9D5", "#8A8F8C"
_STYLE = (
    'xmlns="http://www.w3.org/2000/svg" font-family="sans-serif" font-size="11" '
    f'fill="{_INK}" style="background:#fff"'
)


@dataclass(frozen=True, kw_only=True)
class Curve:
    """`values` [P] of the repetition over its own time; `low`, `high` [P]: the band of others."""

    title: str
    values: F64
    low: F64
    high: F64


def reliability_svg(bins: Sequence[Sequence[float]], title: str) -> str:
    """`bins`: probability told, share that came true, repetitions; on the diagonal both are one."""
    size, edge = 180, 30
    most = max(one[2] for one in bins)
    points = [
        (edge + told * size, 20 + (1 - true) * size, 2.0 + 6.0 * (n / most) ** 0.5)
        for told, true, n in bins
    ]
    way = _points([(x, y) for x, y, _ in points])
    dots = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r:.1f}" fill="{_LINE}" fill-opacity=".6"/>'
        for x, y, r in points
    )
    ticks = "".join(
        f'<text x="{edge + share * size:.0f}" y="{size + 34}" text-anchor="middle">{share:g}</text>'
        f'<text x="{edge - 5}" y="{24 + (1 - share) * size:.0f}" text-anchor="end">{share:g}</text>'
        for share in (0, 0.5, 1)
    )
    return (
        f'<svg viewBox="0 0 {size + 60} {size + 56}" width="{size + 60}" {_STYLE}>'
        f'<text x="{edge}" y="13">{title}</text>'
        f'<rect x="{edge}" y="20" width="{size}" height="{size}" fill="none" stroke="{_LINE}"/>'
        f'<path d="M{edge} {20 + size}L{edge + size} 20" stroke="{_LINE}" stroke-dasharray="3 3"/>'
        f'<polyline points="{way}" fill="none" stroke="{_INK}"/>{dots}{ticks}'
        f'<text x="{edge + size / 2:.0f}" y="{size + 50}" text-anchor="middle">probability told'
        "</text></svg>\n"
    )


def repetition_svg(body: F64, curves: Sequence[Curve]) -> str:
    """`body` [17, 3]: the posture furthest from the start, from the front and from the side."""
    width, height = 190, 110
    plots = "".join(
        f'<g transform="translate({160 + place * (width + 16)} 22)">'
        f"{_curve(one, width, height)}</g>"
        for place, one in enumerate(curves)
    )
    total = 160 + len(curves) * (width + 16)
    return (
        f'<svg viewBox="0 0 {total} 150" width="{total}" {_STYLE}>'
        f'<text x="0" y="12">furthest from the start</text>'
        f'<g transform="translate(40 132)">{_stick(body[:, :2] * [-1, 1])}</g>'
        f'<g transform="translate(112 132)">{_stick(body[:, [2, 1]])}</g>{plots}</svg>\n'
    )


def _curve(one: Curve, width: int, height: int) -> str:
    lowest = float(np.nanmin([one.low.min(), one.values.min()]))
    highest = float(np.nanmax([one.high.max(), one.values.max()]))
    reach = max(highest - lowest, 1e-6)
    x = np.linspace(0, width, len(one.values))

    def at(values: F64) -> list[tuple[float, float]]:
        return list(zip(x, height - (values - lowest) / reach * height, strict=True))

    band = _points([*at(one.high), *reversed(at(one.low))])
    return (
        f'<text y="-10">{one.title}</text>'
        f'<polygon points="{band}" fill="{_SOFT}"/>'
        f'<polyline points="{_points(at(one.values))}" fill="none" stroke="{_INK}" '
        'stroke-width="1.5"/>'
        f'<text y="{height + 13}" fill="{_LINE}">{lowest:.2g} to {highest:.2g}</text>'
    )


def _stick(points: F64) -> str:
    """Feet at zero; a body of trunk + leg = 1 is about a hundred units tall."""
    placed = points * [62.0, -62.0]
    placed = placed - [placed[:, 0].mean(), np.nanmax(placed[:, 1])]
    lines = "".join(
        f"M{placed[a, 0]:.1f} {placed[a, 1]:.1f}L{placed[b, 0]:.1f} {placed[b, 1]:.1f}"
        for a, b in LIMBS
        if not np.isnan(placed[[a, b]]).any()
    )
    return f'<path d="{lines}" fill="none" stroke="{_INK}" stroke-width="2"/>'


def _points(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
