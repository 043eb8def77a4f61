"""Training on CSI: who is kept apart, what is chosen by what, and the record that comes out."""

import json
from pathlib import Path

import numpy as np
import pytest

from assessment.cli import main
from assessment.core.errors import AssessmentError
from assessment.training.csi.data import set_load
from assessment.training.csi.features import BLOCKS, features
from assessment.training.csi.folds import folds, inner_folds
from assessment.training.csi.machine import Choice, machine_fit, machine_load, machine_save
from assessment.training.csi.page import page_of
from assessment.training.csi.protocols import choose, protocol_run
from tests.assessment.csi.made_set import set_write

NAME = "intel5300_activities"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("csi")
    set_write(made)
    return made


@pytest.fixture(scope="module")
def record(folder: Path) -> dict:
    return protocol_run(folder, NAME, "lopo", keep=folder / "keep")


def test_nobody_is_trained_on_and_tested(folder: Path) -> None:
    samples = set_load(folder, NAME)

    for _, train, test in folds(samples, "lopo"):
        assert not {one.person for one, kept in zip(samples, train, strict=True) if kept} & {
            one.person for one, kept in zip(samples, test, strict=True) if kept
        }
        for fitted, held in inner_folds(samples, train):
            assert not (fitted & test).any()
            assert not (held & test).any()
            assert not (fitted & held).any()


def test_rooms_are_kept_apart_both_ways(folder: Path) -> None:
    samples = set_load(folder, NAME)

    found = folds(samples, "cross_room")

    assert [name for name, _, _ in found] == ["room_1 to room_2", "room_2 to room_1"]
    assert not any((train & test).any() for _, train, test in found)


def test_movements_of_unseen_people_are_told_apart(record: dict) -> None:
    assert record["task"] == "csi"
    assert record["protocol"] == "lopo"
    assert record["n"] == 36
    assert record["metrics"]["accuracy"] > 0.85
    assert record["baselines"]["chance_accuracy"] == pytest.approx(1 / 3, abs=1e-4)
    low, high = record["intervals"]["accuracy"]
    assert low <= record["metrics"]["accuracy"] <= high
    assert sorted(record["by"]["fold"]) == ["a", "b", "c"]
    json.dumps(record)


def test_labels_of_the_person_under_test_change_no_choice(folder: Path) -> None:
    samples = set_load(folder, NAME)
    found = features(samples, keep=folder / "keep", name=NAME)
    labels = np.array([one.activity for one in samples])
    _, train, test = folds(samples, "lopo")[0]
    spoilt = labels.copy()
    spoilt[test] = np.roll(labels[test], 5)

    assert choose(samples, found, labels, train, bound=True) == choose(
        samples, found, spoilt, train, bound=True
    )


def test_what_is_bound_to_a_room_is_not_offered_for_another(folder: Path) -> None:
    samples = set_load(folder, NAME)
    found = features(samples, keep=folder / "keep", name=NAME)
    labels = np.array([one.activity for one in samples])
    spoilt = {**found, "picture": np.full_like(found["picture"], np.nan)}
    _, train, _ = folds(samples, "cross_room")[0]

    choice, _ = choose(samples, spoilt, labels, train, bound=False)

    assert not {"picture", "baseline"} & set(choice.blocks)


def test_weights_come_back_from_their_file(folder: Path, tmp_path: Path) -> None:
    samples = set_load(folder, NAME)
    found = features(samples, keep=folder / "keep", name=NAME)
    machine = machine_fit(
        found, [one.activity for one in samples], Choice(BLOCKS, "cityblock", 0.03)
    )

    machine_save(machine, tmp_path / "weights.npz")

    assert np.array_equal(machine_load(tmp_path / "weights.npz")(found), machine(found))


def test_a_site_trains_and_evaluates_by_command(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keep, weights = str(folder / "keep"), tmp_path / f"{NAME}.npz"
    train = ["train", "csi", "--data", str(folder), "--set", NAME, "--protocol", "site"]
    assert main([*train, "--keep", keep, "--out", str(weights)]) == 0
    capsys.readouterr()

    assert main(["evaluate", "csi", "--data", str(folder), "--weights", str(tmp_path)]) == 0

    record = json.loads(capsys.readouterr().out)
    assert record["metrics"]["accuracy"] > 0.9
    assert list(record["by"]["set"]) == [NAME]


def test_without_trained_weights_the_way_to_them_is_named(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", "csi", "--data", str(folder), "--weights", str(tmp_path)]) == 2

    assert "train csi --protocol site" in capsys.readouterr().err


def test_a_protocol_that_the_set_has_no_groups_for_is_refused(folder: Path) -> None:
    one_person = [one for one in set_load(folder, NAME) if one.person == "a"]

    with pytest.raises(AssessmentError) as refused:
        folds(one_person, "lopo")

    assert refused.value.code == "protocol_unfit"


def test_a_set_that_is_not_there_or_damaged_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AssessmentError) as missing:
        set_load(tmp_path, NAME)
    np.savez(tmp_path / f"{NAME}.npz", offsets=np.array([0, 3]))
    with pytest.raises(AssessmentError) as damaged:
        set_load(tmp_path, NAME)

    assert missing.value.code == "data_missing"
    assert damaged.value.code == "data_invalid"


def test_the_page_has_a_row_a_record_and_says_what_was_reached(
    record: dict, tmp_path: Path
) -> None:
    path = tmp_path / "record.json"
    path.write_text(json.dumps(record), encoding="utf-8")

    page = page_of([path])

    accuracy = f"{record['metrics']['accuracy']:.3f}"
    assert f"| {NAME} | lopo | all | 36 | {accuracy} |" in page
    assert "yes |" in page
