"""Edits of a file, and short words for them."""

import copy
import json
from typing import Any

from ledger.encoding import base64_decode, base64_encode

Edit = dict[str, Any]
Case = dict[str, Any]
WHOLE = "public-test-keys.bundle.json"


def apply(value: Any, edits: list[Edit]) -> bytes:
    """The edited file."""
    value, raw = copy.deepcopy(value), []
    for edit in edits:
        if edit["op"] == "raw":
            raw.append(edit)
        else:
            _edit(value, edit)
    text = json.dumps(value, ensure_ascii=False, indent=1) + "\n"
    for edit in raw:
        assert edit["find"] in text, edit
        text = text.replace(edit["find"], edit["by"], 1)
    return text.encode("utf-8", "surrogatepass")


def _edit(value: Any, edit: Edit) -> None:
    parent, key = _place(value, edit["path"])
    if edit["op"] == "set":
        parent[key] = edit["value"]
    elif edit["op"] == "remove":
        del parent[key]
    elif edit["op"] == "insert":
        parent.insert(key, edit["value"])
    elif edit["op"] == "swap":
        other, other_key = _place(value, edit["with"])
        parent[key], other[other_key] = other[other_key], parent[key]
    elif edit["op"] == "flip":
        parent[key] = flipped(parent[key])
    elif edit["op"] == "text":
        assert edit["find"] in parent[key], edit
        parent[key] = parent[key].replace(edit["find"], edit["by"], 1)


def _place(value: Any, path: str) -> tuple[Any, Any]:
    *parts, last = [one.replace("~1", "/").replace("~0", "~") for one in path.split("/")[1:]]
    for part in parts:
        value = value[int(part) if isinstance(value, list) else part]
    return value, int(last) if isinstance(value, list) else last


def flipped(text: str) -> str:
    is_hex = text.startswith("0x")
    data = bytes.fromhex(text[2:]) if is_hex else base64_decode(text)
    data = data[:-1] + bytes([data[-1] ^ 1])
    return "0x" + data.hex() if is_hex else base64_encode(data)


def put(path: str, value: Any) -> Edit:
    return {"op": "set", "path": path, "value": value}


def remove(path: str) -> Edit:
    return {"op": "remove", "path": path}


def insert(path: str, value: Any) -> Edit:
    return {"op": "insert", "path": path, "value": value}


def swap(path: str, other: str) -> Edit:
    return {"op": "swap", "path": path, "with": other}


def flip(path: str) -> Edit:
    return {"op": "flip", "path": path}


def text(path: str, find: str, by: str) -> Edit:
    return {"op": "text", "path": path, "find": find, "by": by}


def raw(find: str, by: str) -> Edit:
    return {"op": "raw", "find": find, "by": by}


def case(
    step: str, name: str, *edits: Edit, file: str = WHOLE, trust: tuple[Edit, ...] = ()
) -> Case:
    return {"step": step, "name": name, "file": file, "edits": [*edits], "trust_edits": [*trust]}
