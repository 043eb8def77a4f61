"""What a recipe can ask of camera, light, people and file; pixels of a few tiny frames."""

from typing import Any

import numpy as np
import pytest

from assessment.simulation import CURVES, LANDMARKS, Scene, prepare, render_clip
from assessment.vision.decode import VideoReader

from .recipes import document, recipe

VIDEO = document()["video"]


def _drawn(**changes: Any) -> np.ndarray:
    return prepare(recipe(**changes)).frame(2).astype(float)


@pytest.mark.parametrize(
    ("_case", "changes"),
    [
        ("chair", {"scene": {"occluder": "chair"}}),
        ("plant", {"scene": {"occluder": "plant"}}),
        ("table", {"scene": {"occluder": "table"}}),
        ("standing", {"scene": {"other": "standing"}}),
        ("walking", {"scene": {"other": "walking"}}),
        ("exercising", {"scene": {"other": "exercising"}}),
        ("long_clothes", {"look": {"clothes": "long"}}),
        ("plain", {"scene": {"background": "plain"}}),
        ("slim", {"body": {"shape": "slim_tall"}}),
        ("child", {"body": {"shape": "child"}}),
    ],
)
def test_option_changes_the_picture_by_seed_and_never_the_moment(_case, changes) -> None:
    first, again, without = _drawn(**changes), _drawn(**changes), _drawn()

    np.testing.assert_array_equal(first, again)
    assert (np.abs(first - without).max(axis=2) > 25).mean() > 0.004


def test_things_and_other_people_leave_the_truth_alone() -> None:
    plain = prepare(recipe()).truth
    crowded = prepare(recipe(scene={"occluder": "chair", "other": "walking"})).truth

    np.testing.assert_array_equal(plain.xy_px, crowded.xy_px)


def test_table_hides_the_feet() -> None:
    scene = prepare(recipe(scene={"occluder": "table"}, video={"grain": 0.0}))
    bare = prepare(recipe(video={"grain": 0.0}))
    knees, hidden = ("left_knee", "right_knee"), 0

    for name in ("left_ankle", "right_ankle", *knees):
        x, y = bare.truth.xy_px[0, LANDMARKS.index(name)].astype(int)
        hidden += int(np.abs(scene.frame(0)[y, x].astype(int) - bare.frame(0)[y, x]).max() > 20)

    assert hidden >= 1


def test_darkness_scales_the_light_and_adds_grain() -> None:
    bright, dark = _drawn(), _drawn(scene={"light": 0.2})

    assert dark.mean() == pytest.approx(0.2 * bright.mean(), rel=0.05)
    noise = dark - 0.2 * _drawn(video={"grain": 0.0})
    assert noise.std() > 2.0 * (bright - _drawn(video={"grain": 0.0})).std()


def test_tilted_camera_turns_picture_and_truth_together() -> None:
    level, tilted = (prepare(recipe(camera={"roll_deg": roll})).truth for roll in (0.0, 10.0))
    spine = [
        truth.xy_px[0, [11, 12]].mean(axis=0) - truth.xy_px[0, [23, 24]].mean(axis=0)
        for truth in (level, tilted)
    ]
    turned = [np.degrees(np.arctan2(line[0], -line[1])) for line in spine]

    assert abs(turned[1] - turned[0]) == pytest.approx(10.0, abs=0.5)


def test_shaken_truth_follows_the_shaken_picture() -> None:
    red = {"look": {"shirt": "#ff0000", "accent": "#ff0000"}}
    scene = prepare(recipe(**red, camera={"shake_deg": 3.0}, video={"grain": 0.0}))
    still = prepare(recipe(**red)).truth

    moved = np.abs(scene.truth.xy_px - still.xy_px).max(axis=(1, 2))
    assert moved.max() > 2.0
    for index in (int(moved.argmax()), 0):
        middle = scene.truth.xy_px[index, [11, 12, 23, 24]].mean(axis=0).astype(int)
        picture = scene.frame(index)[middle[1], middle[0]].astype(int)
        assert picture[0] > 2 * picture[1:].max()


def test_movement_blurs_and_stillness_does_not() -> None:
    def change(index: int) -> float:
        sharp = prepare(recipe(video={"grain": 0.0})).frame(index).astype(float)
        blurred = prepare(recipe(video={"grain": 0.0, "shutter": 1.0})).frame(index)
        return float(np.abs(sharp - blurred).mean())

    assert change(8) > 3.0 * change(0)


def test_draft_differs_at_edges_only() -> None:
    full, draft = _drawn(), _drawn(video={"draft": True})

    assert 0.0 < (np.abs(full - draft).max(axis=2) > 8).mean() < 0.2


def test_mirrored_truth_swaps_sides_and_keeps_every_curve_of_the_other_side() -> None:
    motion = {"exercise": "shoulder_abduction", "side": "left"}
    plain, mirror = (
        prepare(recipe(motion=motion, video={"mirrored": flag})).truth for flag in (False, True)
    )

    assert {entry.side for entry in mirror.repetitions} == {"right"}
    for name in ("shoulder", "elbow", "knee"):
        np.testing.assert_allclose(
            mirror.planar[f"{name}_right"], plain.planar[f"{name}_left"], atol=1e-3
        )


def test_mirrored_picture_is_the_picture_from_right_to_left() -> None:
    scenes: list[Scene] = [
        prepare(recipe(video={"mirrored": flag, "grain": 0.0})) for flag in (False, True)
    ]

    np.testing.assert_array_equal(scenes[0].frame(3)[:, ::-1], scenes[1].frame(3))


def test_uneven_and_rotated_file_gives_the_true_times_and_upright_pictures(tmp_path) -> None:
    video = {"jitter": 0.4, "dropped": 0.3, "rotation_deg": 90, "draft": True}
    made = recipe(video={**VIDEO, **video}, motion={"repetitions": 1})

    truth = render_clip(made, tmp_path / "clip.mp4")

    steps = np.diff(truth.t_s)
    assert steps.min() < 0.8 * np.median(steps) < steps.max()
    with VideoReader(tmp_path / "clip.mp4", fps=100.0) as reader:
        frames = list(reader.frames())
    assert frames[0].image.shape == (128, 96, 3)
    np.testing.assert_allclose([frame.t_s for frame in frames], truth.t_s, atol=0.001)
    error = frames[3].image.astype(float) - prepare(made).frame(3)
    assert np.sqrt((error**2).mean()) < 12.0


def test_framing_camera_sees_every_point_of_every_view() -> None:
    for view in ("front", "side", "three_quarter", "back"):
        scene = prepare(recipe(camera={"view": view}))
        share = scene.truth.xy_px / (scene.camera.width_px, scene.camera.height_px)
        assert share.min() > 0.02
        assert share.max() < 0.98
        assert np.ptp(share[..., 1]) > 0.5


def test_truth_has_every_curve_of_the_vocabulary() -> None:
    truth = prepare(recipe()).truth

    assert set(truth.planar) == set(CURVES)
    assert all(len(values) == truth.t_s.size for values in truth.planar.values())
