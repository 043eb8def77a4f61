"""`python -m ledger.witness key NAME FILE` and `python -m ledger.witness serve ...`."""

import argparse
import logging
import os
import secrets
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from ledger.canonical import LedgerError
from ledger.keys import KeyKind, LocalSigner, VerifierKey
from ledger.witness.cosigner import Witness
from ledger.witness.server import WitnessServer
from ledger.witness.store import Store

KINDS = {"ed25519": KeyKind.COSIGNATURE_ED25519, "ml-dsa-44": KeyKind.COSIGNATURE_MLDSA44}
OWNER_ONLY = 0o600


def main(arguments: Sequence[str]) -> int:
    """The exit code: 0, or 2 with one sentence."""
    given = _parser().parse_args(arguments)
    try:
        if given.command == "key":
            return _key(given.name, given.file, KINDS[given.kind])
        return _serve(given)
    except (LedgerError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m ledger.witness", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    key = commands.add_parser("key", help="make a key, write it to FILE, print its public half")
    key.add_argument("name", help="an address without scheme, such as w1.example")
    key.add_argument("file", type=Path)
    key.add_argument("--kind", choices=KINDS, default="ml-dsa-44")
    serve = commands.add_parser("serve", help="answer add-checkpoint")
    serve.add_argument("--key", type=Path, action="append", required=True)
    serve.add_argument("--store", type=Path, required=True, help="never restore it from a backup")
    serve.add_argument("--log", action="append", required=True, help="public key of a log to watch")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8081)
    return parser


def _key(name: str, file: Path, kind: KeyKind) -> int:
    signer = LocalSigner(name, kind, secrets.token_bytes(32))
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    with os.fdopen(handle, "w") as opened:
        opened.write(f"{signer.secret()}\n")
    sys.stdout.write(f"{signer.verifier}\n")
    return 0


def _serve(given: argparse.Namespace) -> int:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    signers = [_signer(file) for file in given.key]
    logs = [VerifierKey.parse(one) for one in given.log]
    store = Store(given.store)
    witness = Witness(signers, logs, store, clock=lambda: int(time.time()))
    with WitnessServer((given.host, given.port), witness) as server:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        sys.stdout.write(f"{server.url}\n")
        sys.stdout.flush()
        server.serve_forever()
    return 0


def _signer(file: Path) -> LocalSigner:
    if file.stat().st_mode & 0o077:
        raise PermissionError(f"{file} can be read by others: chmod 600.")
    return LocalSigner.parse(file.read_text().strip())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
