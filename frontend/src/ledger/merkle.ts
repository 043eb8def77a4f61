import { joined, sameBytes } from "./encoding";
import { sha256 } from "./hashing";
import { Refusal } from "./refusal";

/**
 * Proofs of RFC 6962 trees, verified as RFC 9162 section 2.1 has it. Sizes go up to 2^63 - 1, so they
 * are bigint. What the empty tree and a consistency proof mean stands in ledger/merkle.py.
 */

export const MAX_PROOF = 63;
export const EMPTY_ROOT = sha256(new Uint8Array());
const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

export const leafHash = (data: Uint8Array): Uint8Array => sha256(joined(LEAF, data));

export const nodeHash = (left: Uint8Array, right: Uint8Array): Uint8Array => sha256(joined(NODE, left, right));

/** RFC 9162 section 2.1.3.2; `leaf` is a leaf hash. Throws Refusal. */
export function verifyInclusion(leaf: Uint8Array, index: bigint, size: bigint, proof: readonly Uint8Array[], root: Uint8Array): void {
  if (index >= size) throw new Refusal("index_outside", { index: index.toString(), size: size.toString() });
  let computed = leaf;
  climb(index, size - 1n, proof, (sibling, isLeft) => {
    computed = isLeft ? nodeHash(sibling, computed) : nodeHash(computed, sibling);
  });
  if (!sameBytes(root, computed)) throw new Refusal("inclusion_root");
}

/** RFC 9162 section 2.1.4.2; from size 0 the old root is that of the empty tree. Throws Refusal. */
export function verifyConsistency(oldSize: bigint, newSize: bigint, oldRoot: Uint8Array, newRoot: Uint8Array, proof: readonly Uint8Array[]): void {
  if (oldSize > newSize) throw new Refusal("tree_order", { old: oldSize.toString(), size: newSize.toString() });
  if (oldSize === 0n || oldSize === newSize) {
    if (proof.length > 0) throw new Refusal("proof_length");
    if (oldSize === 0n && !sameBytes(oldRoot, EMPTY_ROOT)) throw new Refusal("consistency_root");
    if (oldSize === newSize && !sameBytes(oldRoot, newRoot)) throw new Refusal("consistency_root");
    return;
  }
  const isWholeTree = (oldSize & (oldSize - 1n)) === 0n;
  const [first, ...path] = isWholeTree ? [oldRoot, ...proof] : proof;
  if (first === undefined) throw new Refusal("proof_length");
  let [place, last] = [oldSize - 1n, newSize - 1n];
  while ((place & 1n) === 1n) [place, last] = [place >> 1n, last >> 1n];
  let [before, after] = [first, first];
  climb(place, last, path, (sibling, isLeft) => {
    if (isLeft) before = nodeHash(sibling, before);
    after = isLeft ? nodeHash(sibling, after) : nodeHash(after, sibling);
  });
  if (!sameBytes(before, oldRoot) || !sameBytes(after, newRoot)) throw new Refusal("consistency_root");
}

/** From `place` of a row whose last place is `last` up to the root; each sibling of the path once. */
function climb(place: bigint, last: bigint, path: readonly Uint8Array[], take: (sibling: Uint8Array, isLeft: boolean) => void): void {
  for (const sibling of path) {
    if (last === 0n) throw new Refusal("proof_length");
    const isLeft = (place & 1n) === 1n || place === last;
    take(sibling, isLeft);
    while (isLeft && (place & 1n) === 0n && place !== 0n) [place, last] = [place >> 1n, last >> 1n];
    [place, last] = [place >> 1n, last >> 1n];
  }
  if (last !== 0n) throw new Refusal("proof_length");
}
