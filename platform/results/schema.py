"""What the API's description says of reports and live events: their own JSON Schemas, by name."""

from typing import Any

from assessment.report import report_schema
from live.events import PAYLOADS

REF = "#/components/schemas/"
# Kinds whose payload is a record that the API shows as well.
RECORDS = {
    "element": "ReportElement",
    "job": "Job",
    "report": "Report",
    "review": "Review",
    "upload": "Upload",
    "video": "Video",
}


def declare_results(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Post-processing hook of drf-spectacular."""
    schemas = result["components"]["schemas"]
    schemas.update(_report_schemas())
    or_null: list[dict[str, Any]] = [{"$ref": REF + "Report"}, {"type": "null"}]
    schemas["Assessment"]["properties"]["report"] = {"oneOf": or_null}
    schemas["LiveEvent"] = {"oneOf": [_event(kind, schemas) for kind in sorted(PAYLOADS)]}
    return result


def _report_schemas() -> dict[str, Any]:
    """The report's schema with its definitions as components of their own."""
    schema = dict(report_schema())
    definitions = schema.pop("$defs")
    for word in ("$schema", "$id"):
        schema.pop(word)
    named = {"Report": schema} | {_component(name): one for name, one in definitions.items()}
    found: dict[str, Any] = _redirected(named)
    return found


def _component(definition: str) -> str:
    return "Report" + "".join(part.capitalize() for part in definition.split("_"))


def _redirected(node: Any) -> Any:
    if isinstance(node, list):
        return [_redirected(one) for one in node]
    if not isinstance(node, dict):
        return node
    local = "#/$defs/"
    return {
        key: REF + _component(value.removeprefix(local))
        if key == "$ref" and value.startswith(local)
        else _redirected(value)
        for key, value in node.items()
    }


def _event(kind: str, schemas: dict[str, Any]) -> dict[str, Any]:
    """The event of one kind as a component; returns the reference to it."""
    payload = {"$ref": REF + RECORDS[kind]} if kind in RECORDS else PAYLOADS[kind]
    name = f"{kind.capitalize()}Event"
    schemas[name] = {
        "type": "object",
        "properties": {
            "id": {"type": "integer", "minimum": 1},
            "at": {"type": "string", "format": "date-time"},
            "kind": {"const": kind},
            "payload": payload,
        },
        "required": ["id", "at", "kind", "payload"],
    }
    return {"$ref": REF + name}
