"""A chain with the contract on it and people around it, the same for both backends."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ledger.chain.backend import EvmBackend, Receipt
from ledger.chain.contract import creation_code, decode_event, decode_result, encode_call
from ledger.chain.embedded import EmbeddedChain
from ledger.chain.errors import CallReverted
from ledger.chain.fees import fresh
from ledger.chain.signers import KeySigner
from ledger.chain.transactions import sign_transaction

CEILING_WEI = 10**12
GAS = 1_500_000
DAY_S = 86_400
ROLES = ("admin", "device", "guest")


class Account:
    """Somebody with a key. `number` makes it the same in every run."""

    def __init__(self, number: int) -> None:
        self.signer = KeySigner(number.to_bytes(32, "big"))
        self.address = self.signer.address

    @property
    def hex(self) -> str:
        return f"0x{self.address.hex()}"


ACCOUNTS = {
    name: Account(1000 + place)
    for place, name in enumerate(
        [
            "owner",
            "admin",
            "device",
            "guest",
            "stranger",
            "relayer",
            "foreign_admin",
            "foreign_device",
        ]
    )
}


class TickingClock:
    """A second passes at each look, so that no block's time is ever ahead of it."""

    def __init__(self) -> None:
        self.seconds = int(time.time())

    def __call__(self) -> float:
        self.seconds += 1
        return self.seconds

    def advance(self, seconds: int) -> None:
        self.seconds += seconds


@dataclass
class World:
    backend: EvmBackend
    now_s: Callable[[], int]
    advance: Callable[[int], None]
    contract: bytes = b""

    def deploy(self) -> None:
        receipt = self.send("owner", None, creation_code(), gas=6_000_000)
        assert receipt.succeeded
        assert receipt.contract is not None
        self.contract = receipt.contract

    def send(self, who: str, to: bytes | None, data: bytes, *, gas: int = GAS) -> Receipt:
        account = ACCOUNTS[who]
        signed = sign_transaction(
            account.signer,
            chain_id=self.backend.chain_id(),
            nonce=self.backend.nonce(account.address),
            fees=fresh(self.backend.fees(), CEILING_WEI),
            gas=gas,
            to=to,
            data=data,
        )
        return self.mined(self.backend.send_raw(signed.raw))

    def mined(self, tx_hash: bytes) -> Receipt:
        """An external node mines a moment after it answers."""
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            receipt = self.backend.receipt(tx_hash)
            if receipt is not None:
                return receipt
            time.sleep(0.005)
        raise AssertionError("not mined within 20 s")

    def do(self, who: str, method: str, *arguments: Any) -> Receipt:
        """A transaction that the contract accepts."""
        receipt = self.send(who, self.contract, encode_call(method, *arguments))
        if not receipt.succeeded:
            self.ask_as(who, method, *arguments)
        assert receipt.succeeded
        return receipt

    def ask(self, method: str, *arguments: Any) -> Any:
        return self.ask_as("stranger", method, *arguments)

    def ask_as(self, who: str, method: str, *arguments: Any) -> Any:
        data = encode_call(method, *arguments)
        answer = self.backend.call(self.contract, data, sender=ACCOUNTS[who].address)
        found = decode_result(method, answer)
        return found[0] if len(found) == 1 else found

    def refusal(self, who: str, method: str, *arguments: Any) -> str:
        """Name of the error with which the contract refuses the call; fails where it accepts."""
        try:
            self.ask_as(who, method, *arguments)
        except CallReverted as error:
            return error.name
        raise AssertionError(f"{who} may {method}")

    def events(self, receipt: Receipt) -> list[tuple[str, dict[str, Any]]]:
        found = [decode_event(log.topics, log.data) for log in receipt.logs]
        return [event for event in found if event is not None]

    def head(self, tenant: bytes) -> tuple[int, int, bool, bytes]:
        """size, epoch, frozen, root"""
        size, _, epoch, frozen, root = self.ask("headOf", tenant)
        return size, epoch, frozen, root

    def role(self, kind: str, tenant: bytes) -> bytes:
        found: bytes = self.ask(f"{kind}Role", tenant)
        return found

    def tenant(self, admin: str = "admin", device: str = "device") -> bytes:
        """A new tenant with its administrator and an anchoring device."""
        tenant = secrets.token_bytes(32)
        self.do(admin, "createTenant", tenant)
        self.do(admin, "grantRole", self.role("device", tenant), ACCOUNTS[device].hex)
        return tenant

    def admit(self, tenant: bytes, guest: str = "guest", days: int = 30) -> None:
        until = self.now_s() + days * DAY_S
        self.do("admin", "grantRoleUntil", self.role("guest", tenant), ACCOUNTS[guest].hex, until)


def embedded_world(path: Path) -> World:
    """The contract on an embedded chain, with a clock that the test moves."""
    clock = TickingClock()
    funded = [account.address for account in ACCOUNTS.values()]
    chain = EmbeddedChain(path, chain_id=31338, funded=funded, now_s=clock)
    world = World(chain, lambda: clock.seconds, clock.advance)
    world.deploy()
    return world
