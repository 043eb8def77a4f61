"""Element files say what the sources say, and nothing that they do not."""

from pathlib import Path

import pytest

from assessment.core.errors import CatalogueError
from assessment.exercises.element_load import element_get, element_load, elements
from assessment.exercises.element_schema import MEASURES

# All that was verified: code -> (group, family, value). A value that is not here is shown nowhere.
VERIFIED = {
    "B 408": ("B", 4, None),
    "B 437": ("B", 4, 0.7),
    "B 504": ("B", 5, 0.4),
    "B 5157": ("B", 5, 0.7),
    "B 627": ("B", 6, 0.7),
    "C 715": ("C", 7, 0.5),
    "C 803": ("C", 8, 0.3),
}
FOLDER = Path(__file__).parents[3] / "assessment" / "exercises" / "elements"


def _edited(tmp_path: Path, element_id: str, old: str, new: str) -> Path:
    text = (FOLDER / f"{element_id}.toml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / f"{element_id}.toml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


def test_codes_and_values_are_those_that_were_verified() -> None:
    listings = [one.listing for one in elements() if one.listing is not None]
    coded = {one.code: (one.group, one.family, one.value) for one in listings if one.code}

    assert coded == VERIFIED
    assert all(one.value is None for one in listings if one.code is None)


def test_every_listing_names_its_code_of_points_and_its_page() -> None:
    for element in elements():
        if element.listing is not None:
            assert element.listing.cycle
            assert "fig-aerobic.com a" in element.listing.source


def test_families_lie_in_the_groups_that_the_sources_name() -> None:
    families = {4: "B", 5: "B", 6: "B", 7: "C", 8: "C"}
    for element in elements():
        if element.kind == "difficulty":
            assert element.listing is not None
            assert element.listing.family is not None
            assert families[element.listing.family] == element.listing.group


def test_negatives_of_everyday_and_low_impact_movement_are_listed() -> None:
    negatives = {one.id for one in elements() if one.kind == "negative"}

    assert negatives == {
        "jack", "jog", "knee_lift", "low_kick", "lunge", "march", "skip", "walk",
    }  # fmt: skip


def test_saltos_are_acrobatic_without_value() -> None:
    acrobatic = [one for one in elements() if one.kind == "acrobatic"]

    assert [one.id for one in acrobatic] == ["salto_backward", "salto_forward", "salto_sideward"]
    assert all(one.listing is not None and one.listing.value is None for one in acrobatic)


def test_a_turn_short_of_its_angle_does_not_hold() -> None:
    (turn,) = [
        one
        for one in element_get("turn_1_leg_horizontal").requirements
        if one.measure == "floor_turn_deg"
    ]

    assert turn.holds(360)
    assert not turn.holds(350)


def test_every_measure_is_explained() -> None:
    explained = (FOLDER / "_fields.md").read_text(encoding="utf-8")

    assert all(f"`{name}`" in explained for name in MEASURES)


_case_refused = [
    ("turn_1", 'value = "unknown"', "value = 0.3", "needs the `code`"),
    ("turn_1_leg_horizontal", "value = 0.5", "value = 0.55", "`value` must be one of"),
    ("turn_1_leg_horizontal", "value = 0.5", "value = 0", "`value` must be one of"),
    ("turn_1_leg_horizontal", "value = 0.5", "value = true", "`value` must be a number"),
    ("salto_backward", 'code = "unknown"\nvalue = "unknown"', 'code = "u"\nvalue = 0.5', "letter"),
    ("turn_1", "family = 7", "family = 9", "`family`"),
    ("turn_1", 'group = "C"', 'group = "D"', "`group`"),
    ("turn_1_leg_horizontal", 'code = "C 715"', 'code = "B 715"', "begin with the letter"),
    ("turn_1", "at_least = 360\n", "", "needs `at_least` or `at_most`"),
    ("turn_1", "floor_turn_deg", "floor_turns", "`measure`"),
    ("turn_1", 'kind = "difficulty"', 'kind = "negative"', "`listing`"),
    ("walk", 'kind = "negative"', 'kind = "difficulty"', "`listing`"),
    ("walk", 'id = "walk"', 'id = "walking"', "`id`"),
    ("walk", 'name = "Walk"', 'name = "Walk"\npoints = 1', "points"),
]


@pytest.mark.parametrize(("element_id", "old", "new", "said"), _case_refused)
def test_a_wrong_field_is_refused_by_name(
    tmp_path: Path, element_id: str, old: str, new: str, said: str
) -> None:
    with pytest.raises(CatalogueError) as refused:
        element_load(_edited(tmp_path, element_id, old, new))

    assert said in refused.value.sentence
