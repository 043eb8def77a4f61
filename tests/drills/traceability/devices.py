"""Devices that post results over a network that loses, doubles and delays.

A device posts one thing after the other, each under a key of its own, until it has an answer. The
other side is the product's: `base.idempotency`, `audit.services.record`, the report's row.
"""

import datetime as dt
import hashlib
import json
import random
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import IO, Any, cast

from django.db import Error, connection
from rest_framework.request import Request
from rest_framework.response import Response

from anchors.tiles import head_text
from audit.kinds import Kind
from audit.records import SYSTEM, ActorRef
from audit.services import record
from base import clock, scope
from base.errors import NotFound
from base.idempotency import idempotent
from ledger.checkpoint import checkpoint_parse
from ledger.encoding import base64_encode
from ledger.note import note_parse
from results.models import Assessment, Report
from tests.drills.traceability.plan import Plan

THREADS = 4  # of one process
HEAD_EVERY = 8  # posts after which a device fetches the newest head
POLL_S = 0.1
GO_HOME = "all-posted"  # the parent writes how many lines there are in the end

Work = Callable[[], list[uuid.UUID]]


def post_all(plan: Plan, number: int) -> None:
    """This process's share of the devices; then every one waits for a head that covers all."""
    rng = random.Random(plan.seed * 1000 + number)
    skew_s = rng.uniform(-plan.faults.skew_s, plan.faults.skew_s)
    mine = [Device(plan, one) for one in range(number, plan.devices, plan.processes)]
    out = (plan.path / f"devices-{number}.jsonl").open("a", encoding="utf-8")
    lock = threading.Lock()

    def tell(line: dict[str, Any]) -> None:
        with lock:
            out.write(json.dumps(line) + "\n")

    def run(group: list[Device]) -> None:
        try:
            with scope.tenant(uuid.UUID(plan.tenant)):
                turns = [device.turns(tell) for device in group]
                while turns:
                    turns = [turn for turn in turns if next(turn, None)]
                _flush(out, lock, plan, number, len(group))
                for device in group:
                    device.come_home(tell)
        finally:
            connection.close()

    with clock.moved(dt.timedelta(seconds=skew_s)):
        groups = [mine[start::THREADS] for start in range(min(THREADS, len(mine)))]
        threads = [threading.Thread(target=run, args=(group,)) for group in groups]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    out.close()


def _flush(out: IO[str], lock: Any, plan: Plan, number: int, devices: int) -> None:
    """Say that these devices have posted all."""
    with lock:
        out.flush()
    with (plan.path / f"posted-{number}").open("a", encoding="utf-8") as done:
        done.write("." * devices)


class Device:
    def __init__(self, plan: Plan, number: int) -> None:
        self.plan, self.number = plan, number
        self.id = uuid.uuid5(uuid.UUID(plan.tenant), f"device {number}")
        self.rng = random.Random(plan.seed * 1_000_000 + number)
        self.late: list[tuple[str, Work, list[str]]] = []
        self.posts = 0

    def turns(self, tell: Callable[[dict[str, Any]], None]) -> Iterator[bool]:
        """One post a turn."""
        count = len(range(self.number, self.plan.results, self.plan.devices))
        for result in range(count):
            for step, work in enumerate(self._works(result)):
                tell(self._deliver(f"{result}.{step}", work))
                self.posts += 1
                if self.posts % HEAD_EVERY == 0 and (head := self._head()):
                    tell(head)
                yield True

    def come_home(self, tell: Callable[[dict[str, Any]], None]) -> None:
        """Ask for heads until one covers every line."""
        path = self.plan.path / GO_HOME
        while not path.exists():
            time.sleep(POLL_S)
        wanted = int(path.read_text(encoding="ascii"))
        while not ((head := self._head()) and head["size"] >= wanted):
            time.sleep(POLL_S)
        tell({**head, "home": True})

    def _works(self, result: int) -> list[Work]:
        plan = self.plan
        at = (self.number + result * plan.devices) % len(plan.people)
        person, owner = (uuid.UUID(one) for one in plan.people[at])
        guest, grant = (uuid.UUID(one) for one in plan.guests[at])
        video = hashlib.sha256(f"{self.id} {result}".encode()).hexdigest()
        body = {
            "video": {"sha256": video, "fps": 25.0},
            "score": self.rng.randrange(101),
            "models": [{"name": "pose", "weights_sha256": hashlib.sha256(b"pose").hexdigest()}],
        }
        row = uuid.uuid5(self.id, str(result))
        subject = ("assessment", row)

        def capture() -> list[uuid.UUID]:
            Assessment.objects.create(
                id=row,
                participant_id=person,
                uploader_kind="device",
                uploader_id=self.id,
                filename="clip.mp4",
            )
            me = ActorRef("device", self.id)
            told = {"sha256": video}
            return [_event(Kind.UPLOAD_FINISHED, subject, me, person, told)]

        def prepared() -> list[uuid.UUID]:
            told = {"sha256": video, "duration_s": 6.12}
            return [_event(Kind.CLIP_PREPARED, subject, SYSTEM, person, told)]

        def report() -> list[uuid.UUID]:
            digest = _report(row, body)
            told = {"report_sha256": digest, "video_sha256": video}
            return [_event(Kind.REPORT_RECORDED, subject, SYSTEM, person, told)]

        def access() -> list[uuid.UUID]:
            who = ActorRef("guest", guest)
            return [
                _event(Kind.ACCESS_USED, ("grant", grant), who, person, {}),
                _event(Kind.REPORT_SEEN, subject, who, person, {}),
                _event(Kind.PROOF_EXPORTED, subject, ActorRef("user", owner), person, {}),
            ]

        return [capture, prepared, report, access]

    def _deliver(self, key: str, work: Work) -> dict[str, Any]:
        """Until it is acknowledged; what the device knows of it then."""
        faults, tries, began = self.plan.faults, 0, time.perf_counter()
        while True:
            tries += 1
            if self.rng.random() < faults.lost_request:
                continue
            try:
                answer = self._server(key, work)
            except Error:  # the database is away, or it ended this transaction for another
                connection.close()
                time.sleep(POLL_S)
                continue
            if self.rng.random() >= faults.lost_reply:
                break
        at, spent_ms = time.time(), (time.perf_counter() - began) * 1000
        if self.rng.random() < faults.late_copy:
            self.late.append((key, work, answer))
        if self.late and self.rng.random() < 0.5:
            self._late_copy()
        told = {"device": self.number, "key": key, "events": answer}
        return {**told, "at": at, "ms": spent_ms, "tries": tries}

    def _late_copy(self) -> None:
        """A copy comes after what was posted since; the answer is the first one's."""
        key, work, answer = self.late.pop(0)
        try:
            again = self._server(key, work)
        except Error:
            connection.close()
        else:
            if again != answer:
                raise AssertionError("A late copy was answered otherwise than the first.")

    def _server(self, key: str, work: Work) -> list[str]:
        """What the product does with the request."""
        request = SimpleNamespace(
            headers={"Idempotency-Key": key}, method="POST", path="/results", data={"key": key}
        )

        def create() -> Response:
            return Response([str(one) for one in work()], status=201)

        answer: list[str] = idempotent(cast("Request", request), str(self.id), create).data
        return answer

    def _head(self) -> dict[str, Any] | None:
        """The newest head, as the log serves it."""
        try:
            found = checkpoint_parse(note_parse(head_text()).text)
        except NotFound:
            return None
        except Error:
            connection.close()
            return None
        root = base64_encode(found.root)
        return {"device": self.number, "size": found.size, "root": root, "at": time.time()}


def _event(
    kind: Kind,
    subject: tuple[str, uuid.UUID],
    actor: ActorRef,
    person: uuid.UUID,
    payload: dict[str, Any],
) -> uuid.UUID:
    return record(kind, subject=subject, actor=actor, person=person, payload=payload).id


def _report(row: uuid.UUID, body: dict[str, Any]) -> str:
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    digest = hashlib.sha256(text.encode()).hexdigest()
    Report.objects.create(
        assessment_id=row, body=body, sha256=digest, landmarks_key="", count=1, fence=1
    )
    return digest
