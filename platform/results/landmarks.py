"""Landmarks on the wire: the encoding of live chunks, of the whole file, and one from the other.

x and y are fractions of width and height, coded as little-endian uint16
round((v + 0.5) * 32768), so that -0.5 .. 1.5 fits; visibility is uint8, 255 = 1.0.
The coding itself lives in assessment.report; here chunks are joined and files are read.
"""

import base64
import gzip
import json
from typing import Any


def landmarks_from_chunks(chunks: list[dict[str, Any]]) -> dict[str, Any]:
    """Join chunks in order of `start`; a chunk that repeats known frames is skipped."""
    joined: dict[str, Any] = {"t_s": [], "flags": [], "curves": {}}
    xy, visibility = bytearray(), bytearray()
    for chunk in sorted(chunks, key=lambda one: int(one["start"])):
        if chunk["start"] != len(joined["t_s"]):
            continue
        joined["t_s"] += chunk["t_s"]
        joined["flags"] += chunk["flags"]
        for name, values in chunk["curves"].items():
            joined["curves"].setdefault(name, []).extend(values)
        xy += base64.b64decode(chunk["xy_b64"])
        visibility += base64.b64decode(chunk["visibility_b64"])
    return {
        "count": len(joined["t_s"]),
        **joined,
        "xy_b64": base64.b64encode(xy).decode(),
        "visibility_b64": base64.b64encode(visibility).decode(),
    }


def landmarks_to_file(chunks: list[dict[str, Any]]) -> bytes:
    """The file kept beside a report: the wire form of all frames, compressed."""
    return gzip.compress(json.dumps(landmarks_from_chunks(chunks)).encode(), mtime=0)


def landmarks_from_file(content: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(gzip.decompress(content))
    return found
