from pathlib import Path

import pytest

from assessment.core.errors import CatalogueError
from assessment.core.skeleton import mediapipe33, skeleton_load


def test_shipped_skeleton_is_a_tree_of_33_with_one_root() -> None:
    skeleton = mediapipe33()

    assert len(skeleton.names) == len(set(skeleton.names)) == 33
    assert [
        name for name, parent in zip(skeleton.names, skeleton.parent, strict=True) if parent < 0
    ] == ["left_hip"]
    for joint in range(33):
        seen: set[int] = set()
        at = joint
        while at >= 0:
            assert at not in seen
            seen.add(at)
            at = skeleton.parent[at]


def test_twins_that_do_not_match_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "bad.toml"
    path.write_text(
        'id = "bad"\njoints = [{ name = "a", parent = "", mirror = "b" },'
        ' { name = "b", parent = "a", mirror = "b" }]\n'
    )

    with pytest.raises(CatalogueError) as caught:
        skeleton_load(path)

    assert caught.value.code == "skeleton_invalid"
