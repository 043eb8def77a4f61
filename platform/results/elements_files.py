"""The routine sheet as a file: CSV for a spreadsheet, PDF for the judge's table.

Drawn by matplotlib's own PDF writer, which is installed for the pose networks: one page of A4 for
every twenty-two elements, the same bytes for the same sheet.
"""

import csv
import io
import textwrap
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["as_csv", "as_pdf"]

_COLUMNS = (
    "number", "start_s", "end_s", "element", "code", "group", "family", "value", "outcome",
    "counts", "repeat_of", "side", "confidence", "measured_as", "downgrade", "coach", "why",
)  # fmt: skip
# Letters that make a spreadsheet run a cell as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_OUTCOMES = {"met": "met", "missed": "not counted", "unknown": "can't tell"}
_A4 = (8.27, 11.69)
_ROWS_A_PAGE, _ROW_INCH = 22, 0.36
# Left edges of the columns, inches, and their heads.
_TABLE = ((0.7, "No"), (1.05, "Time"), (1.75, "Element"), (4.35, "Group"), (4.95, "Value"),
          (5.55, "Requirements"), (6.6, "Remark"))  # fmt: skip
_FOOT = (
    "Values are those that a published page of the code prints; others are unknown and not in the "
    "sum. Each element is in the sum once. Measured from one camera; supports a coach's judgement. "
    "Experimental: fast turns and leaps are often named or counted wrong."
)


def as_csv(sheet: dict[str, Any]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, _COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    for row in sheet["rows"]:
        listed, word = row["element"], row["word"]
        writer.writerow(
            {
                "number": row["index"],
                "start_s": row["start_s"],
                "end_s": row["end_s"],
                "element": _name(row),
                "code": listed["code"] or "unknown",
                "group": listed["group"] or "unknown",
                "family": listed["family"] or "unknown",
                "value": "unknown" if listed["value"] is None else listed["value"],
                "outcome": _OUTCOMES[row["outcome"]],
                "counts": "yes" if row["counts"] else "no",
                "repeat_of": row["repeats"] or "",
                "side": row["side"] or "",
                "confidence": row["confidence"],
                "measured_as": row["measured_as"]["name"],
                "downgrade": row["downgrade"] or "",
                "coach": _cell(word["reviewer_name"]) if word else "",
                "why": _cell(word["note"]) if word else "",
            }
        )
    return out.getvalue()


def as_pdf(sheet: dict[str, Any]) -> bytes:
    """Imports matplotlib, which takes half a second the first time."""
    from matplotlib.backends.backend_pdf import PdfPages

    rows = sheet["rows"]
    pages = [rows[at : at + _ROWS_A_PAGE] for at in range(0, len(rows), _ROWS_A_PAGE)] or [[]]
    out = io.BytesIO()
    about = {"Title": "Routine sheet", "Creator": "Plumbline", "CreationDate": None}
    with PdfPages(out, metadata=about) as file:
        for number, part in enumerate(pages, start=1):
            file.savefig(_page(sheet, part, f"{number} of {len(pages)}"))
    return out.getvalue()


def _page(sheet: dict[str, Any], rows: list[dict[str, Any]], number: str) -> "Figure":
    from matplotlib.figure import Figure

    page = Figure(figsize=_A4)

    def write(x: float, y: float, text: str, size: float = 8.5, weight: str = "normal") -> None:
        # Names may hold a dollar sign, which would begin a formula.
        page.text(x / _A4[0], 1 - y / _A4[1], text.replace("$", r"\$"), fontsize=size,
                  fontweight=weight, va="top")  # fmt: skip

    write(0.7, 0.7, "Routine sheet", 18, "bold")
    write(0.7, 1.1, f"{sheet['participant']}, {sheet['filmed_at'][:10]}", 11)
    write(0.7, 1.4, _summed(sheet), 10)
    for x, head in _TABLE:
        write(x, 1.85, head, 8, "bold")
    for at, row in enumerate(rows):
        y = 2.1 + _ROW_INCH * at
        for (x, _), text in zip(_TABLE, _texts(row), strict=True):
            write(x, y, text, 7.5)
    write(0.7, 11.0, "\n".join(textwrap.wrap(_FOOT, 105)), 7.5)
    write(7.0, 11.0, number, 7.5)
    return page


def _summed(sheet: dict[str, Any]) -> str:
    groups = ", ".join(f"{name} {count}" for name, count in sheet["groups"].items() if count)
    return (
        f"{sheet['counted']} counted{f' ({groups})' if groups else ''}, "
        f"{sheet['cannot_tell']} can't tell, {sheet['missed']} not counted. Known values: "
        f"{sheet['known_sum']:.1f} from {sheet['known_values']}; "
        f"unknown: {sheet['unknown_values']}."
    )


def _texts(row: dict[str, Any]) -> tuple[str, ...]:
    listed, word = row["element"], row["word"]
    met = sum(one["outcome"] == "met" for one in row["checks"])
    remark = row["downgrade"] or ""
    if word is not None:
        remark = f"Coach: {word['note']}"
    elif row["repeats"]:
        remark = f"Again: number {row['repeats']}"
    return (
        str(row["index"]),
        f"{row['start_s']:.1f} s",
        "\n".join(textwrap.wrap(_name(row), 34)[:2]),
        listed["group"] or "?",
        "unknown" if listed["value"] is None else f"{listed['value']:.1f}",
        f"{met} of {len(row['checks'])}\n{_OUTCOMES[row['outcome']]}",
        "\n".join(textwrap.wrap(remark, 26)[:3]),
    )


def _name(row: dict[str, Any]) -> str:
    listed = row["element"]
    if row["word"] is not None and row["word"]["said"] is None:
        return f"No element ({listed['name']} measured)"
    code = f" ({listed['code']})" if listed["code"] else ""
    return f"{listed['name']}{code}"


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
