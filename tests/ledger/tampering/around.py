"""Histories that are not whole, and anchors that are not on the chain."""

from ledger.bundle import entry_json
from ledger.content import SHOWN_OF_HISTORY
from ledger.encoding import base64_encode
from ledger.example import REPORT_INDEX, TIME_S
from tests.ledger.tampering.edits import Case, case, flip, insert, put, remove, swap
from tests.ledger.tampering.parts import BUNDLE, LOG, ZERO


def history_cases() -> list[Case]:
    last = len(BUNDLE["history"]) - 1
    theirs = entry_json(LOG.entry(5 + 1, SHOWN_OF_HISTORY))
    mute = entry_json(LOG.entry(5, SHOWN_OF_HISTORY - {"/actor/id"}))
    shown = BUNDLE["history"][1]["fields"]
    kind = next(at for at, one in enumerate(shown) if one["name"] == "/kind")
    return [
        case("history", "all of it left out", put("/history", [])),
        case("history", "first line left out", remove("/history/0")),
        case("history", "who looked left out", remove("/history/1")),
        case("history", "end cut off", remove(f"/history/{last}")),
        case(
            "history",
            "end cut off twice",
            remove(f"/history/{last}"),
            remove(f"/history/{last - 1}"),
        ),
        case("history", "a line twice", insert("/history/2", BUNDLE["history"][1])),
        case("history", "the entry again in its history", insert("/history/1", BUNDLE["entry"])),
        case("history", "two lines exchanged", swap("/history/1", "/history/2")),
        case("history", "a line of somebody else", put("/history/1", theirs)),
        case("history", "a line of somebody else more", insert("/history/2", theirs)),
        case("history", "a line without its actor", put("/history/1", mute)),
        case(
            "history",
            "kind of a line changed",
            put(f"/history/1/fields/{kind}/value", "clip_downloaded"),
        ),
        case("history", "salt of a line changed", flip("/history/1/salt")),
        case("history", "proof of a line changed", flip("/history/1/proof/0")),
        case("history", "proof of a line cut", remove("/history/1/proof/0")),
        case("history", "hidden hash of a line changed", flip("/history/1/hidden/0")),
        case("history", "index of a line changed", put("/history/0/index", 0)),
    ]


def anchor_cases() -> list[Case]:
    nodes = BUNDLE["anchor"]["consistency"]
    honest = [base64_encode(one) for one in LOG.tree.consistency(9)]
    not_pinned = (
        put("/anchor/size", 9),
        put("/anchor/root", "0x" + LOG.tree.root(9).hex()),
        put("/anchor/consistency", honest),
    )
    flips = [
        case("anchor", f"consistency hash {at} changed", flip(f"/anchor/consistency/{at}"))
        for at in range(len(nodes))
    ]
    members = [
        case("anchor", f"{name} changed", flip(f"/anchor/{name}"))
        for name in ("contract", "tenant", "root", "tx_hash", "block_hash")
    ]
    return [
        *flips,
        *members,
        case("anchor", "another chain", put("/anchor/chain_id", 1)),
        case("anchor", "another epoch", put("/anchor/epoch", 1)),
        case("anchor", "another size", put("/anchor/size", 7)),
        case("anchor", "another block", put("/anchor/block_number", 11)),
        case("anchor", "an earlier time", put("/anchor/block_time", TIME_S - 86400)),
        case("anchor", "consistency cut", remove("/anchor/consistency/0")),
        case("anchor", "no consistency", put("/anchor/consistency", [])),
        case("anchor", "a hash too many", insert("/anchor/consistency/0", ZERO)),
        case("anchor", "not anchored", put("/anchor", None)),
        case("anchor", "anchored before the record", put("/anchor/size", REPORT_INDEX)),
        case("anchor", "anchored after the checkpoint", put("/anchor/size", 12)),
        case("anchor", "sound, but not on the chain as far as trusted", *not_pinned),
        case("anchor", "no head is trusted", trust=(put("/chain/heads", []),)),
        case("anchor", "the trusted chain is another", trust=(put("/chain/chain_id", 1),)),
        case("anchor", "the trusted contract is another", trust=(flip("/chain/contract"),)),
        case(
            "anchor",
            "another chain, where claims are enough",
            put("/anchor/chain_id", 1),
            trust=(put("/chain/anchor", "claimed"),),
        ),
        case(
            "anchor",
            "inconsistent, where claims are enough",
            flip("/anchor/root"),
            trust=(put("/chain/anchor", "claimed"),),
        ),
        case(
            "anchor",
            "inconsistent, where no chain is trusted",
            flip("/anchor/root"),
            trust=(put("/chain", None),),
        ),
    ]
