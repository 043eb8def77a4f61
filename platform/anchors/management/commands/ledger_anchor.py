"""`manage.py ledger_anchor`: sequence, sign and anchor now, waiting for no clock."""

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from anchors.keystores import account
from anchors.locks import only_one
from anchors.places import backend_of, contract_deploy, has_chain
from anchors.services import anchors_advance, log_advance, tenants_due
from base import scope
from ledger.chain.errors import ChainError

DEPLOY_S = 300  # chosen: 25 blocks of Ethereum
LOOK_S = 3


class Command(BaseCommand):
    help = "Bring every log onto the chain now. --deploy puts the contract onto a node's chain."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--deploy", action="store_true", help="make a contract; print it")
        parser.add_argument("--accounts", action="store_true", help="print who needs ether")

    def handle(self, *_args: Any, deploy: bool, accounts: bool, **_options: Any) -> None:
        if accounts:
            self.stdout.write(f"admin 0x{account('admin').address.hex()}")
            self.stdout.write(f"device 0x{account('device').address.hex()}")
            return
        if not has_chain():
            raise CommandError("No chain is set: see PLUMBLINE_LEDGER_CHAIN in docs/settings.md.")
        if deploy:
            self._deploy()
            return
        for tenant_id in tenants_due():
            with scope.tenant(tenant_id):
                log_advance()
        anchors_advance(at_once=True)

    def _deploy(self) -> None:
        if settings.LEDGER_CHAIN == "embedded":
            raise CommandError("The embedded chain has its contract from the first anchor on.")
        backend = backend_of(
            settings.LEDGER_CHAIN, settings.LEDGER_CHAIN_ID, settings.LEDGER_CONFIRMATIONS
        )
        with only_one("chain") as is_mine:
            if not is_mine:
                raise CommandError("A worker is at the chain; stop the workers and try again.")
            receipt, until = None, time.monotonic() + DEPLOY_S
            try:
                while receipt is None and time.monotonic() < until:
                    receipt = contract_deploy(backend, account("admin"))
                    time.sleep(0 if receipt else LOOK_S)
            except ChainError as error:
                raise CommandError(str(error)) from error
        if receipt is None or receipt.contract is None or not receipt.succeeded:
            raise CommandError("The contract was not mined; look at the admin's account and fees.")
        self.stdout.write(f"0x{receipt.contract.hex()}")
