import pytest

from assessment.core.errors import CatalogueError
from assessment.core.skeleton import mediapipe33, skeleton_load


def test_shipped_skeleton_is_a_tree_of_33_with_one_root():
    skeleton = mediapipe33()

    assert len(skeleton.names) == len(set(skeleton.names)) == 33
    assert [name for name, parent in zip(skeleton.names, skeleton.parent, strict=True) if parent < 0] == ["left_hip"]
    for joint in range(33):
        seen = set()
        while joint >= 0:
            assert joint not in seen
            seen.add(joint)
            joint = skeleton.parent[joint]


def test_twins_that_do_not_match_are_refused(tmp_path):
    path = tmp_path / "bad.toml"
    path.write_text(
        'id = "bad"\njoints = [{ name = "a", parent = "", mirror = "b" },'
        ' { name = "b", parent = "a", mirror = "b" }]\n'
    )

    with pytest.raises(CatalogueError) as caught:
        skeleton_load(path)

    assert caught.value.code == "skeleton_invalid"
