"""What must hold before weights are shipped: no shortcut pays, and nothing beside the movement
changes a verdict.

starts.npz: limb lengths and start postures of the public repetitions (UI-PRMD, Kinect, subjects
1 to 8, Open Data Commons PDDL 1.0).
"""

import numpy as np
import pytest

from assessment.scoring.technique.channels import CHANNELS, channels
from assessment.scoring.technique.decide import Decision
from assessment.scoring.technique.explain import reasons
from assessment.scoring.technique.features import features, layout, space_rows
from assessment.scoring.technique.frame import picture_frame
from assessment.scoring.technique.movements import MOVEMENTS
from assessment.scoring.technique.side import mirrored
from assessment.scoring.technique.skeleton import at
from assessment.scoring.technique.trio import Trio
from assessment.scoring.technique.verdict import baseline_of, clip_verdict, verdict
from assessment.scoring.technique.weights import Model
from assessment.training.technique.fit import Fitter
from assessment.training.technique.folds import table_logits
from assessment.training.technique.table import Table
from tests.assessment.technique.plain_person import standing_person
from tests.assessment.technique.starts import STARTS

# Highest accuracy, leaving subjects out, that features without any movement may reach.
_HIGHEST = 0.65


@pytest.fixture(scope="module")
def starts() -> dict[str, np.ndarray]:
    with np.load(STARTS, allow_pickle=False) as kept:
        return {name: kept[name] for name in kept.files}


def _table(starts, rows) -> Table:
    values = np.empty(len(rows), np.object_)
    for place, row in enumerate(rows):
        values[place] = np.asarray(row, np.float32)
    return Table(
        repetition=np.arange(len(rows)),
        subject=starts["subject"].astype(np.int64),
        movement=starts["movement"].astype(np.int64),
        correct=starts["correct"],
        values=values,
    )


def _loso_accuracy(table: Table) -> float:
    logits = np.full(len(table), np.nan)
    for subject in np.unique(table.subject):
        own = table.subject == subject
        trio = Fitter(seed=0, trees=20).fit(table.where(~own))
        logits[own] = table_logits(trio, table.where(own))
    return float(((logits > 0) == table.correct).mean())


def _start_rows(starts):
    """Every channel of the parts that matter, of the posture before anything moves."""
    whole = channels(starts["pose"].astype(np.float64))
    return [
        row[[one.part in MOVEMENTS[int(movement)].parts for one in CHANNELS]]
        for row, movement in zip(whole, starts["movement"], strict=True)
    ]


def test_limb_lengths_alone_do_not_tell_correct_from_incorrect(starts) -> None:
    assert _loso_accuracy(_table(starts, starts["limbs_mm"])) <= _HIGHEST


def test_the_start_posture_alone_does_not_tell_correct_from_incorrect(starts) -> None:
    assert _loso_accuracy(_table(starts, _start_rows(starts))) <= _HIGHEST


@pytest.fixture(scope="module")
def trio() -> Trio:
    """Trained on people who lift an arm and a leg high (correct) or low."""
    return _fitted(lambda person, movement: space_rows(person, movement)[0])


@pytest.fixture(scope="module")
def picture_trio() -> Trio:
    """The same people from 45 degrees."""
    return _fitted(lambda person, movement: _picture_row(person, movement)[0])


def _picture_row(person, movement):
    """[1, F]; the right side is near."""
    x, y, z = np.moveaxis(person, -1, 0)
    flat = np.stack([(x + z) / np.sqrt(2), y], axis=-1)
    return features(picture_frame(flat), movement, "picture")[None]


def _fitted(seen) -> Trio:
    rng = np.random.default_rng(2)
    rows, movements, correct = [], [], []
    for movement in MOVEMENTS:
        for turn in range(24):
            person = _person(rng, height=0.45 if turn % 2 else 0.3)
            rows.append(seen(person, movement).astype(np.float32))
            movements.append(movement)
            correct.append(bool(turn % 2))
    values = np.empty(len(rows), np.object_)
    for place, row in enumerate(rows):
        values[place] = row
    table = Table(
        repetition=np.arange(len(rows)),
        subject=np.ones(len(rows), np.int64),
        movement=np.array(movements),
        correct=np.array(correct),
        values=values,
    )
    return Fitter(seed=0, trees=20).fit(table)


def _person(rng, *, height):
    person = standing_person(lifts="r", frames=int(rng.integers(40, 80)), height=height)
    return person + rng.normal(0, 0.01, person[:1].shape)


@pytest.fixture(scope="module")
def model(trio) -> Model:
    decision = Decision(slope=1.0, offset=0.0, unsure=0.2)
    return Model(
        trios={"population": trio, "personal": trio},
        decisions={"population": decision, "personal": decision},
        sha256="0" * 64,
    )


def _moved(person, name):
    angle = np.radians(10.0)
    yaw = np.array(
        [[np.cos(angle), 0, np.sin(angle)], [0, 1, 0], [-np.sin(angle), 0, np.cos(angle)]]
    )
    return {
        "mirror": mirrored(person),
        "yaw": person @ yaw.T,
        "scale": person * 1.05,
        "shift": person + np.array([0.7, 0.1, -1.2]),
    }[name]


@pytest.mark.parametrize("movement", sorted(MOVEMENTS))
@pytest.mark.parametrize("change", ["mirror", "yaw", "scale", "shift"])
def test_verdict_does_not_change_with_what_is_no_movement(model, movement, change) -> None:
    person = _person(np.random.default_rng(8), height=0.38)

    before = verdict(model, space_rows(person, movement), movement)
    after = verdict(model, space_rows(_moved(person, change), movement), movement)

    assert after.logit == pytest.approx(before.logit, abs=1e-4)
    assert after.label == before.label


_LEGS = ("hip", "knee", "ankle", "toe")
_ARMS = ("shoulder", "elbow", "wrist")


def _restless(person, joints, across):
    """The other limb swings by up to 30 degrees about its first joint, at rest at start and end."""
    angle = np.radians(30.0) * np.sin(np.linspace(0, 2 * np.pi, len(person))) ** 2
    sine, cosine = np.sin(angle), np.cos(angle)
    moved = person.copy()
    root = person[:, at(f"l_{joints[0]}")]
    for joint in joints[1:]:
        limb = person[:, at(f"l_{joint}")] - root
        turned = limb.copy()
        turned[:, across] = cosine * limb[:, across] - sine * limb[:, 1]
        turned[:, 1] = sine * limb[:, across] + cosine * limb[:, 1]
        moved[:, at(f"l_{joint}")] = root + turned
    return moved


@pytest.mark.parametrize(
    ("movement", "joints"),
    [(movement, _LEGS) for movement in (7, 8, 9, 10)]
    + [(movement, _ARMS) for movement in (2, 3, 4, 6)],
)
@pytest.mark.parametrize("across", [0, 2])
def test_verdict_in_a_picture_hangs_on_no_limb_beside_the_movement(
    picture_trio, movement, joints, across
) -> None:
    """Legs don't judge an arm movement, nor arms one of the legs."""
    calm = _person(np.random.default_rng(8), height=0.38)
    restless = _restless(calm, joints, across)

    before, after = (
        float(picture_trio.logits(_picture_row(person, movement), movement)[0])
        for person in (calm, restless)
    )

    # A person's length is read off the first frames, in which a swing has just begun.
    assert after == pytest.approx(before, abs=0.01)


@pytest.mark.parametrize("movement", [1, 4, 7])
def test_repetitions_score_the_same_together_and_one_by_one(trio, movement) -> None:
    rng = np.random.default_rng(3)
    rows = np.concatenate([space_rows(_person(rng, height=0.4), movement)[:1] for _ in range(10)])

    together = trio.logits(rows, movement)
    alone = [float(trio.logits(row[None], movement)[0]) for row in rows]

    np.testing.assert_allclose(together, alone, atol=1e-9)


def test_clip_of_three_is_the_mean_and_of_two_is_nothing(model) -> None:
    rng = np.random.default_rng(5)
    verdicts = [
        verdict(model, space_rows(_person(rng, height=height), 7), 7)
        for height in (0.44, 0.45, 0.3)
    ]

    whole = clip_verdict(model, verdicts)

    assert whole is not None
    assert whole.logit == pytest.approx(np.mean([one.logit for one in verdicts]))
    assert clip_verdict(model, verdicts[:2]) is None


def test_held_against_an_own_baseline_only_the_difference_counts(model) -> None:
    rng = np.random.default_rng(6)
    accepted = [space_rows(_person(rng, height=0.4), 7) for _ in range(3)]
    baseline = baseline_of(accepted, 7)

    found = verdict(model, accepted[0], 7, baseline)

    difference = accepted[0] - np.mean(accepted, axis=0)
    assert found.against == "personal"
    assert found.logit == pytest.approx(float(model.trios["personal"].logits(difference, 7).mean()))


@pytest.mark.parametrize("movement", sorted(MOVEMENTS))
def test_reasons_name_only_channels_that_the_model_was_given(trio, movement) -> None:
    row = space_rows(_person(np.random.default_rng(9), height=0.2), movement)[0]
    given = {CHANNELS[place].name for place in layout(MOVEMENTS[movement].parts, "space").channel}

    found = reasons(trio, row, movement, "space")

    assert found
    assert {one.channel for one in found} <= given
    assert [one.effect for one in found] == sorted((one.effect for one in found), reverse=True)


def test_reasons_name_the_arm_that_was_lifted_too_little(trio) -> None:
    row = space_rows(_person(np.random.default_rng(9), height=0.2), 7)[0]

    found = reasons(trio, row, 7, "space")[0]

    assert (found.joint, found.side) in {
        ("wrist", "working"),
        ("shoulder", "working"),
        ("elbow", "working"),
    }
    assert not found.low <= found.measured <= found.high
