import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from assessment import exercises
from assessment.core.errors import CatalogueError
from assessment.exercises import catalogue, exercise_find, exercise_get, exercise_load

FILES = Path(exercises.__file__).parent / "catalogue"

GOOD = """
id = "hop"
name = "Hop"
aliases = []
group = "legs"
hold = false
sides = "both"
posture = "standing"
balance = "jump"
start_position = "Stand."
view = "side"
views = ["side"]
camera_advice = "From the side."
source = "chosen: a test"
principal = { curve = "knee", far = "min", min_range = 25.0 }
phases = ["down", "low", "up"]
curves = ["knee"]

[[rules]]
code = "hop_depth"
joint = "knee"
curve = "knee"
stat = "min"
phase = "low"
at_most = 120.0
unit = "deg"
views = ["side"]
sentence_patient = "Lower."
sentence_clinician = "{measured:.0f} of {expected:.0f}."
source = "chosen: a test"
"""


def test_catalogue_holds_every_file_in_order_of_its_id() -> None:
    names = sorted(path.stem for path in FILES.glob("*.toml"))

    assert [exercise.id for exercise in catalogue()] == names
    assert {"deep_squat", "plank", "shoulder_abduction"} < set(names)


def test_every_rule_has_a_source_and_sentences_that_can_be_filled() -> None:
    for exercise in catalogue():
        for rule in exercise.rules:
            assert len(rule.source) > 10
            for sentence in (rule.sentence_patient, rule.sentence_clinician):
                assert "{" not in sentence.format(measured=1.0, expected=2.0)


def test_aliases_belong_to_one_exercise_only() -> None:
    names = [name for exercise in catalogue() for name in (exercise.id, *exercise.aliases)]

    assert len(names) == len(set(names))
    assert exercise_find("biceps_curl") is exercise_get("curl")
    assert exercise_find("handstand") is None


def test_unknown_exercise_is_refused_with_the_known_ones() -> None:
    with pytest.raises(CatalogueError) as caught:
        exercise_get("handstand")

    assert caught.value.code == "exercise_unknown"
    assert "deep_squat" in caught.value.sentence


def test_good_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "hop.toml"
    path.write_text(GOOD)

    hop = exercise_load(path)

    assert (hop.rules[0].at_most, hop.rules[0].at_least, hop.rules[0].limb) == (120.0, None, "near")
    # The known error of a knee, 5 degrees, is no fault.
    assert hop.rules[0].holds(125.0)
    assert not hop.rules[0].holds(125.1)


@pytest.mark.parametrize(
    ("_case", "old", "new", "word"),
    [
        ("other_id", 'id = "hop"', 'id = "hip"', "file name"),
        ("no_name", 'name = "Hop"', 'name = ""', "`name`"),
        ("strange_view", 'views = ["side"]\ncamera', 'views = ["side", "above"]\ncamera', "above"),
        ("view_left_out", 'view = "side"', 'view = "front"', "`view`"),
        ("two_phases", '["down", "low", "up"]', '["down", "up"]', "`phases`"),
        ("unknown_field", 'sides = "both"', 'sides = "both"\ncolour = "red"', "colour"),
        ("unknown_curve", 'curve = "knee"\nstat', 'curve = "toe"\nstat', "toe"),
        ("both_bounds", "at_most = 120.0", "at_most = 120.0\nat_least = 3.0", "hop_depth"),
        ("no_bound", "at_most = 120.0", "", "hop_depth"),
        ("text_bound", "at_most = 120.0", 'at_most = "low"', "`at_most`"),
        ("wrong_unit", 'unit = "deg"', 'unit = "s"', "measured in deg"),
        ("phase_elsewhere", 'phase = "low"', 'phase = "high"', "high"),
        ("zero_range", "min_range = 25.0", "min_range = 0", "min_range"),
        ("unknown_joint", 'joint = "knee"', 'joint = "toe"', "joint"),
        (
            "keep_of_no_hold",
            "[[rules]]",
            '[[keep]]\ncurve = "knee"\nat_most = 9\n[[rules]]',
            "keep",
        ),
        ("hidden_range", 'curves = ["knee"]', 'curves = ["pelvis_tilt"]', "pelvis_tilt"),
        (
            "hidden_curve",
            'curve = "knee"\nstat',
            'curve = "knee_spread"\nstat',
            "measured in ratio",
        ),
        ("two_sided", "at_most = 120.0", 'at_most = 120.0\nlimb = "left_right"', "left_right"),
        ("speed", 'stat = "min"', 'stat = "fastest"', "deg_s"),
        ("sentence", '"Lower."', '"Lower {much}."', "sentence_patient"),
        ("tolerance", "at_most = 120.0", "at_most = 120.0\ntolerance = -1.0", "tolerance"),
        ("no_source", 'source = "chosen: a test"\n"""', "", "source"),
        ("near_leg", "hold = false", 'hold = false\nnear_leg = "left"', "near_leg"),
        ("not_toml", "hold = false", "hold = maybe", "TOML"),
    ],
)
def test_wrong_file_is_refused_by_name_and_field(
    tmp_path: Path, _case: str, old: str, new: str, word: str
) -> None:
    path = tmp_path / "hop.toml"
    text = (
        GOOD.removesuffix('source = "chosen: a test"\n')
        if _case == "no_source"
        else GOOD.replace(old, new)
    )
    assert text != GOOD
    path.write_text(text)

    with pytest.raises(CatalogueError) as caught:
        exercise_load(path)

    assert caught.value.code == "exercise_invalid"
    assert "hop.toml" in caught.value.sentence
    assert word in caught.value.sentence


def test_web_process_can_import_exercises_without_arrays_or_pictures() -> None:
    code = (
        "import sys; from assessment.exercises import catalogue; catalogue();"
        "print([n for n in ('numpy', 'cv2', 'mediapipe', 'av', 'torch') if n in sys.modules])"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_description_for_clients_has_the_fields_of_the_interface() -> None:
    described: dict[str, Any] = exercise_get("deep_squat").describe()

    assert set(described) == {
        "id",
        "name",
        "aliases",
        "group",
        "view",
        "views",
        "posture",
        "start_position",
        "hold",
        "camera_advice",
        "principal",
        "curves",
        "rules",
    }
    assert described["principal"] in [
        {"curve": c["name"], "unit": c["unit"]} for c in described["curves"]
    ]
