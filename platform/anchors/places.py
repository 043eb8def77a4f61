"""Where logs are anchored: the chain, the contract on it, and the accounts that may write there.

Only workers and commands come here: an EVM takes seconds to import, and the embedded chain has one
owner at a time (anchors.locks).
"""

from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings

from anchors.errors import NotConfigured
from anchors.keystores import account
from anchors.locks import ledger_folder
from anchors.models import Log
from ledger.chain.backend import EvmBackend, Receipt
from ledger.chain.contract import creation_code, decode_result, encode_call, keccak
from ledger.chain.errors import NonceUsed, Underpriced, WrongChain
from ledger.chain.fees import fresh
from ledger.chain.reader import anchored_head
from ledger.chain.sender import Policy
from ledger.chain.signers import Signer
from ledger.chain.transactions import sign_transaction

# Limits, half as much again as measured (docs/results/contracts.md: 189,431 and 2.7 million).
SETUP_GAS = 300_000
DEPLOY_GAS = 4_000_000


@dataclass(frozen=True)
class ChainPlace:
    backend: EvmBackend
    contract: bytes
    admin: Signer
    device: Signer

    def told(self) -> dict[str, object]:
        """As the log's row keeps it (`Log.chain`), for processes that never open a chain."""
        return {
            "chain_id": self.backend.chain_id(),
            "contract": self.contract.hex(),
            "admin": self.admin.address.hex(),
            "device": self.device.address.hex(),
        }


def has_chain() -> bool:
    return settings.LEDGER_CHAIN not in {"", "none"}


def chain_place() -> ChainPlace:
    """The chain of the settings, opened once in a process. Raises NotConfigured, ChainError."""
    return _opened(
        settings.LEDGER_CHAIN,
        settings.LEDGER_CHAIN_ID,
        settings.LEDGER_CONTRACT,
        settings.LEDGER_CONFIRMATIONS,
    )


def backend_of(chain: str, chain_id: int, confirmations: str) -> EvmBackend:
    if chain == "embedded":
        from ledger.chain.embedded import EmbeddedChain

        funded = (account("admin").address, account("device").address)
        return EmbeddedChain(ledger_folder() / "chain.sqlite3", chain_id=chain_id, funded=funded)
    from ledger.chain.node import RpcNode

    return RpcNode(
        chain, chain_id=chain_id, confirmations=int(confirmations) if confirmations else None
    )


@lru_cache(maxsize=2)
def _opened(chain: str, chain_id: int, contract: str, confirmations: str) -> ChainPlace:
    backend = backend_of(chain, chain_id, confirmations)
    admin, device = account("admin"), account("device")
    if chain == "embedded":
        return ChainPlace(backend, _own_contract(backend, admin), admin, device)
    if not contract:
        raise NotConfigured(
            "The node has no contract of this installation yet: run ledger_anchor --deploy and set "
            "PLUMBLINE_LEDGER_CONTRACT to the address that it prints."
        )
    return ChainPlace(backend, bytes.fromhex(contract.removeprefix("0x")), admin, device)


def contract_deploy(backend: EvmBackend, admin: Signer) -> Receipt | None:
    """Put the contract on the chain; None until it is mined."""
    return _send(backend, admin, None, creation_code(), DEPLOY_GAS)[1]


def tenant_ready(place: ChainPlace, log: Log) -> bool:
    """Whether the tenant is on the chain and the device may anchor for it; where not, the next
    step towards it is taken.
    """
    tenant = bytes(log.public_id)
    payments_look(place, log)
    steps = [
        ("adminRole", place.admin, encode_call("createTenant", tenant)),
        ("deviceRole", place.device, b""),
    ]
    for role_name, who, call in steps:
        role = _asked(place, role_name, tenant)
        if _asked(place, "hasRole", role, who.address):
            continue
        data = call or encode_call("grantRole", role, who.address)
        receipt = admin_send(place, log, data)
        if receipt is None or not receipt.succeeded:
            return False
    return True


def admin_send(place: ChainPlace, log: Log, call: bytes) -> Receipt | None:
    """One call of the contract by the admin, for this tenant; None until it is mined. What it cost
    is kept with the log.
    """
    tx_hash, receipt = _send(place.backend, place.admin, place.contract, call, SETUP_GAS)
    if tx_hash:
        paid = {**log.chain.get("paid", {}), tx_hash.hex(): receipt.gas_used if receipt else 0}
        _paid(log, paid)
    return receipt


def payments_look(place: ChainPlace, log: Log) -> None:
    """Note the gas of what was not mined yet when it was sent."""
    paid = dict(log.chain.get("paid", {}))
    for tx_hash, gas in paid.items():
        receipt = None if gas else place.backend.receipt(bytes.fromhex(tx_hash))
        paid[tx_hash] = receipt.gas_used if receipt else gas
    if paid != log.chain.get("paid", {}):
        _paid(log, paid)


def _paid(log: Log, paid: dict[str, int]) -> None:
    log.chain = {**log.chain, "paid": paid}
    log.save(update_fields=["chain"])


def _asked(place: ChainPlace, name: str, *arguments: object) -> object:
    answer = place.backend.call(place.contract, encode_call(name, *arguments))
    return decode_result(name, answer)[0]


def _own_contract(backend: EvmBackend, admin: Signer) -> bytes:
    """The admin's first transaction on the embedded chain is the contract."""
    import rlp

    contract = keccak(rlp.encode([admin.address, b""]))[12:]
    try:
        anchored_head(backend, contract, bytes(32))
    except WrongChain:
        receipt = contract_deploy(backend, admin)
        if receipt is None or receipt.contract != contract:
            raise WrongChain(
                "The admin's account was used before the contract was made; move "
                "chain.sqlite3 away to begin a new chain."
            ) from None
    return contract


def _send(
    backend: EvmBackend, admin: Signer, to: bytes | None, data: bytes, gas: int
) -> tuple[bytes, Receipt | None]:
    """One transaction of the admin: its hash, empty where the chain took another in its place, and
    its receipt, None until it is mined. Asked again, it is sent again with the same nonce, so it
    counts once.
    """
    signed = sign_transaction(
        admin,
        chain_id=backend.chain_id(),
        nonce=backend.nonce(admin.address),
        fees=fresh(backend.fees(), Policy().ceiling_wei),
        gas=gas,
        to=to,
        data=data,
    )
    try:
        tx_hash = backend.send_raw(signed.raw)
    except (NonceUsed, Underpriced):
        return b"", None
    return tx_hash, backend.receipt(tx_hash)
