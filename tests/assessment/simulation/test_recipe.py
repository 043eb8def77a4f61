import pytest

from assessment.simulation import RecipeInvalid, load_recipe, parse_recipe
from assessment.simulation.library import CLIPS

from .recipes import document


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"colour": "red"}, "unknown key colour"),
        ({"motion": {"speed": 2}}, "unknown key motion.speed"),
        ({"motion": {"exercise": "moonwalk"}}, "no exercise named 'moonwalk'"),
        ({"motion": {"period_s": "slow"}}, "motion.period_s must be a float"),
        ({"motion": {"repetitions": 0}}, "must lie between 1 and 60"),
        ({"motion": {"side": "left"}}, "cannot have side 'left'"),
        ({"motion": {"faults": [{"kind": "sag", "repetitions": [1]}]}}, "has no fault 'sag'"),
        ({"motion": {"faults": [{"kind": "shallow"}]}}, "needs repetitions"),
        ({"video": {"width_px": 97}}, "must be even"),
        ({"look": {"shirt": "red"}}, "write a colour as #rrggbb"),
        ({"look": {"hair": "mohawk"}}, "look.hair is 'mohawk'"),
        ({"schema": 2}, "only 1 is known"),
        ({"camera": 3}, "camera must be a table"),
    ],
)
def test_wrong_recipe_is_refused_with_a_sentence(changes, sentence) -> None:
    with pytest.raises(RecipeInvalid) as refusal:
        parse_recipe(document(**changes))

    assert sentence in refusal.value.sentence
    assert refusal.value.sentence.endswith(".")
    assert refusal.value.code == "recipe_invalid"


def test_recipe_without_a_seed_is_refused() -> None:
    made = document()
    del made["seed"]

    with pytest.raises(RecipeInvalid, match="lacks seed"):
        parse_recipe(made)


def test_absent_or_broken_file_is_refused(tmp_path) -> None:
    (tmp_path / "broken.toml").write_text("id = ")

    with pytest.raises(RecipeInvalid, match="There is no recipe"):
        load_recipe(tmp_path / "absent.toml")
    with pytest.raises(RecipeInvalid, match="not valid TOML"):
        load_recipe(tmp_path / "broken.toml")


def test_every_committed_recipe_is_valid_and_named_as_its_file() -> None:
    recipes = sorted(CLIPS.glob("*.toml"))

    assert len(recipes) >= 7
    assert [load_recipe(path).id for path in recipes] == [path.stem for path in recipes]
