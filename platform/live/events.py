"""The kinds of live events and the shape of each payload (JSON Schema); docs/formats/events.md.

One table: publishing an unlisted kind is refused, and the tests hold every published payload
against its schema. Stage `pose` begins an attempt: what a former attempt sent is void.
"""

from typing import Any

Schema = dict[str, Any]


def _object(required: dict[str, Schema], optional: dict[str, Schema] | None = None) -> Schema:
    return {
        "type": "object",
        "properties": required | (optional or {}),
        "required": sorted(required),
        "additionalProperties": False,
    }


NUMBER: Schema = {"type": "number"}
COUNT: Schema = {"type": "integer", "minimum": 0}
TEXT: Schema = {"type": "string"}
MAYBE_NUMBER: Schema = {"type": ["number", "null"]}
MAYBE_TEXT: Schema = {"type": ["string", "null"]}
ANYTHING: Schema = {}

LABELS = ["correct", "incorrect", "cannot_tell", "none"]
STAGES = [
    "receiving", "checking", "preparing", "pose", "repetitions", "judging", "elements", "report",
]  # fmt: skip
STATES = ["uploading", "queued", "working", "done", "failed", "parked", "cancelled"]

REASON: Schema = {"type": ["object", "null"]}

PAYLOADS: dict[str, Schema] = {
    "stage": _object({"stage": {"enum": STAGES}}),
    "progress": _object(
        {
            "stage": {"enum": STAGES},
            "percent": {"type": "number", "minimum": 0, "maximum": 100},
            "eta_s": MAYBE_NUMBER,
        },
        {"frames_done": COUNT, "frames_total": {"type": ["integer", "null"]}},
    ),
    "landmarks": _object(
        {
            "start": COUNT,
            "count": COUNT,
            "t_s": {"type": "array", "items": NUMBER},
            "xy_b64": TEXT,
            "visibility_b64": TEXT,
            "flags": {"type": "array", "items": COUNT},
            "curves": {
                "type": "object",
                "additionalProperties": {"type": "array", "items": MAYBE_NUMBER},
            },
        }
    ),
    "quality": _object(
        {
            "reason": TEXT,
            "start_s": NUMBER,
            "end_s": NUMBER,
            "severity": {"enum": ["note", "warning", "blocking"]},
            "sentence": TEXT,
        }
    ),
    "repetition": _object(
        {
            "index": {"type": "integer", "minimum": 1},
            "start_s": NUMBER,
            "end_s": NUMBER,
            "side": {"enum": ["left", "right", "both"]},
            "phases": {"type": "array"},
            "measures": {"type": "object"},
        },
        {"partial": {"type": "boolean"}, "share": NUMBER, "set": {"type": "integer", "minimum": 1}},
    ),
    "verdict": _object(
        {
            "index": {"type": "integer", "minimum": 1},
            "label": {"enum": LABELS},
            "probability": MAYBE_NUMBER,
            "source": {"enum": ["learned", "rubric", "none"]},
            "findings": {"type": "array"},
        },
        {"view": MAYBE_TEXT, "baseline": MAYBE_TEXT},
    ),
    "element": {"type": "object", "required": ["index", "id", "start_s", "end_s", "outcome"]},
    "report": {"type": "object", "required": ["schema", "repetitions", "video"]},
    "upload": {"type": "object", "required": ["id", "url", "offset", "size", "sha256"]},
    "failed": _object({"code": TEXT, "sentence": TEXT}),
    "video": {"type": "object", "required": ["url", "duration_s"]},
    "review": {"type": "object", "required": ["id", "repetition", "label"]},
    "signed": _object({"reviewed_at": MAYBE_TEXT, "reviewer_name": MAYBE_TEXT}),
    "state": _object({"state": {"enum": STATES}}),
    "job": {"type": "object", "required": ["id", "kind", "state", "attempts"]},
}
