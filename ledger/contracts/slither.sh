#!/usr/bin/env bash
# Slither over the contracts, with npm's compiler: ledger/contracts/slither.sh [--all]
# Slither is no dependency of Plumbline; it goes into an environment of its own under var/slither.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
home=$(dirname "$(dirname "$here")")/var/slither
version=0.11.6
if [ ! -x "$home/bin/slither" ]; then
    "${PYTHON:-python3}" -m venv "$home"
    "$home/bin/pip" install --quiet "slither-analyzer==$version"
fi
cd "$here"
node build.js --input >"$home/input.json"
# Findings are explained in docs/results/contracts.md; a new one ends with its own exit status.
explained=(--exclude timestamp,assembly --fail-low)
if [ "${1:-}" = --all ]; then explained=(--fail-none); fi
"$home/bin/slither" "$home/input.json" --compile-force-framework Solc-json --solc "$here/solc.js" \
    --filter-paths @openzeppelin "${explained[@]}"
