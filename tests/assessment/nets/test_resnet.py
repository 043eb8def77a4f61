"""The residual networks against transformers' ResNetModel, layer by layer."""

import re

import pytest
import torch
from torch import Tensor, nn
from transformers import ResNetConfig as ReferenceConfig
from transformers import ResNetModel

from assessment.vision.nets.resnet import RESNET18, RESNET50, ResNet, ResNetConfig

CASES = [
    pytest.param(RESNET18, 3, (2, 3, 33, 32), id="18-rgb"),
    pytest.param(RESNET50, 3, (2, 3, 33, 32), id="50-rgb"),
    pytest.param(RESNET18, 7, (3, 7, 17, 16), id="18-seven-channels"),
]
PARAMETERS = [
    pytest.param(RESNET18, 11_176_512, id="18"),
    pytest.param(RESNET50, 23_508_032, id="50"),
]


def reference_of(config: ResNetConfig, channels: int) -> ResNetModel:
    return ResNetModel(
        ReferenceConfig(
            num_channels=channels,
            layer_type=config.block,
            depths=list(config.depths),
            hidden_sizes=list(config.widths),
        )
    )


def reference_name(name: str) -> str:
    name = re.sub(r"^stem", "embedder.embedder", name)
    name = re.sub(r"^stages\.(\d+)\.(\d+)", r"encoder.stages.\1.layers.\2", name)
    return name.replace(".path.", ".layer.").replace(".norm", ".normalization")


def with_uneven_norms(network: nn.Module) -> None:
    """Norms that do something: an untrained one leaves its input nearly as it is."""
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.register_buffer("running_mean", torch.randn(module.num_features) * 0.1)
            module.register_buffer("running_var", torch.rand(module.num_features) + 0.5)
            nn.init.uniform_(module.weight, 0.5, 1.5)
            nn.init.normal_(module.bias, 0.0, 0.1)


def layers_seen(network: nn.Module, picture: Tensor) -> dict[str, Tensor]:
    seen: dict[str, Tensor] = {}
    hooks = [
        module.register_forward_hook(
            lambda _, __, answer, name=name: seen.__setitem__(name, answer.clone())
        )
        for name, module in network.named_modules()
        if isinstance(module, nn.Conv2d | nn.BatchNorm2d)
    ]
    with torch.no_grad():
        network(picture)
    for hook in hooks:
        hook.remove()
    return seen


@pytest.mark.parametrize(("config", "channels", "shape"), CASES)
def test_every_layer_gives_what_the_reference_gives(config, channels, shape) -> None:
    torch.manual_seed(0)
    ours, reference = ResNet(config=config, channels=channels), reference_of(config, channels)
    with_uneven_norms(reference)
    kept = reference.state_dict()
    ours.load_state_dict({name: kept[reference_name(name)] for name in ours.state_dict()})
    picture = torch.randn(shape)

    mine, theirs = layers_seen(ours.eval(), picture), layers_seen(reference.eval(), picture)

    assert {reference_name(name) for name in mine} == set(theirs)
    for name, answer in mine.items():
        torch.testing.assert_close(answer, theirs[reference_name(name)], rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize(("config", "channels", "shape"), CASES)
def test_weights_go_back_to_the_reference_and_features_agree(config, channels, shape) -> None:
    torch.manual_seed(1)
    ours, reference = ResNet(config=config, channels=channels), reference_of(config, channels)
    with_uneven_norms(ours)
    reference.load_state_dict({reference_name(k): v for k, v in ours.state_dict().items()})
    picture = torch.randn(shape)

    with torch.no_grad():
        maps = ours.eval().maps(picture)
        answer = reference.eval()(picture, output_hidden_states=True)
        features = ours(picture)

    assert len(maps) == len(answer.hidden_states) == 5
    for mine, theirs in zip(maps, answer.hidden_states, strict=True):
        torch.testing.assert_close(mine, theirs, rtol=1e-4, atol=1e-5)
    torch.testing.assert_close(features, answer.pooler_output.flatten(1), rtol=1e-4, atol=1e-5)


def test_a_training_step_moves_both_alike() -> None:
    torch.manual_seed(2)
    ours, reference = ResNet(config=RESNET18, channels=2), reference_of(RESNET18, 2)
    reference.load_state_dict({reference_name(k): v for k, v in ours.state_dict().items()})
    picture = torch.randn(4, 2, 17, 16)

    ours.train()(picture).square().mean().backward()
    reference.train()(picture).pooler_output.square().mean().backward()

    theirs = dict(reference.named_parameters())
    for name, weight in ours.named_parameters():
        torch.testing.assert_close(
            weight.grad, theirs[reference_name(name)].grad, rtol=1e-3, atol=1e-5
        )
    moved = reference.state_dict()
    for name, value in ours.state_dict().items():
        torch.testing.assert_close(value, moved[reference_name(name)], rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize(("config", "count"), PARAMETERS)
def test_parameters_are_those_of_the_paper(config, count) -> None:
    network = ResNet(config=config, channels=3)

    assert sum(weight.numel() for weight in network.parameters()) == count
