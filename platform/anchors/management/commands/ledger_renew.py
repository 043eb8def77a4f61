"""`manage.py ledger_renew ORG --lost-for-good`: begin a new log where newer lines are lost."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from anchors.keys import log_open
from anchors.locks import only_one
from anchors.places import chain_place, has_chain
from anchors.renewal import epoch_open, log_renew
from base import scope
from base.errors import PlumblineError
from ledger.chain.errors import ChainError
from tenants.selectors import organisations


class Command(BaseCommand):
    help = "End a stopped log where it is still whole, and begin another from its lines."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("org", help="short name of the organisation")
        parser.add_argument(
            "--lost-for-good",
            action="store_true",
            required=True,
            help="no newer backup will ever be put back",
        )

    def handle(self, *_args: Any, org: str, **_options: Any) -> None:
        found = list(organisations(org))
        if not found:
            raise CommandError(f"There is no organisation with the short name {org}.")
        with scope.tenant(found[0].id), only_one("chain") as is_mine:
            if not is_mine:
                raise CommandError("A worker is at the chain; stop the workers and try again.")
            try:
                reopened = epoch_open(chain_place()) if has_chain() else None
                ended = log_renew(reopened)
            except PlumblineError as error:
                raise CommandError(error.sentence) from error
            except ChainError as error:
                raise CommandError(str(error)) from error
            log = log_open()
        if reopened:
            now = reopened.now
            self.stdout.write(f"chain: epoch {now.epoch} goes on from {now.size} lines")
        self.stdout.write(f"ended: {ended.origin}, {ended.size} of {ended.signed_size} lines left")
        self.stdout.write(f"begun: {log.verifier}")
