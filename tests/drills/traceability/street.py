"""The organisation of a run, its witnesses and its chain."""

import contextlib
import datetime as dt
import threading
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection

from anchors.keys import log_open
from anchors.keystores import account
from anchors.places import backend_of, contract_deploy
from base import clock, scope
from ledger.checkpoint import Checkpoint
from ledger.cosignature import cosign
from ledger.keys import KeyKind, LocalSigner, VerifierKey
from ledger.witness.cosigner import Answer, Witness
from ledger.witness.requests import request_parse
from ledger.witness.server import WitnessServer
from ledger.witness.store import Store
from tenants import services as people
from tenants.permissions import Role
from tests.contracts import anvil
from tests.drills.traceability.plan import Faults, Plan
from tests.factories import results as results_made
from tests.factories import tenants

LASTS = dt.timedelta(days=30)  # of a guest's grant
QUORUM = 2
CONFIRMATIONS = 3


def plan_made(
    folder: Path, *, results: int, devices: int, processes: int, persons: int, faults: Faults
) -> Plan:
    """Participants, each with a guest who was granted a look, by the product's services."""
    place = tenants.place()
    admin = results_made.actor(place, place.admin)
    members, guests = [], []
    with scope.tenant(place.org.id):
        for _ in range(persons):
            person = tenants.membership(place.org)
            guest = tenants.membership(place.org, Role.GUEST, expires_at=clock.now() + LASTS)
            grant = people.grant_give(
                actor=admin,
                grantee_kind="guest",
                grantee_id=guest.id,
                participant_id=person.id,
                until=clock.now() + LASTS,
                reason="",
            )
            members.append((str(person.id), str(person.user_id)))
            guests.append((str(guest.user_id), str(grant.id)))
    return Plan(
        folder=str(folder),
        database=str(connection.settings_dict["NAME"]),
        tenant=str(place.org.id),
        people=tuple(members),
        guests=tuple(guests),
        devices=devices,
        processes=processes,
        results=results,
        faults=faults,
    )


class Liar(Witness):
    """Cosigns another root than the one it was shown."""

    signer: LocalSigner

    def add_checkpoint(self, body: bytes) -> Answer:
        asked = request_parse(body).head
        other = Checkpoint(asked.origin, asked.size, bytes(32))
        return Answer(200, str(cosign(other, self.signer, time_s=int(time.time()))))


class Witnesses:
    """Three: one honest, one that can be sent away, one that lies. Two are enough."""

    def __init__(self, folder: Path, log: VerifierKey) -> None:
        self._servers: dict[str, WitnessServer] = {}
        self._stores: dict[str, Store] = {}
        self.signers = {
            name: LocalSigner(
                f"{name}.example", KeyKind.COSIGNATURE_ED25519, name.encode().ljust(32, b"w")
            )
            for name in ("honest", "away", "liar")
        }
        self.made: dict[str, Witness] = {}
        for name, signer in self.signers.items():
            kind = Liar if name == "liar" else Witness
            store = self._stores[name] = Store(folder / f"{name}.sqlite3")
            self.made[name] = kind([signer], [log], store, lambda: int(time.time()))
            self.made[name].signer = signer  # type: ignore[attr-defined]
            self._serve(name, 0)
        self._ports = {name: one.server_address[1] for name, one in self._servers.items()}
        self.policy = folder / "policy"
        lines = [
            f"witness {name} {signer.verifier} {self._servers[name].url}/"
            for name, signer in self.signers.items()
        ]
        lines += [f"group two {QUORUM} {' '.join(self.signers)}", "quorum two", ""]
        self.policy.write_text("\n".join(lines), encoding="utf-8")

    @property
    def present(self) -> set[str]:
        return set(self._servers)

    def leave(self, name: str) -> None:
        server = self._servers.pop(name)
        server.shutdown()
        server.server_close()

    def come_back(self, name: str) -> None:
        self._serve(name, self._ports[name])

    def last(self, name: str, origin: str) -> Checkpoint | None:
        """What this witness has cosigned last."""
        return self._stores[name].last(origin).head

    def close(self) -> None:
        for name in list(self._servers):
            self.leave(name)
        for store in self._stores.values():
            store.close()

    def _serve(self, name: str, port: int) -> None:
        server = WitnessServer(("127.0.0.1", port), self.made[name])
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        self._servers[name] = server


@contextlib.contextmanager
def witnesses(plan: Plan) -> Iterator[Witnesses]:
    with scope.tenant(uuid.UUID(plan.tenant)):
        log = VerifierKey.parse(log_open().verifier)
    found = Witnesses(plan.path, log)
    before, settings.LEDGER_WITNESSES = settings.LEDGER_WITNESSES, str(found.policy)
    try:
        yield found
    finally:
        settings.LEDGER_WITNESSES = before
        found.close()


@contextlib.contextmanager
def node() -> Iterator[anvil.Anvil | None]:
    """A real node with the contract's payers funded; None where npm cannot install one."""
    if anvil.install():
        yield None
        return
    with anvil.funded([account("admin").address, account("device").address]) as found:
        yield found


def deployed(found: anvil.Anvil) -> str:
    """The address of a contract put there by the product's own road."""
    backend = backend_of(found.url, anvil.CHAIN_ID, str(CONFIRMATIONS))
    receipt = None
    while receipt is None:
        receipt = contract_deploy(backend, account("admin"))
    assert receipt.contract is not None
    return f"0x{receipt.contract.hex()}"
