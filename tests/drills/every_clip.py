"""Every labelled clip of a folder through upload, jobs and API, as a table.

    python -m tests.drills.every_clip --data DIR [--out FILE.md]

DIR holds `labels.csv` and the clips that it names. Exit status 1 when a clip has no end, or ends
otherwise than with a report or one sentence. Seconds are those from a job's first start to its end,
the wait in the queue left out, divided by the clip's own seconds.
"""

import argparse
import csv
import datetime as dt
import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assessment.exercises import exercise_find
from tests.support.house import House, Person

HEAD = "| clip | exercise | ends | counted | labelled | s per s of video | said |\n|" + "---|" * 7


@dataclass(frozen=True)
class Line:
    """One clip's row; `seconds` is None where it was refused before any work."""

    clip: str
    exercise: str
    state: str
    counted: str
    labelled: str
    seconds: float | None
    said: str

    @property
    def is_ended(self) -> bool:
        return self.state == "done" or (self.state == "failed" and self.said.endswith("."))

    def __str__(self) -> str:
        pace = "" if self.seconds is None else f"{self.seconds:.2f}"
        cells = (self.clip, self.exercise, self.state, self.counted, self.labelled, pace, self.said)
        return "| " + " | ".join(cells) + " |"


def consented(house: House) -> Person:
    person = house.browser("mara@riverside.example")
    version = person.get("consent")["document"]["version"]
    person.http.post(f"{person.api}/consent", json={"version": version}, timeout=60)
    return person


def line(person: Person, row: dict[str, str], folder: Path) -> Line:
    exercise = exercise_find(row["exercise"])
    known = exercise.id if exercise else ""
    assessment = person.send(folder / row["file"], known)
    found = person.ended(assessment)
    reason = (found["job"] or {}).get("reason") or {}
    return Line(
        clip=row["file"],
        exercise=known or f"({row['exercise']})",
        state=found["state"],
        counted="" if found["count"] is None else str(found["count"]),
        labelled=row["reps"],
        seconds=_pace(person.events(assessment), float(row["duration_s"])),
        said=reason.get("sentence", "") or _quality(found),
    )


def _quality(found: dict[str, Any]) -> str:
    reasons = {one["reason"] for one in (found["report"] or {}).get("quality", [])}
    return ", ".join(sorted(reasons))


def _pace(events: list[dict[str, Any]], duration_s: float) -> float | None:
    running = [
        event
        for event in events
        if event["kind"] == "job" and event["payload"]["state"] == "running"
    ]
    ends = [event for event in events if event["kind"] in {"video", "report", "failed"}]
    if not running or not ends:
        return None
    spent = 0.0
    for start in running:
        end = next((one for one in ends if one["id"] > start["id"]), None)
        if end is not None:
            spent += (_at(end) - _at(start)).total_seconds()
    return spent / duration_s


def _at(event: dict[str, Any]) -> dt.datetime:
    return dt.datetime.fromisoformat(event["at"])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with labels.csv")
    parser.add_argument("--out", type=Path, help="also write the table here")
    wanted = parser.parse_args()
    rows = list(csv.DictReader((wanted.data / "labels.csv").open()))
    lines: list[Line] = []
    with tempfile.TemporaryDirectory(prefix="plumbline-clips-") as var:
        house = House(Path(var))
        house.start()
        try:
            person = consented(house)
            print(HEAD, flush=True)
            for row in rows:
                lines.append(line(person, row, wanted.data))
                print(lines[-1], flush=True)
        finally:
            house.stop()
    text = _summary(lines)
    print(text)
    if wanted.out:
        table = "\n".join([HEAD, *map(str, lines)])
        wanted.out.write_text(f"# Every clip through the product\n\n{text}\n\n{table}\n")
    return 0 if all(one.is_ended for one in lines) else 1


def _summary(lines: list[Line]) -> str:
    done = [one for one in lines if one.state == "done"]
    paces = sorted(one.seconds for one in lines if one.seconds is not None)
    counted = [one for one in done if one.labelled]
    exact = sum(one.counted == one.labelled for one in counted)
    near = sum(abs(int(one.counted) - int(one.labelled)) <= 1 for one in counted)
    median = paces[len(paces) // 2] if paces else float("nan")
    return (
        f"{len(lines)} clips: {len(done)} reports, {sum(o.state == 'failed' for o in lines)} refused "
        f"with a sentence, {sum(not o.is_ended for o in lines)} without an end. "
        f"Count exact in {exact} and within one in {near} of {len(counted)} labelled. "
        f"Seconds of work per second of video: median {median:.2f}, worst {paces[-1]:.2f}, "
        f"on {os.cpu_count()} cores at a load of {os.getloadavg()[2]:.1f} (15 minutes)."
    )


if __name__ == "__main__":
    sys.exit(main())
