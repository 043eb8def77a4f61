"""The command line of proofs, for whoever holds one: no network, no key, no server."""

import argparse
import dataclasses
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from ledger.bundle import bundle_parse, bundle_write
from ledger.canonical import LedgerError
from ledger.commitments import narrowed
from ledger.content import SHOWN_ALWAYS
from ledger.example import example_files
from ledger.trust import NoTrustAnchor, trust_parse
from ledger.verify import STEPS, Verdict, verify

__all__ = ["main"]

VERIFIED, REFUSED, NO_VERDICT = 0, 1, 2


def main(arguments: Sequence[str]) -> int:
    """The exit code: 0 every step passed, 1 a step failed, 2 no verdict."""
    parser = argparse.ArgumentParser(prog="python -m ledger", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("verify", help="check a proof bundle, offline")
    check.add_argument("bundle", type=Path)
    check.add_argument("--trust", type=Path, help="what you trust, got by another road")
    check.add_argument("--json", action="store_true", help="the steps as JSON")
    cut = commands.add_parser("narrow", help="write a bundle that shows some fields only")
    cut.add_argument("bundle", type=Path)
    cut.add_argument(
        "--field", action="append", default=[], help="such as /report/clip_verdict/label"
    )
    cut.add_argument("--out", type=Path, required=True)
    example = commands.add_parser("example", help="write example files, under public test keys")
    example.add_argument("folder", type=Path)
    given = parser.parse_args(arguments)
    if given.command == "example":
        return _example(given.folder)
    if given.command == "narrow":
        return _narrow(given.bundle, given.field, given.out)
    return _verify(given.bundle, given.trust, as_json=given.json)


def _verify(bundle: Path, trust: Path | None, *, as_json: bool) -> int:
    if trust is None:
        return _no_verdict("no trust anchor: name a trust file with --trust")
    try:
        trusted, data = trust_parse(trust.read_bytes()), bundle.read_bytes()
    except NoTrustAnchor as error:
        return _no_verdict(str(error))
    except OSError as error:
        return _no_verdict(f"{error.filename} cannot be read: {error.strerror}")
    verdict = verify(data, trusted, now_s=int(time.time()))
    sys.stdout.write(f"{_as_json(verdict) if as_json else _as_text(verdict)}\n")
    return VERIFIED if verdict.is_ok else REFUSED


def _as_text(verdict: Verdict) -> str:
    lines = [
        f"{'ok' if step.is_ok else 'FAILED':7} {step.name:11} "
        f"{step.strength if step.is_ok else '':8} {step.sentence}"
        for step in verdict.steps
    ]
    lines += [f"not run {name}" for name in STEPS[len(verdict.steps) :]]
    end = "verified" if verdict.is_ok else f"refused at step {verdict.failed}"
    return "\n".join([*lines, end])


def _as_json(verdict: Verdict) -> str:
    steps = [
        {
            "step": step.name,
            "ok": step.is_ok,
            "strength": step.strength if step.is_ok else None,
            "sentence": step.sentence,
        }
        for step in verdict.steps
    ]
    return json.dumps({"ok": verdict.is_ok, "failed": verdict.failed, "steps": steps}, indent=1)


def _narrow(bundle: Path, names: list[str], out: Path) -> int:
    try:
        whole = bundle_parse(bundle.read_bytes())
        opening = narrowed(whole.entry.opening, SHOWN_ALWAYS | set(names))
    except LedgerError as error:
        return _no_verdict(str(error))
    except OSError as error:
        return _no_verdict(f"{error.filename} cannot be read: {error.strerror}")
    entry = dataclasses.replace(whole.entry, opening=opening)
    out.write_bytes(bundle_write(dataclasses.replace(whole, entry=entry)))
    return VERIFIED


def _example(folder: Path) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in example_files().items():
        (folder / name).write_bytes(data)
        sys.stdout.write(f"{folder / name}\n")
    return VERIFIED


def _no_verdict(sentence: str) -> int:
    sys.stderr.write(f"{sentence}\n")
    return NO_VERDICT
