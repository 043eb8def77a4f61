"""Small recipes for the simulation's tests."""

from typing import Any

from assessment.simulation import Recipe, parse_recipe


def document(**changes: Any) -> dict[str, Any]:
    made: dict[str, Any] = {
        "id": "small",
        "seed": 5,
        "motion": {
            "exercise": "deep_squat",
            "repetitions": 2,
            "period_s": 1.5,
            "still_start_s": 0.4,
            "still_end_s": 0.4,
        },
        "video": {"width_px": 96, "height_px": 128, "fps": 10},
    }
    for key, value in changes.items():
        made[key] = {**made[key], **value} if isinstance(made.get(key), dict) else value
    return made


def recipe(**changes: Any) -> Recipe:
    return parse_recipe(document(**changes))
