"""Explanation of a logit over joints, time and windows."""

import pytest
import torch

from assessment.scoring.technique.skeleton import at
from assessment.training.network.fit import network_make
from assessment.training.network.maps import inputs_of
from assessment.vision.nets.explain import explain
from tests.assessment.nets.stick_people import RAISE, repetitions, tiny


@pytest.mark.parametrize("name", ["no_cnn", "siamese", "mlp_statistics"])
def test_parts_add_up_to_what_the_logit_departs_from_the_usual(name) -> None:
    config = tiny(name)
    network = network_make(config, seed=0)
    inputs = inputs_of(repetitions(), config.frames)
    network.maps.fit(inputs)

    found = explain(network, inputs.rows(slice(0, 64, 8)))

    assert found.parts.shape == (8, 17, 16)
    torch.testing.assert_close(
        found.parts.sum(dim=(1, 2)), found.logit - found.usual_logit, rtol=0.02, atol=2e-3
    )


def test_attention_of_windows_is_shared_out_or_none() -> None:
    with_attention, without = tiny("no_cnn"), tiny("lstm", encoder="linear")
    inputs = inputs_of(repetitions(), 16).rows(slice(0, 2))

    shares = explain(network_make(with_attention, seed=0), inputs).attention
    nothing = explain(network_make(without, seed=0), inputs).attention

    assert nothing is None
    assert shares is not None
    torch.testing.assert_close(shares.sum(dim=1), torch.ones(2))


def test_joints_that_were_not_given_have_no_part() -> None:
    config = tiny("no_cnn")
    network = network_make(config, seed=0)
    inputs = inputs_of([one for one in repetitions() if one.movement == RAISE], config.frames)
    network.maps.fit(inputs)

    parts = explain(network, inputs).parts

    for joint in ("l_ankle", "r_ankle", "l_toe", "r_toe"):
        assert torch.equal(parts[:, at(joint)], torch.zeros_like(parts[:, at(joint)]))
    assert parts[:, at("r_wrist")].abs().sum().item() > 0.0
