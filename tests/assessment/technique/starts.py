"""Makes tests/vectors/technique/starts.npz: what each public repetition shows before it moves.

`python -m tests.assessment.technique.starts DIR`, DIR as docs/algorithms/technique.md says.
"""

import sys
from pathlib import Path

import numpy as np

from assessment.scoring.technique.frame import START_FRAMES, body_frame
from assessment.scoring.technique.side import canonical
from assessment.scoring.technique.skeleton import LIMBS
from assessment.training.technique.data import repetitions_load

STARTS = Path(__file__).parents[2] / "vectors" / "technique" / "starts.npz"


def _limbs_mm(positions):
    return [
        np.median(np.linalg.norm(positions[:, end] - positions[:, start], axis=-1)) * 1000
        for start, end in LIMBS
    ]


def main() -> None:
    repetitions = repetitions_load(Path(sys.argv[1]), "kinect")
    poses = [
        canonical(body_frame(one.positions), one.movement)[0][:START_FRAMES].mean(axis=0)
        for one in repetitions
    ]
    STARTS.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        STARTS,
        subject=np.array([one.subject for one in repetitions], np.uint8),
        movement=np.array([one.movement for one in repetitions], np.uint8),
        correct=np.array([one.correct for one in repetitions], np.bool_),
        pose=np.array(poses, np.float16),
        limbs_mm=np.array([_limbs_mm(one.positions) for one in repetitions], np.uint16),
    )


if __name__ == "__main__":
    main()
