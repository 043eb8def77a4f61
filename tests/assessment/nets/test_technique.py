"""The technique network in all its configurations."""

import pytest
import torch
from safetensors.torch import load, save

from assessment.core.errors import AssessmentError
from assessment.scoring.technique.skeleton import at
from assessment.training.network.fit import network_make
from assessment.training.network.maps import LAYOUT, inputs_of
from assessment.vision.nets.config import CONFIGS, config_load
from assessment.vision.nets.descriptors import Inputs
from assessment.vision.nets.technique import TechniqueNetwork
from tests.assessment.nets.stick_people import RAISE, repetitions, tiny


def made(name: str, **changed) -> tuple[TechniqueNetwork, Inputs]:
    """A network whose norms and spreads are fitted, and four repetitions."""
    config = tiny(name, **changed)
    network = network_make(config, seed=0)
    everyone = inputs_of(repetitions(), config.frames)
    network.maps.fit(everyone)
    return network.eval(), everyone.rows(slice(0, 64, 20))


@pytest.mark.parametrize("name", CONFIGS)
def test_every_weight_of_every_configuration_learns(name) -> None:
    network, inputs = made(name)

    encoding = network.train().encode(inputs)
    if network.config.comparison == "none":
        logits = network.judge(encoding)
    else:
        reference = encoding.embedding.mean(dim=0).expand_as(encoding.embedding)
        logits = network.compare(encoding, reference, "others")
        logits = logits + network.compare(encoding, reference, "own")
    logits.square().sum().backward()

    assert logits.shape == (4,)
    gradients = {name: weight.grad for name, weight in network.named_parameters()}
    assert [name for name, one in gradients.items() if one is None] == []
    assert all(torch.isfinite(one).all() for one in gradients.values() if one is not None)


@pytest.mark.parametrize("name", ["resnet18", "lstm", "mlp_statistics", "siamese"])
def test_weights_come_back_from_safetensors(name) -> None:
    network, inputs = made(name)
    other = network_make(network.config, seed=1).eval()

    other.load_state_dict(load(save(network.state_dict())))

    with torch.no_grad():
        assert torch.equal(other(inputs), network(inputs))


@pytest.mark.parametrize("name", CONFIGS)
def test_only_the_papers_network_sees_the_tempo(name) -> None:
    network, inputs = made(name, encoder="linear")  # the encoder has no say in it

    with torch.no_grad():
        before = network(inputs)
        inputs.duration_s.mul_(2.0)
        is_same = torch.equal(before, network(inputs))

    assert is_same == (name != "paper")


@pytest.mark.parametrize("name", ["no_cnn", "siamese"])
def test_attention_is_shared_out_among_condition_and_windows(name) -> None:
    network, inputs = made(name)

    with torch.no_grad():
        attention = network.encode(inputs).attention

    assert [tuple(weights.shape) for weights in attention] == [(4, 2, 5, 5)] * 2
    for weights in attention:
        torch.testing.assert_close(weights.sum(dim=-1), torch.ones(4, 2, 5))


def test_the_network_is_told_exercise_and_view() -> None:
    network, inputs = made("no_cnn")
    inputs.seen.zero_()  # the maps are all nought: only the condition is left

    with torch.no_grad():
        logits = network(inputs)
        inputs.view.fill_(1)
        elsewhere = network(inputs)

    assert logits[0].item() == pytest.approx(logits[1].item(), abs=1e-4)
    assert abs(logits[0] - logits[-1]).item() > 1e-3
    assert (logits - elsewhere).abs().min().item() > 1e-3


def test_legs_cannot_reach_the_verdict_on_an_arm_movement() -> None:
    network, _ = made("siamese")
    raises = [one for one in repetitions() if one.movement == RAISE]
    before = inputs_of(raises, network.config.frames)
    for one in raises:
        for joint in ("knee", "ankle", "toe"):
            one.positions[:, at(f"r_{joint}"), 2] += torch.linspace(
                0, 0.2, len(one.positions)
            ).numpy()

    with torch.no_grad():
        torch.testing.assert_close(
            network(inputs_of(raises, network.config.frames)), network(before), atol=1e-5, rtol=0
        )


def test_a_comparison_hangs_on_its_reference_and_its_kind() -> None:
    network, inputs = made("siamese")
    encoding = network.encode(inputs)
    near, far = encoding.embedding, encoding.embedding.flip(0)

    answers = [network.compare(encoding, one, "others") for one in (near, far)]
    own = network.compare(encoding, near, "own")

    assert (answers[0] - answers[1]).abs().max().item() > 1e-3
    assert (answers[0] - own).abs().max().item() > 1e-3


def test_the_siamese_configuration_compares_and_has_no_velocities() -> None:
    config = config_load("siamese")

    assert config.comparison == "siamese"
    assert "velocities" not in config.descriptors
    assert len(LAYOUT.angles) == 17


def test_an_unknown_configuration_is_refused() -> None:
    with pytest.raises(AssessmentError) as refused:
        config_load("../secret")

    assert refused.value.code == "config_unknown"


def test_a_configuration_that_does_not_fit_is_refused() -> None:
    with pytest.raises(AssessmentError) as refused:
        tiny("no_cnn", window=17)

    assert refused.value.code == "config_invalid"
