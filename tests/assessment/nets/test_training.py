"""Maps of repetitions, folds, batches, losses and runs of the technique network."""

import dataclasses

import numpy as np
import pytest
import torch

from assessment.core.errors import AssessmentError
from assessment.scoring.technique.skeleton import MIRROR, at
from assessment.training.network.fit import fit
from assessment.training.network.folds import loso_folds, paper_folds
from assessment.training.network.logits import logits_load
from assessment.training.network.loss import Known, batch_loss
from assessment.training.network.maps import LAYOUT, inputs_of
from assessment.training.network.runs import Asked, fold_load, run
from assessment.training.network.samples import Samples, batches, samples_of
from assessment.vision.nets.technique import Encoding, TechniqueNetwork
from tests.assessment.nets.stick_people import RAISE, SQUAT, repetitions, tiny

CPU = torch.device("cpu")


def samples(persons: int = 4, each: int = 4) -> Samples:
    return samples_of(repetitions(persons, each), 16, CPU)


def quiet(*_) -> None:
    pass


def moved(change) -> torch.Tensor:
    """The points of every repetition after a change of its positions."""
    changed = [dataclasses.replace(one, positions=change(one.positions)) for one in repetitions()]
    return inputs_of(changed, 16).points


def turned(positions: np.ndarray) -> np.ndarray:
    turn = np.radians(10.0)
    axes = [[np.cos(turn), 0, np.sin(turn)], [0, 1, 0], [-np.sin(turn), 0, np.cos(turn)]]
    return positions @ np.array(axes)


def long_legged(positions: np.ndarray) -> np.ndarray:
    longer = positions.copy()
    for side in "lr":
        hip, knee = positions[:, at(f"{side}_hip")], positions[:, at(f"{side}_knee")]
        for joint in ("knee", "ankle", "toe"):
            longer[:, at(f"{side}_{joint}")] += 0.2 * (knee - hip)
    return longer


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda one: one * 1.05, id="scale"),
        pytest.param(lambda one: one + np.array([0.7, 0.1, -2.0]), id="place"),
        pytest.param(turned, id="heading"),
        pytest.param(long_legged, id="limb lengths"),
        pytest.param(lambda one: one[:, list(MIRROR)] * [-1, 1, 1], id="mirrored"),
    ],
)
def test_points_hold_nothing_of_the_set_up(change) -> None:
    sided = torch.tensor([one.movement == RAISE for one in repetitions()])
    before = inputs_of(repetitions(), 16).points

    after = moved(change)

    if "MIRROR" in change.__code__.co_names:  # a squat has no working side to turn to
        before, after = before[sided], after[sided]
    torch.testing.assert_close(after, before, atol=2e-3, rtol=0)


def test_a_joint_never_seen_is_left_out_with_the_angles_that_need_it() -> None:
    one = repetitions()[0]
    one.positions[:, at("l_toe")] = np.nan

    inputs = inputs_of([one], 16)

    assert [inputs.seen[0, at(f"l_{name}")] for name in ("knee", "ankle", "toe")] == [1.0, 0.0, 0.0]
    assert [inputs.seen[0, at(f"r_{name}")] for name in ("knee", "ankle", "toe")] == [1.0] * 3
    assert torch.isfinite(inputs.points).all()


def test_a_person_under_test_neither_trains_nor_stops_the_training() -> None:
    data = samples()
    subject = data.column("subject")

    folds = loso_folds(data)

    assert [fold.name for fold in folds] == ["s01", "s02", "s03", "s04"]
    for person, fold in enumerate(folds, start=1):
        assert set(subject[fold.test]) == {person}
        people = [set(subject[rows]) for rows in (fold.train, fold.inner, fold.test)]
        assert [len(one) for one in people] == [2, 1, 1]
        assert set.union(*people) == {1, 2, 3, 4}


def test_the_papers_split_is_stratified_and_keeps_both_sensors_of_a_repetition_together() -> None:
    seen = repetitions(5, 4)
    both = samples_of(seen + [dataclasses.replace(one, sensor="vicon") for one in seen], 16, CPU)

    inner, last = paper_folds(both, seed=0)

    key = [(one.subject, one.movement, one.correct, one.number) for one in both.repetitions]
    assert len(last.test) == len(both) / 5 == 32
    assert {key[row] for row in last.test}.isdisjoint(key[row] for row in last.train)
    strata = [(both.repetitions[row].movement, both.repetitions[row].correct) for row in last.test]
    assert {strata.count(one) for one in strata} == {8}
    assert sorted(np.concatenate([fold.inner for fold in inner])) == sorted(last.train)
    for fold in inner:
        assert set(fold.inner).isdisjoint(fold.train)
        assert set(fold.train) | set(fold.inner) == set(last.train)


def test_batches_hold_as_many_correct_as_incorrect_of_each_person() -> None:
    data = samples()
    config = tiny("siamese").training

    found = list(batches(data, np.arange(len(data)), config, np.random.default_rng(0)))

    assert len(found) == round(len(data) / (2 * 3 * 2 * 2))
    for rows in found:
        chosen = [data.repetitions[row] for row in rows]
        counts = [
            sum(
                (x.subject, x.movement, x.correct) == (o.subject, o.movement, o.correct)
                for x in chosen
            )
            for o in chosen
        ]
        assert {one.movement for one in chosen} == {SQUAT, RAISE}
        assert set(counts) == {2}


class Noting(TechniqueNetwork):
    """Notes what it is asked to compare with."""

    def __init__(self) -> None:
        super().__init__(config=tiny("siamese", width=8), layout=LAYOUT, exercises=1, views=1)
        self.asked: dict[str, torch.Tensor] = {}

    def compare(self, encoding, reference, kind) -> torch.Tensor:
        self.asked[kind] = reference
        return super().compare(encoding, reference, kind)


def test_references_are_of_others_and_as_many_for_both_labels() -> None:
    # Two people with two correct (first) and two incorrect repetitions; the embedding names the row.
    network = Noting()
    known = Known(
        cells=torch.zeros(8),
        subject=torch.tensor([1, 1, 1, 1, 2, 2, 2, 2]),
        correct=torch.tensor([1.0, 1.0, 0.0, 0.0] * 2),
    )
    encoding = Encoding(embedding=torch.eye(8), condition=torch.zeros(8, 8), attention=())

    batch_loss(network, encoding, known, 1.0)

    others, own = network.asked["others"], network.asked["own"]
    half = torch.tensor([0.5, 0.5, 0.0, 0.0])
    nought = torch.zeros(4)
    assert torch.equal(others[:4], torch.cat([nought, half]).expand(4, 8))
    assert torch.equal(others[4:], torch.cat([half, nought]).expand(4, 8))
    # One repetition each, never the repetition itself, never an incorrect one.
    assert torch.equal((own > 0).sum(dim=1), torch.ones(8, dtype=torch.long))
    assert own[0, 1] == own[1, 0] == own[4, 5] == own[5, 4] == 1.0
    assert own[2, :2].sum() == own[7, 4:6].sum() == 1.0


@pytest.mark.parametrize("name", ["siamese", "no_cnn"])
def test_a_network_learns_to_tell_deep_from_shallow_on_a_new_person(name, tmp_path) -> None:
    config = tiny(name)
    config = dataclasses.replace(
        config, training=dataclasses.replace(config.training, epochs=12, patience=12)
    )
    data = samples(4, 6)

    run(Asked(config=config, protocol="loso", folds=1, seed=0), data, tmp_path, quiet)

    found = logits_load(tmp_path / "kinect.npz")
    assert len(found.logit) == 24
    assert set(found.subject) == {1}
    assert ((found.logit > 0) == found.correct).mean() >= 0.9
    assert (tmp_path / "kinect-own.npz").exists() == (name == "siamese")


def test_the_own_baseline_is_never_judged_by_itself(tmp_path) -> None:
    run(Asked(config=tiny("siamese"), protocol="loso", folds=1, seed=0), samples(), tmp_path, quiet)

    own = logits_load(tmp_path / "kinect-own.npz")

    # Of four correct repetitions three are the baseline.
    assert own.number[own.correct].tolist() == [4, 4]
    assert own.number[~own.correct].tolist() == [1, 2, 3, 4] * 2


def test_the_papers_protocol_trains_as_long_as_its_folds_found_best(tmp_path) -> None:
    asked = Asked(config=tiny("mlp_statistics"), protocol="paper", folds=2, seed=0)

    run(asked, samples(), tmp_path, quiet)

    best = [fold_load(tmp_path, name).best_epoch for name in ("cv0", "cv1")]
    assert fold_load(tmp_path, "test").epochs == round(sum(best) / 2)
    assert len(logits_load(tmp_path / "kinect.npz").logit) == 12


class Stop(Exception):
    pass


def test_a_stopped_fold_goes_on_to_the_same_end(tmp_path) -> None:
    def stop(epoch) -> None:
        raise Stop

    data, config = samples(), tiny("siamese")
    fold = loso_folds(data)[0]
    whole = fit(config, data, fold, seed=3, state_file=tmp_path / "a.pt", said=quiet)
    with pytest.raises(Stop):
        fit(config, data, fold, seed=3, state_file=tmp_path / "b.pt", said=stop)

    numbers = []
    gone_on = fit(
        config, data, fold, seed=3, state_file=tmp_path / "b.pt",
        said=lambda epoch: numbers.append(epoch.number),
    )  # fmt: skip

    assert numbers == [2]
    for name, value in gone_on.network.state_dict().items():
        assert torch.equal(value, whole.network.state_dict()[name]), name


def test_a_finished_run_is_not_trained_again_and_another_is_refused(tmp_path) -> None:
    asked = Asked(config=tiny("mlp_statistics"), protocol="loso", folds=1, seed=0)
    data = samples()
    run(asked, data, tmp_path, quiet)
    epochs = []

    run(asked, data, tmp_path, lambda *said: epochs.append(said))
    with pytest.raises(AssessmentError) as refused:
        run(dataclasses.replace(asked, seed=1), data, tmp_path, quiet)

    assert epochs == []
    assert refused.value.code == "run_other"
