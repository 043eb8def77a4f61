"""What a part hands back, and how it is shown."""

from dataclasses import dataclass

__all__ = ["Table"]


@dataclass(frozen=True, kw_only=True)
class Table:
    """`rows` of texts and numbers under `columns`; `note` says how it was measured."""

    title: str
    note: str
    columns: tuple[str, ...]
    rows: list[list[str | float]]

    def payload(self) -> dict[str, object]:
        return {
            "title": self.title,
            "note": self.note,
            "columns": list(self.columns),
            "rows": self.rows,
        }

    def markdown(self) -> str:
        lines = [f"**{self.title}.** {self.note}", "", _line(list(self.columns))]
        lines += [_line(["---"] * len(self.columns))]
        lines += [_line(row) for row in self.rows]
        return "\n".join(lines)


def _line(cells: list[str] | list[str | float]) -> str:
    return "| " + " | ".join(_cell(cell) for cell in cells) + " |"


def _cell(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:.3g}"
