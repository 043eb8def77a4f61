"""RFC 6962 trees written as the text has them: slow, obvious, and independent of ledger/."""

import hashlib
from functools import cache


def leaf(number: int) -> bytes:
    return hashlib.sha256(b"\x00" + number.to_bytes(8, "big")).digest()


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


@cache
def tree(first: int, last: int) -> bytes:
    """MTH(D[first:last]), section 2.1; leaf i holds the 8 bytes of i."""
    if last == first:
        return hashlib.sha256(b"").digest()
    if last - first == 1:
        return leaf(first)
    middle = first + split(last - first)
    return node(tree(first, middle), tree(middle, last))


def proof(old: int, new: int) -> list[bytes]:
    """PROOF(old, D[new]), section 2.1.2."""
    if old in {0, new}:
        return []
    return subproof(old, 0, new, is_whole=True)


def subproof(old: int, first: int, last: int, *, is_whole: bool) -> list[bytes]:
    if old == last - first:
        return [] if is_whole else [tree(first, last)]
    half = split(last - first)
    middle = first + half
    if old <= half:
        return [*subproof(old, first, middle, is_whole=is_whole), tree(middle, last)]
    return [*subproof(old - half, middle, last, is_whole=False), tree(first, middle)]


def split(count: int) -> int:
    """The largest power of two smaller than count."""
    half = 1
    while half * 2 < count:
        half *= 2
    return half


def is_consistent(old: int, new: int, old_root: bytes, new_root: bytes, path: list[bytes]) -> bool:
    """RFC 9162 section 2.1.4.2, step by step."""
    if old == new:
        return not path and old_root == new_root
    if old == 0 or old > new or not path:
        return old == 0 and not path
    if old & (old - 1) == 0:
        path = [old_root, *path]
    fn, sn = old - 1, new - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = path[0]
    for c in path[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            fr, sr = node(c, fr), node(c, sr)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = node(sr, c)
        fn, sn = fn >> 1, sn >> 1
    return fr == old_root and sr == new_root and sn == 0
