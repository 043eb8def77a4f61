"""`python -m tests.bench [PART ...]`: measures, prints, and writes docs/results/speed.*."""

import json
import sys
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from tests.bench import parts
from tests.bench.machine import machine
from tests.bench.tables import Table

_RESULTS = Path(__file__).parents[2] / "docs" / "results"


def main(wanted: list[str]) -> int:
    """Measures the wanted parts, all without any named; the others keep their last figures."""
    known = [module.name for module in iter_modules(parts.__path__)]
    if not set(wanted) <= set(known):
        sys.stderr.write(f"Parts are: {', '.join(known)}.\n")
        return 2
    for name in wanted or known:
        part = import_module(f"tests.bench.parts.{name}")
        tables: list[Table] = part.measure()
        for table in tables:
            sys.stdout.write(table.markdown() + "\n\n")
            sys.stdout.flush()
        kept = _RESULTS / "speed.json"
        figures = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else {}
        figures[name] = {
            "purpose": part.PURPOSE,
            "machine": machine(),
            "date": datetime.now(tz=UTC).date().isoformat(),
            "tables": [table.payload() for table in tables],
        }
        kept.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
        (_RESULTS / "speed.md").write_text(_page(figures), encoding="utf-8")
    return 0


def _page(figures: dict[str, dict[str, object]]) -> str:
    text = "# Speed and memory\n\nMeasured by `make bench` (one part: `make bench PART=pose`).\n"
    for name, part in sorted(figures.items()):
        text += f"\n## {name}\n\n{part['purpose']} Machine: {part['machine']}, {part['date']}.\n"
        for table in part["tables"]:  # type: ignore[attr-defined]
            shown = Table(**{**table, "columns": tuple(table["columns"])})
            text += f"\n{shown.markdown()}\n"
    return text


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
