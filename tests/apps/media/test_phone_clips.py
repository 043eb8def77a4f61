"""Files as phones write them, where the shared folder is at hand; no frame of them is kept."""

from pathlib import Path

import numpy as np
import pytest

from tests.apps.media.conftest import frame_times, prepared_copy

PHONE = Path(__file__).parents[4] / "shared" / "data" / "video" / "phone"


@pytest.mark.parametrize(
    ("_case", "size", "turn", "uneven"),
    [
        ("deadlift_syn_hevc_rot90.mov", (360, 640), 90, False),
        ("deadlift_syn_vfr.mp4", (360, 640), 0, True),
        ("squat_dark_01.mp4", (1080, 1920), 0, False),
    ],
)
def test_phone_clip_keeps_every_frame_at_its_time(
    _case: str, size: tuple[int, int], turn: int, uneven: bool, tmp_path: Path
) -> None:
    original = PHONE / _case
    if not original.exists():
        pytest.skip("the shared folder with phone clips is not here")

    made = prepared_copy(original, tmp_path)

    before, after = np.array(frame_times(original)), np.array(frame_times(made.proxy))
    assert after[0] == 0.0
    assert len(after) == len(before) == made.facts["frame_count"]
    assert np.abs(after - (before - before[0])).max() < 1e-3
    assert (made.facts["width_px"], made.facts["height_px"]) == size
    assert (made.facts["rotation_deg"], made.facts["vfr"]) == (turn, uneven)
