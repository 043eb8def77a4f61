"""A node outside this process, by the operator's own steps: deploy, name the contract, anchor."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from anchors.keystores import account
from anchors.models import Anchoring, Log
from anchors.places import chain_place
from anchors.store import Tree
from base import scope
from ledger.chain.reader import anchored_head
from tests.apps.anchors.conftest import Happened
from tests.apps.anchors.test_anchoring import grow, restarted
from tests.contracts import anvil
from tests.factories.tenants import Place

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def node(settings, tmp_path: Path) -> Iterator[anvil.Anvil]:
    settings.VAR, settings.LEDGER_CONFIRMATIONS = tmp_path, "1"
    restarted()
    with anvil.funded([account("admin").address, account("device").address]) as found:
        settings.LEDGER_CHAIN, settings.LEDGER_CHAIN_ID = found.url, anvil.CHAIN_ID
        yield found
    restarted()


def test_contract_is_put_on_the_node_and_heads_reach_it(
    clinic: Place, happened: Happened, node: anvil.Anvil, settings
) -> None:
    grow(clinic, happened, 3)
    call_command("ledger_anchor")  # without a contract it waits, and says so in the log alone
    out = StringIO()
    call_command("ledger_anchor", "--deploy", stdout=out)
    settings.LEDGER_CONTRACT = out.getvalue().strip()
    for _ in range(4):
        call_command("ledger_anchor")
        node.mine()
    with scope.tenant(clinic.org.id):
        row, log, place = Anchoring.objects.get(), Log.objects.get(), chain_place()
        head = anchored_head(place.backend, place.contract, bytes(log.public_id))
        assert (row.old_size, row.new_size, row.state) == (0, 3, "final")
        assert (head.size, head.root) == (3, Tree().root(3))
        assert len(log.chain["paid"]) == 2  # the tenant, and the device's role
        assert min(log.chain["paid"].values()) > 50_000
    assert f"0x{place.contract.hex()}" == settings.LEDGER_CONTRACT


def test_contract_is_deployed_nowhere_on_the_embedded_chain(settings, tmp_path: Path) -> None:
    settings.VAR, settings.LEDGER_CHAIN = tmp_path, "embedded"
    with pytest.raises(CommandError, match="from the first anchor on"):
        call_command("ledger_anchor", "--deploy")
