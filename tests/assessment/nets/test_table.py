"""The page of all runs, and the commands."""

import dataclasses

import pytest

from assessment.cli import main
from assessment.training.network.fusion import Fused
from assessment.training.network.runs import Asked, run
from assessment.training.network.table import ablations_page
from tests.assessment.nets.stick_people import tiny
from tests.assessment.nets.test_training import quiet, samples


def made(folder, *, epochs: int | None) -> str:
    config = tiny("mlp_statistics")
    training = dataclasses.replace(config.training, epochs=3, patience=5)
    config = dataclasses.replace(config, training=training)
    asked = Asked(config=config, protocol="loso", folds=2, seed=0, epochs=epochs)
    run(asked, samples(), folder / "some-run", quiet)
    return ablations_page(folder, [])


def rows_of(page: str) -> list[list[str]]:
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in page.splitlines()
        if line.startswith("| mlp_statistics")
    ]


@pytest.mark.parametrize(("epochs", "said"), [(None, ""), (1, "**under-trained**")])
def test_a_run_that_was_cut_short_is_called_so(tmp_path, epochs, said) -> None:
    [row] = rows_of(made(tmp_path, epochs=epochs))

    trained = epochs or 3
    assert row[2:8] == ["loso", "2", "0", f"{trained}, {trained} of 3", "kinect", "others"]
    assert row[-1] == said


def test_configurations_that_were_not_run_on_all_people_wait(tmp_path) -> None:
    waiting = made(tmp_path, epochs=None).split("## What waits for a GPU")[1]

    assert "--config paper " in waiting
    assert "--config mlp_statistics " in waiting  # two people of four are not all


def test_the_fusion_is_shown_with_its_shares(tmp_path) -> None:
    one = Fused(
        sensor="kinect", against="personal", share=1 / 3, accuracy=0.9, auc=0.95, worst_person=0.8
    )

    page = ablations_page(tmp_path, [one])

    assert "| kinect | own | 0.33 | 0.900 | 0.950 | 0.800 |" in page


@pytest.mark.parametrize(
    ("extra", "sentence"),
    [
        (["--epochs", "0"], "Choose --epochs of 1 or more.\n"),
        (["--device", "cuda:99"], "There is no device cuda:99 here; choose --device cpu.\n"),
    ],
)
def test_what_cannot_be_done_is_refused_in_a_sentence(tmp_path, capsys, extra, sentence) -> None:
    command = ["train", "technique-network", "--config", "siamese", "--data", str(tmp_path)]

    status = main(command + extra)

    assert status == 2
    assert capsys.readouterr().err == sentence
