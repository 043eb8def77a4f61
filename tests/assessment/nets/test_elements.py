"""The element network: shapes, missing streams, the switches of the ablations."""

from dataclasses import replace

import pytest
import torch

from assessment.vision.nets.crops import POINTS
from assessment.vision.nets.elements import ElementConfig, ElementNetwork, Sight
from assessment.vision.nets.volumes import CHANNELS, LimbVolumes

_SMALL = ElementConfig(classes=5)
_CONFIGS = [
    _SMALL,
    replace(_SMALL, multi_scale=False),
    replace(_SMALL, channel_attention=False),
    replace(_SMALL, spatial_attention=False),
    replace(_SMALL, csi=False),
    replace(_SMALL, encoder="cnn3d", csi=False),
    replace(_SMALL, encoder="resnet18", csi=False),
]


def _sight(*, video: float = 1.0, csi: float = 1.0, seed: int = 0) -> Sight:
    generator = torch.Generator().manual_seed(seed)
    points = torch.randn(2, 16, len(POINTS), 4, generator=generator)
    return Sight(
        points=torch.cat([points[..., :3], points[..., 3:].sigmoid()], dim=-1),
        lines=torch.randn(2, 4, 32, generator=generator),
        has=torch.tensor([[video, csi]] * 2),
    )


@pytest.mark.parametrize("config", _CONFIGS)
def test_every_configuration_answers_each_moment_and_learns(config: ElementConfig) -> None:
    torch.manual_seed(0)
    network = ElementNetwork(config)

    logits, ends = network(_sight())
    (logits.square().mean() + ends.mean()).backward()

    assert logits.shape == (2, 4, 5)
    assert ends.shape == (2, 4, 2)
    assert float(ends.detach().min()) >= 0
    assert all(one.grad is not None for one in network.parameters())


@pytest.mark.parametrize("config", _CONFIGS)
def test_a_network_is_the_same_after_it_was_kept(config: ElementConfig) -> None:
    one, other = ElementNetwork(config).eval(), ElementNetwork(config).eval()
    other.load_state_dict(one.state_dict())

    assert torch.equal(one(_sight())[0], other(_sight())[0])


def test_without_csi_its_lines_change_nothing() -> None:
    network = ElementNetwork(_SMALL).eval()
    sight, other = _sight(csi=0.0), _sight(csi=0.0)
    other.lines.mul_(100.0)

    assert torch.equal(network(sight)[0], network(other)[0])


def test_without_video_its_points_change_nothing() -> None:
    network = ElementNetwork(_SMALL).eval()
    sight, other = _sight(video=0.0), _sight(video=0.0)
    other.points.mul_(-1.0)

    assert torch.equal(network(sight)[0], network(other)[0])


def test_both_streams_are_looked_at() -> None:
    network = ElementNetwork(_SMALL).eval()

    both = network(_sight())[0]

    assert not torch.equal(both, network(_sight(csi=0.0))[0])
    assert not torch.equal(both, network(_sight(video=0.0))[0])


def test_a_limb_is_drawn_where_it_is_with_its_depth() -> None:
    points = torch.zeros(1, len(POINTS), 4)
    for name, x, y in (("left_shoulder", 0.0, -0.5), ("left_elbow", 0.6, -0.5),
                       ("left_wrist", 1.2, -0.5)):  # fmt: skip
        points[0, POINTS.index(name)] = torch.tensor([x, y, 0.4, 1.0])

    volumes = LimbVolumes()(points)

    arm, depth = volumes[0, 2], volumes[0, 3]
    # The picture is 3 m wide in 24 pixels: half a metre up is row 8, the arm columns 12 to 21.
    assert volumes.shape == (1, CHANNELS, 24, 24)
    assert arm[7:9, 12:21].min() > 0.5
    assert arm[:, :10].max() < 0.01
    assert torch.allclose(depth[8, 12:21], 0.4 * arm[8, 12:21], atol=1e-4)


def test_what_was_not_seen_is_not_drawn() -> None:
    assert LimbVolumes()(torch.zeros(1, len(POINTS), 4)).abs().max() == 0
