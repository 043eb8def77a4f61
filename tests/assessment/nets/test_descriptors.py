"""Maps of kinematic descriptors."""

import math

import pytest
import torch

from assessment.vision.nets.descriptors import ABOVE, Inputs, KinematicMaps, Layout

# Three joints in a row: the angle at the second, and the first and the third to the upright.
LAYOUT = Layout(angles=((1, ABOVE), (0, 2), (1, ABOVE)))
FRAMES = 10


def inputs_of(points: torch.Tensor, duration_s: float = 1.0) -> Inputs:
    count = len(points)
    return Inputs(
        points=points,
        seen=torch.ones(count, 3),
        duration_s=torch.full((count,), duration_s),
        exercise=torch.zeros(count, dtype=torch.long),
        view=torch.zeros(count, dtype=torch.long),
    )


def maps_of(*descriptors) -> KinematicMaps:
    return KinematicMaps(
        layout=LAYOUT, descriptors=descriptors, frames=FRAMES, exercises=1, views=1
    )


def bending() -> torch.Tensor:
    """[1, T, 3, 3]: from straight down to a right angle, evenly."""
    angle = torch.linspace(0.0, math.pi / 2, FRAMES)
    points = torch.zeros(1, FRAMES, 3, 3)
    points[0, :, 0, 1] = 1.0
    points[0, :, 2, 0] = torch.sin(angle)
    points[0, :, 2, 1] = -torch.cos(angle)
    return points


def test_angles_are_those_between_the_limbs() -> None:
    angles = maps_of("coordinates", "angles").raw(inputs_of(bending()))[0, 3]

    assert angles[1, 0].item() == pytest.approx(math.pi, abs=2e-3)
    assert angles[1, -1].item() == pytest.approx(math.pi / 2, abs=1e-5)
    # From the first joint straight down, from the last one sideways.
    assert angles[0, 0].item() == pytest.approx(math.pi, abs=2e-3)
    assert angles[2, -1].item() == pytest.approx(math.pi / 2, abs=1e-5)


@pytest.mark.parametrize("duration_s", [0.5, 2.0])
def test_velocities_are_of_the_real_tempo(duration_s) -> None:
    raw = maps_of("velocities").raw(inputs_of(bending(), duration_s))

    assert raw[0, 0, 1, 4].item() == pytest.approx(-math.pi / 2 / duration_s, rel=1e-3)


def test_without_velocities_the_tempo_is_not_seen() -> None:
    maps = maps_of("coordinates", "from_start", "angles", "visibility")

    slow, fast = maps.raw(inputs_of(bending(), 4.0)), maps.raw(inputs_of(bending(), 0.5))

    assert torch.equal(slow, fast)


def test_fitted_maps_are_departures_from_the_usual_course() -> None:
    torch.manual_seed(0)
    inputs = inputs_of(bending() + 0.1 * torch.randn(50, FRAMES, 3, 3))
    maps = maps_of("coordinates", "angles", "visibility")

    maps.fit(inputs)
    found = maps(inputs)

    assert found[:, :4].mean(dim=0).abs().max().item() < 0.05
    torch.testing.assert_close(
        found[:, :4].square().mean(dim=(0, 3)).sqrt(), torch.ones(4, 3), atol=0.02, rtol=0
    )
    assert torch.equal(found[:, 4], torch.ones(50, 3, FRAMES))
    torch.testing.assert_close(maps.usual_points(inputs)[0], inputs.points.mean(dim=0))


def test_a_joint_not_seen_is_as_usual_in_every_channel() -> None:
    inputs = inputs_of(bending())
    inputs.seen[0, 2] = 0.0

    found = maps_of("coordinates", "angles", "visibility")(inputs)

    assert torch.equal(found[0, :, 2], torch.zeros(5, FRAMES))
    assert found[0, :, 1].abs().sum().item() > 0.0
