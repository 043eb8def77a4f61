"""`manage.py ledger_export ORG FOLDER`: a log for others to keep: trust file, head, tiles, proofs.

Journaled like every other export: with --assessment the proof names it in its history.
"""

import uuid
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from anchors.bundles import bundle_of, trust_of
from anchors.keys import log_open
from anchors.services import checkpoint_now, sequence
from anchors.tiles import files_of
from audit.kinds import Kind
from audit.records import SYSTEM
from audit.selectors import history
from audit.services import record
from base import scope
from base.errors import PlumblineError
from tenants.selectors import organisations


class Command(BaseCommand):
    help = "Write an organisation's trust file and whole log into a folder; with a report's proof."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("org", help="short name of the organisation")
        parser.add_argument("folder", type=Path)
        parser.add_argument("--assessment", type=uuid.UUID, help="id: its report's bundle as well")
        parser.add_argument("--anchor", choices=("none", "claimed", "pinned"), default="pinned")

    def handle(
        self,
        *_args: Any,
        org: str,
        folder: Path,
        assessment: uuid.UUID | None,
        anchor: Any,
        **_options: Any,
    ) -> None:
        found = list(organisations(org))
        if not found:
            raise CommandError(f"There is no organisation with the short name {org}.")
        folder.mkdir(parents=True, exist_ok=True)
        try:
            with scope.tenant(found[0].id):
                if assessment:
                    (folder / f"{assessment}.bundle.json").write_bytes(_proof(assessment))
                sequence()
                for name, content in files_of(checkpoint_now()):
                    path = folder / "log" / name
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_bytes(content)
                (folder / "trust.json").write_bytes(trust_of(log_open(), anchor))
        except PlumblineError as error:
            raise CommandError(error.sentence) from error
        self.stdout.write(f"{folder}")


def _proof(assessment: uuid.UUID) -> bytes:
    """The bundle of the assessment's newest report, its export journaled first."""
    subject = ("assessment", assessment)
    report = history(subject).filter(kind=Kind.REPORT_RECORDED).first()
    if report is None:
        raise CommandError("This assessment has no report in this organisation.")
    with transaction.atomic():
        record(Kind.PROOF_EXPORTED, subject=subject, actor=SYSTEM, person=report.person_id)
    return bundle_of(report.id)
