"""Heads that the log, the witnesses or the tenant did not make."""

from ledger.bundle import entry_json
from ledger.checkpoint import Checkpoint
from ledger.cosignature import cosign
from ledger.encoding import base64_decode, base64_encode
from ledger.example import REPORT_INDEX, TIME_S, public_seed, witness_signer
from ledger.keys import KeyKind, LocalSigner
from tests.ledger.tampering.edits import Case, case, flipped, put, text
from tests.ledger.tampering.parts import (
    BODY,
    HEAD,
    LOG,
    LOG_LINE,
    OTHER_LOG,
    W1_LINE,
    W2_LINE,
    ZERO,
    log_line,
)
from tests.ledger.vectors import NOW_S


def log_cases() -> list[Case]:
    path = "/checkpoint"
    stranger = LocalSigner(LOG.origin, KeyKind.ED25519, public_seed("stranger"))
    signature = LOG_LINE.split(" ")[2].strip()
    return [
        case("log", "size changed", text(path, "\n11\n", "\n12\n")),
        case("log", "root changed", text(path, BODY.split("\n")[2], ZERO)),
        case("log", "signature changed", text(path, signature, flipped(signature))),
        case("log", "log's line taken away", text(path, LOG_LINE, "")),
        case(
            "log",
            "signed by a stranger of that name",
            text(path, LOG_LINE, log_line(HEAD, stranger)),
        ),
        case(
            "log",
            "signature of another head",
            text(path, LOG_LINE, log_line(Checkpoint(LOG.origin, 8, HEAD.root), LOG.signer)),
        ),
        case(
            "log",
            "a good and a bad line of the log",
            text(path, LOG_LINE, LOG_LINE + LOG_LINE.replace(signature, flipped(signature))),
        ),
        case(
            "log",
            "the log's key replaced in the trust file",
            trust=(text("/policy", str(LOG.signer.verifier), str(stranger.verifier)),),
        ),
    ]


def witness_cases() -> list[Case]:
    path = "/checkpoint"
    fork = Checkpoint(LOG.origin, HEAD.size, bytes(32))
    w1 = witness_signer("w1")
    signature = W1_LINE.split(" ")[2].strip()
    late = str(cosign(HEAD, w1, time_s=NOW_S + 301))
    later = base64_decode(signature)
    other_time = base64_encode(later[:11] + bytes([later[11] ^ 1]) + later[12:])
    named = str(
        cosign(
            HEAD,
            LocalSigner("w3.witness.example", KeyKind.COSIGNATURE_ED25519, public_seed("w1")),
            time_s=TIME_S,
        )
    )
    return [
        case("witnesses", "one cosignature of two", text(path, W1_LINE, "")),
        case("witnesses", "no cosignature", text(path, W1_LINE + W2_LINE, "")),
        case("witnesses", "the same one twice", text(path, W2_LINE, W1_LINE)),
        case("witnesses", "cosignature changed", text(path, signature, flipped(signature))),
        case("witnesses", "time of a cosignature changed", text(path, signature, other_time)),
        case(
            "witnesses",
            "cosignature of another head",
            text(path, W1_LINE, str(cosign(fork, w1, time_s=TIME_S))),
        ),
        case("witnesses", "cosignature of a time to come", text(path, W1_LINE, late)),
        case("witnesses", "one witness under the name of another", text(path, W2_LINE, named)),
        case(
            "witnesses",
            "three asked for",
            trust=(text("/policy", "group three 2", "group three 3"),),
        ),
        case(
            "witnesses",
            "the witness asked for is the one that is down",
            trust=(text("/policy", "quorum three", "quorum w3"),),
        ),
    ]


def tenant_cases() -> list[Case]:
    tenant = "0x" + OTHER_LOG.tenant.hex()
    return [
        case("tenant", "record of another tenant", put("/entry/record/tenant", tenant)),
        case("tenant", "history of another tenant", put("/history/1/record/tenant", tenant)),
        case(
            "tenant",
            "another tenant's entry",
            put("/entry", entry_json(OTHER_LOG.entry(REPORT_INDEX))),
        ),
        case(
            "tenant",
            "tenants swapped in the trust file",
            trust=(put(f"/tenants/{LOG.origin.replace('/', '~1')}", tenant),),
        ),
    ]
