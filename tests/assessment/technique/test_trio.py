"""The arrays say what the trained estimators say; weights that were touched are refused."""

import hashlib
import pickle

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from assessment.core.errors import AssessmentError
from assessment.scoring.technique.decide import Decision
from assessment.scoring.technique.features import layout
from assessment.scoring.technique.movements import MOVEMENTS
from assessment.scoring.technique.trio import Trio, family_row, standardised
from assessment.scoring.technique.weights import model_bytes, model_load
from assessment.training.technique.fit import Fitter
from assessment.training.technique.table import Table

_DECISION = Decision(slope=1.5, offset=-0.25, unsure=0.4)


def _table() -> Table:
    """Thirty repetitions a movement whose label hangs on the first two features, with gaps."""
    rng = np.random.default_rng(4)
    movements = np.repeat(np.arange(1, 11), 30)
    values = np.empty(len(movements), np.object_)
    correct = rng.random(len(movements)) < 0.5
    for at, movement in enumerate(movements):
        row = rng.standard_normal(len(layout(MOVEMENTS[int(movement)].parts, "space")))
        row[:2] += 1.5 * correct[at]
        row[rng.integers(len(row))] = np.nan
        values[at] = row.astype(np.float32)
    return Table(
        repetition=np.arange(len(movements)),
        subject=np.tile(np.arange(1, 6), len(movements) // 5),
        movement=movements,
        correct=correct,
        values=values,
    )


@pytest.fixture(scope="module")
def table() -> Table:
    return _table()


@pytest.fixture(scope="module")
def fitter() -> Fitter:
    return Fitter(seed=1, trees=20)


@pytest.fixture(scope="module")
def trio(table, fitter) -> Trio:
    fitted: Trio = fitter.fit(table)
    return fitted


@pytest.mark.parametrize("movement", sorted(MOVEMENTS))
def test_arrays_give_the_probabilities_of_the_estimators(table, fitter, trio, movement) -> None:
    rows = table.rows(movement)
    model = trio.movements[movement]
    filled = np.where(np.isnan(rows), model.mean, rows)
    standard = standardised(filled, model.mean, model.scale)
    reduced, linear = fitter.linear[movement]
    boosted = fitter.boosted[MOVEMENTS[movement].parts]
    with threadpool_limits(limits=1):
        wanted = [
            fitter.forests[movement].predict_proba(filled)[:, 1],
            boosted.predict_proba(family_row(standard, movement))[:, 1],
            linear.predict_proba(reduced.transform(standard.astype(np.float64)))[:, 1],
        ]

    logits = trio.each(rows.astype(np.float64), movement)

    found = 1 / (1 + np.exp(-logits))
    inside = np.clip(np.stack(wanted, axis=1), 1e-4, 1 - 1e-4)
    np.testing.assert_allclose(np.clip(found, 1e-4, 1 - 1e-4), inside, atol=1e-6)


def _kept(trio) -> bytes:
    return model_bytes(
        {"population": trio, "personal": trio}, {"population": _DECISION, "personal": _DECISION}
    )


def test_weights_come_back_as_they_were_written(table, trio) -> None:
    kept = _kept(trio)

    model = model_load(kept, hashlib.sha256(kept).hexdigest())

    rows = table.rows(3).astype(np.float64)
    np.testing.assert_array_equal(model.trios["personal"].logits(rows, 3), trio.logits(rows, 3))
    assert model.decisions["population"] == _DECISION


@pytest.mark.parametrize("at", [0, 100, -1])
def test_a_flipped_byte_is_refused(trio, at) -> None:
    kept = bytearray(_kept(trio))
    digest = hashlib.sha256(kept).hexdigest()
    kept[at] ^= 1

    with pytest.raises(AssessmentError) as refused:
        model_load(bytes(kept), digest)

    assert refused.value.code == "weights_damaged"


def test_a_pickle_is_refused_even_with_its_own_digest() -> None:
    kept = pickle.dumps({"population": 1})

    with pytest.raises(AssessmentError) as refused:
        model_load(kept, hashlib.sha256(kept).hexdigest())

    assert refused.value.code == "weights_invalid"


def test_near_zero_it_cannot_tell() -> None:
    decision = Decision(slope=2.0, offset=0.0, unsure=1.0)

    assert [decision.label(one) for one in (0.6, 0.4, -0.4, -0.6)] == [
        "correct",
        "cannot_tell",
        "cannot_tell",
        "incorrect",
    ]
    assert decision.probability(np.array([0.0]))[0] == 0.5
