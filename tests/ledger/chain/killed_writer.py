"""A process that anchors on an embedded chain until it is killed, and what must be left of it.

Everything is deterministic: the contract's address, the tenant, the sizes 1, 2, 3, ... Each size is
acknowledged in a file after its block was reported, as an answer to a client would be.
"""

import multiprocessing
import os
import random
import signal
import time
from pathlib import Path

from ledger.chain.backend import Receipt
from ledger.chain.contract import creation_code, encode_call, keccak
from ledger.chain.embedded import EmbeddedChain
from ledger.chain.fees import Fees
from ledger.chain.reader import anchored_head, contract_events
from ledger.chain.transactions import sign_transaction
from tests.contracts.reference import proof, tree
from tests.contracts.world import ACCOUNTS

TENANT = bytes(31) + b"\x07"
OWNER = ACCOUNTS["owner"]
SET_UP = 3  # transactions before the first anchor: contract, tenant, role
BLOCK_S = 0.1  # about what a block takes, opening included, on a busy machine
KILLS_A_FILE = 10


def contract_address() -> bytes:
    import rlp

    return keccak(rlp.encode([OWNER.address, 0]))[12:]


def opened(path: Path) -> EmbeddedChain:
    return EmbeddedChain(path, chain_id=77, funded=[OWNER.address])


def send(chain: EmbeddedChain, nonce: int, to: bytes | None, data: bytes) -> Receipt:
    signed = sign_transaction(
        OWNER.signer,
        chain_id=77,
        nonce=nonce,
        fees=Fees(10**10, 1),
        gas=6_000_000,
        to=to,
        data=data,
    )
    receipt = chain.receipt(chain.send_raw(signed.raw))
    assert receipt is not None
    assert receipt.succeeded
    return receipt


def step(chain: EmbeddedChain, nonce: int) -> int:
    """The transaction with this nonce, whatever happened before; the size it anchored."""
    contract = contract_address()
    if nonce == 0:
        send(chain, nonce, None, creation_code())
    elif nonce == 1:
        send(chain, nonce, contract, encode_call("createTenant", TENANT))
    elif nonce == 2:
        role = chain.call(contract, encode_call("deviceRole", TENANT))
        send(chain, nonce, contract, encode_call("grantRole", role, OWNER.hex))
    else:
        new = nonce - SET_UP + 1
        path = proof(new - 1, new)
        arguments = (TENANT, new - 1, new, tree(0, new), path)
        send(chain, nonce, contract, encode_call("anchor", *arguments))
        return new
    return 0


def write_until_killed(path: Path, acknowledgements: Path) -> None:
    chain = opened(path)
    sheet = os.open(acknowledgements, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    while True:
        size = step(chain, chain.nonce(OWNER.address))
        os.write(sheet, f"{size}\n".encode())


def kill_writers(folder: Path, kills: int, rng: random.Random) -> int:
    """Starts and kills, checks after each; how many sizes were anchored. A new file every ten."""
    warm_up(folder / "warm.db")
    anchored = 0
    for place in range(kills):
        name = f"chain-{place // KILLS_A_FILE}"
        path, sheet = folder / f"{name}.db", folder / f"{name}.txt"
        fork = multiprocessing.get_context("fork")
        writer = fork.Process(target=write_until_killed, args=(path, sheet))
        writer.start()
        wait_for(sheet, rng.randrange(4))
        time.sleep(rng.uniform(0, BLOCK_S))
        assert writer.pid is not None
        assert writer.is_alive()
        os.kill(writer.pid, signal.SIGKILL)
        writer.join()
        anchored += whole(path, sheet, is_last=(place + 1) % KILLS_A_FILE == 0)
    return anchored


def wait_for(sheet: Path, further: int) -> None:
    """Until so many further blocks are acknowledged; at once for none, so also before the first."""
    wanted = acknowledged(sheet) + further
    deadline = time.monotonic() + 30
    while acknowledged(sheet) < wanted:
        assert time.monotonic() < deadline
        time.sleep(0.002)


def acknowledged(sheet: Path) -> int:
    return len(sheet.read_text().splitlines()) if sheet.exists() else 0


def warm_up(path: Path) -> None:
    """Imports are made here, once, so that a child is killed at its work and not while it loads."""
    chain = opened(path)
    for nonce in range(SET_UP + 1):
        step(chain, nonce)


def whole(path: Path, sheet: Path, *, is_last: bool) -> int:
    """Checks a chain after a kill; the size of its log when it is not written to again, else 0."""
    chain = opened(path)
    height = chain.block_number()
    # The block after the last acknowledged one may be there: killed before it could say so.
    assert height - acknowledged(sheet) in {0, 1}
    assert chain.nonce(OWNER.address) == height
    sheet.write_text("known\n" * height)
    if height < SET_UP:
        return 0
    size = height - SET_UP
    head = anchored_head(chain, contract_address(), TENANT)
    assert (head.size, head.root) == (size, tree(0, size))
    events = list(contract_events(chain, contract_address(), 0, height, name="Anchored"))
    assert [event.arguments["newSize"] for event in events] == list(range(1, size + 1))
    for event in events:
        receipt = chain.receipt(event.log.tx_hash)
        assert receipt is not None
        assert receipt.logs == (event.log,)
        assert chain.block_hash(receipt.block_number) == receipt.block_hash
    return size if is_last else 0
