"""`manage.py ledger_audit ORG [--log FOLDER]`: hold everything against the log, line by line.

FOLDER is what ledger_export wrote, best kept by somebody else; --trust names a trust file got by
another road than the folder, which says whose signatures count.
"""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from anchors.auditing import audit
from anchors.services import sequence
from base import scope
from ledger.canonical import LedgerError
from ledger.mirror import Mirror, mirror_read
from ledger.trust import trust_parse
from tenants.selectors import organisations

SHOWN = 100  # chosen: more are counted


class Command(BaseCommand):
    help = "Check every line of an organisation's log; exit status 1 where something is wrong."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("org", help="short name of the organisation")
        parser.add_argument("--log", type=Path, help="folder of an earlier ledger_export")
        parser.add_argument("--trust", type=Path, help="trust file; without it, the folder's own")

    def handle(
        self, *_args: Any, org: str, log: Path | None, trust: Path | None, **_options: Any
    ) -> None:
        found = list(organisations(org))
        if not found:
            raise CommandError(f"There is no organisation with the short name {org}.")
        mirror = _mirror(log, trust or log / "trust.json") if log else None
        with scope.tenant(found[0].id):
            sequence()
            done = audit(mirror)
        for alarm in done.alarms[:SHOWN]:
            place = "" if alarm.index is None else f" (line {alarm.index})"
            self.stdout.write(f"{alarm.thing or 'the log'}{place}: {alarm.sentence}")
        total = f"{done.lines} lines, {done.checks} checks, {len(done.alarms)} alarms"
        if done.alarms:
            raise CommandError(total)
        self.stdout.write(total)


def _mirror(folder: Path, trust: Path) -> Mirror:
    try:
        policy = trust_parse(trust.read_bytes()).policy
        return mirror_read(folder / "log", policy, now_s=int(time.time()))
    except (LedgerError, OSError) as error:
        raise CommandError(str(error)) from error
