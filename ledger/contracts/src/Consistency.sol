// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title RFC 6962 consistency proofs
/// @notice Says whether the tree of `oldSize` leaves with `oldRoot` is a prefix of the tree with `newRoot`.
/// @dev RFC 9162 section 2.1.4.2, node = SHA-256(0x01 || left || right). Two facts a caller must know:
///
/// - A proof fixes the first `oldSize` leaves. It does NOT bind `newSize`: many proofs also verify for
///   other new sizes, so a caller has to bound growth by other means.
/// - From size 0 every tree follows. Only an empty proof is taken there and `newRoot` is not looked at.
library Consistency {
    /// @dev Never reverts on a bad proof; reverts only when the SHA-256 precompile runs out of gas.
    // solhint-disable-next-line function-max-lines
    function verify(
        uint64 oldSize,
        uint64 newSize,
        bytes32 oldRoot,
        bytes32 newRoot,
        bytes32[] calldata proof
    ) internal view returns (bool ok) {
        if (oldSize > newSize) return false;
        if (oldSize == newSize) return proof.length == 0 && oldRoot == newRoot;
        if (oldSize == 0) return proof.length == 0;
        // From here 0 < oldSize < newSize, so neither subtraction below can wrap.
        //
        // Memory. `fp` is the free memory pointer and is not moved: the block writes only
        // [fp + 0x1f, fp + 0x60), which is unallocated, and [0x00, 0x20), which Solidity leaves to
        // assembly as scratch space; nothing is read from either after the block. The 65 bytes that
        // are hashed start at fp + 0x1f: the prefix 0x01, then two words. Reading 65 bytes from
        // there ends at fp + 0x60. Hence "memory-safe".
        //
        // Calldata. `o` runs from proof.offset in steps of 32 and is read only while o < e, where
        // e = proof.offset + 32 * proof.length. The ABI decoder has checked that this span lies
        // inside calldata, so `shl(5, proof.length)` cannot overflow. The one read outside the loop
        // happens for a proof of length 0 too; it then reads zeros or foreign bytes, `bad` is set
        // first, and the result is false whatever was read.
        //
        // Loops. Each pass of the outer loop consumes one proof word. `fn` and `sn` are below 2^64 and
        // are shifted right in every inner pass; the first inner loop ends at the latest when fn is 0
        // (its lowest bit is then 0), the second stops at fn = 0 or at a set bit.
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            let fp := mload(0x40)
            let buf := add(fp, 0x1f)
            let left := add(fp, 0x20)
            let right := add(fp, 0x40)
            mstore8(buf, 1)
            let bad := 0
            let fn := sub(oldSize, 1)
            let sn := sub(newSize, 1)
            for {} and(fn, 1) {} {
                fn := shr(1, fn)
                sn := shr(1, sn)
            }
            let o := proof.offset
            let e := add(o, shl(5, proof.length))
            // fr and sr are the roots of the old and the new tree as far as the proof has been read.
            // A power of two starts from the old root itself: its tree is one whole subtree.
            let fr := oldRoot
            if fn {
                bad := iszero(proof.length)
                fr := calldataload(o)
                o := add(o, 0x20)
            }
            let sr := fr
            for {} lt(o, e) { o := add(o, 0x20) } {
                if iszero(sn) {
                    bad := 1 // a proof longer than the path
                    break
                }
                switch or(and(fn, 1), eq(fn, sn))
                case 0 {
                    // c is a right sibling: it belongs to the new tree alone.
                    mstore(left, sr)
                    mstore(right, calldataload(o))
                    if iszero(staticcall(gas(), 2, buf, 0x41, 0, 0x20)) { revert(0, 0) }
                    sr := mload(0)
                }
                default {
                    // c is a left sibling: it belongs to both trees. While both are still equal, one
                    // hash serves both.
                    mstore(left, calldataload(o))
                    let same := eq(fr, sr)
                    mstore(right, sr)
                    if iszero(staticcall(gas(), 2, buf, 0x41, 0, 0x20)) { revert(0, 0) }
                    sr := mload(0)
                    switch same
                    case 1 { fr := sr }
                    default {
                        mstore(right, fr)
                        if iszero(staticcall(gas(), 2, buf, 0x41, 0, 0x20)) { revert(0, 0) }
                        fr := mload(0)
                    }
                    for {} and(iszero(and(fn, 1)), gt(fn, 0)) {} {
                        fn := shr(1, fn)
                        sn := shr(1, sn)
                    }
                }
                fn := shr(1, fn)
                sn := shr(1, sn)
            }
            ok := and(iszero(or(bad, sn)), and(eq(fr, oldRoot), eq(sr, newRoot)))
        }
    }
}
