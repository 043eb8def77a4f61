"""Landmarks as a page asks for them: joined from live chunks, or read from a report's file."""

import base64
from pathlib import Path
from typing import Any

from assessment.core.records import landmarks_load
from assessment.core.wire import landmarks_payload


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


def landmarks_from_file(path: Path) -> dict[str, Any]:
    """All frames of a landmark file (docs/formats/report.md) in the form of one chunk."""
    payload = landmarks_payload(landmarks_load(path), start=0)
    return {key: value for key, value in payload.items() if key != "start"}
