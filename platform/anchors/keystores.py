"""The accounts that send anchors: encrypted key files in PLUMBLINE_VAR/ledger, made on first use.

The admin's key makes tenants, gives roles, and sends a tenant's first anchor; the device's key can
anchor and nothing else. Move the admin's file to a safe place once every tenant is on the chain:
it is needed again for a new tenant, and to freeze one.
"""

import json
import os
import secrets
from pathlib import Path
from typing import Literal

from anchors.locks import ledger_folder
from base.errors import SealBroken
from base.sealing import Use, passphrases
from ledger.chain.errors import SigningFailed
from ledger.chain.signers import KeySigner, new_keystore

Account = Literal["admin", "device"]
OWNER_ONLY = 0o600
# scrypt's n. Chosen as the least: the passphrase has 256 random bits, so that stretching it would
# only cost each start a second.
COST = 2


def account(name: Account) -> KeySigner:
    """Raises SealBroken where no secret key of the settings opens the file."""
    path = ledger_folder() / f"{name}.keystore.json"
    if not path.exists():
        _make(path)
    for passphrase in passphrases(Use.CHAIN_KEY):
        try:
            return KeySigner.from_keystore(path, passphrase)
        except SigningFailed:
            continue
    raise SealBroken(
        f"The key file {path.name} was made under another secret key; put that one back, or list "
        "it among the fallbacks."
    )


def _make(path: Path) -> None:
    content = new_keystore(secrets.token_bytes(32), passphrases(Use.CHAIN_KEY)[0], cost=COST)
    fresh = path.with_suffix(f".{secrets.token_hex(4)}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY), "w") as handle:
        json.dump(content, handle)
        handle.flush()
        os.fsync(handle.fileno())
    try:
        os.link(fresh, path)  # unlike a rename, never over a key that another process made
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
