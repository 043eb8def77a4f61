"""Gas and chain bytes a session, by sessions an anchor."""

from tests.bench.tables import Table
from tests.contracts.gas import POSITIONS, BatchRow
from tests.contracts.gas import measure as measure_gas

__all__ = ["PURPOSE", "measure"]

PURPOSE = "An anchor must cost a session next to nothing, however large the log is."


def measure() -> list[Table]:
    found = measure_gas()
    return [
        Table(
            title="Gas and bytes on chain a session",
            note=f"Embedded chain, Prague's rules; {POSITIONS} random places a row, "
            "between 900,000 and 2^20 leaves.",
            columns=("sessions an anchor", "places", "gas, mean", "gas, largest", "bytes"),
            rows=[_row(row) for row in found.batches],
        ),
        Table(
            title="Gas of an anchor by place",
            note="Sizes before and after.",
            columns=("anchor", "gas"),
            rows=[[name, f"{gas:,}"] for name, gas in found.places.items()],
        ),
        Table(
            title="Gas of everything else",
            note="Each for the first time at its tenant.",
            columns=("function", "gas"),
            rows=[[name, f"{gas:,}"] for name, gas in found.others.items()],
        ),
    ]


def _row(row: BatchRow) -> list[str | float]:
    figures = (row.gas_mean, row.gas_max, row.chain_bytes)
    return [str(row.batch), row.kind, *(f"{figure:,.2f}" for figure in figures)]
