import { expect, test } from "vitest";
import { EMPTY_ROOT, leafHash, nodeHash, verifyConsistency, verifyInclusion } from "./merkle";
import { readJson, unhex } from "./testing/vectors";

interface Trees {
  readonly leaf_inputs: readonly string[];
  readonly roots: readonly string[];
  readonly inclusion: readonly { index: number; size: number; proof: readonly string[] }[];
  readonly consistency: readonly { old: number; new: number; proof: readonly string[] }[];
}

const trees = readJson("tests/vectors/ledger/trees.json") as Trees;
const leaves = trees.leaf_inputs.map((one) => leafHash(unhex(one)));
const rootAt = (size: number) => unhex(trees.roots[size] ?? "");
const leafAt = (index: number) => leaves[index] ?? new Uint8Array();

/** RFC 6962 section 2.1, as it is written there. */
function slowRoot(part: readonly Uint8Array[]): Uint8Array {
  const [first] = part;
  if (first === undefined) return EMPTY_ROOT;
  if (part.length === 1) return first;
  let half = 1;
  while (half * 2 < part.length) half *= 2;
  return nodeHash(slowRoot(part.slice(0, half)), slowRoot(part.slice(half)));
}

test("roots are those of the vectors", () => {
  expect(trees.roots.map((_, size) => Buffer.from(slowRoot(leaves.slice(0, size))).toString("hex"))).toEqual(trees.roots);
});

test("inclusion: every proof verifies, and with any other index, size, root or hash it does not", () => {
  expect(trees.inclusion).toHaveLength(36);
  for (const { index, size, proof } of trees.inclusion) {
    const hashes = proof.map(unhex);
    const check = (at: number, of: number, path = hashes, root = rootAt(of)) => () => verifyInclusion(leafAt(index), BigInt(at), BigInt(of), path, root);
    expect(check(index, size)).not.toThrow();
    for (let other = 0; other < 9; other++) if (other !== index) expect(check(other, size)).toThrow();
    for (let other = 0; other < 9; other++) if (other !== size) expect(check(index, other)).toThrow();
    expect(check(index, size, hashes, leafHash(Uint8Array.of(9)))).toThrow("inclusion_root");
    expect(check(index, size, [...hashes, EMPTY_ROOT])).toThrow("proof_length");
    if (hashes.length > 0) expect(check(index, size, hashes.slice(1))).toThrow();
    hashes.forEach((_, at) => expect(check(index, size, hashes.with(at, EMPTY_ROOT))).toThrow("inclusion_root"));
  }
});

test("consistency: every proof verifies, and with another root or hash it does not", () => {
  expect(trees.consistency).toHaveLength(45);
  for (const { old, new: size, proof } of trees.consistency) {
    const hashes = proof.map(unhex);
    const check = (path = hashes, before = rootAt(old), after = rootAt(size)) => () => verifyConsistency(BigInt(old), BigInt(size), before, after, path);
    expect(check()).not.toThrow();
    expect(check(hashes, leafHash(Uint8Array.of(9)))).toThrow("consistency_root");
    if (old > 0) expect(check(hashes, rootAt(old), leafHash(Uint8Array.of(9)))).toThrow("consistency_root");
    expect(check([...hashes, EMPTY_ROOT])).toThrow("proof_length");
    hashes.forEach((_, at) => expect(check(hashes.with(at, EMPTY_ROOT))).toThrow("consistency_root"));
    if (old < size) expect(() => verifyConsistency(BigInt(size), BigInt(old), rootAt(size), rootAt(old), hashes)).toThrow("tree_order");
  }
});
