"""2,000 damaged recordings: each is read or refused in one sentence, none crashes."""

import random

import numpy as np
import pytest

from assessment.sensing.readers.choose import csi_parse
from assessment.sensing.record import CsiRecording, CsiRefused
from tests.assessment.sensing.recordings import FILES, VECTORS

COUNT = 2000
# Values that parsers stumble over.
SPITEFUL = (0, 1, 2, 3, 0x7F, 0x80, 0xBB, 0xFE, 0xFF, ord(","), ord("["), ord("-"), ord("\n"))


def _damaged(content: bytes, rng: random.Random) -> bytes:
    """One of: flipped bytes, a cut, a piece twice, a piece gone, a piece of noise; often several."""
    found = bytearray(content)
    for _ in range(rng.choice((1, 1, 2, 5, 20))):
        at = rng.randrange(min(len(found), rng.choice((32, 400, len(found))))) if found else 0
        length = rng.choice((1, 2, 4, 16, 300))
        way = rng.randrange(6)
        if way <= 1 and found:
            found[at] = rng.choice(SPITEFUL) if way else rng.randrange(256)
        elif way == 2:
            del found[len(found) - at :]
        elif way == 3:
            found[at:at] = found[at : at + length]
        elif way == 4:
            del found[at : at + length]
        else:
            found[at : at + length] = rng.randbytes(length)
    return bytes(found)


@pytest.mark.parametrize("name", FILES)
def test_damaged_files_are_read_or_refused_in_a_sentence(name: str) -> None:
    content = (VECTORS / name).read_bytes()
    rng = random.Random(name)
    read: list[CsiRecording] = []
    sentences: list[str] = []

    for _ in range(COUNT // len(FILES) + 1):
        try:
            read.append(csi_parse(_damaged(content, rng)))
        except CsiRefused as refused:
            sentences.append(refused.sentence)

    assert len(read) > 50
    assert len(sentences) > 5
    assert all(sentence.endswith(".") and "\n" not in sentence for sentence in sentences)
    assert all(np.isfinite(one.csi).all() for one in read)
    assert all((np.diff(one.times_s) >= 0).all() for one in read)
    assert all(len(one.csi) == len(one.times_s) == len(one.rssi) == len(one.agc) for one in read)
