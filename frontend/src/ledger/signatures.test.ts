import { createPublicKey, verify as opensslVerify } from "node:crypto";
import { ed25519 } from "@noble/curves/ed25519.js";
import { sha512 } from "@noble/hashes/sha2.js";
import { expect, test } from "vitest";
import { joined, utf8 } from "./encoding";
import { verifiesEd25519 } from "./signatures";

const { Point } = ed25519;
const MESSAGE = utf8("a note\n");
const SEED = new Uint8Array(32).fill(7);
const PUBLIC = ed25519.getPublicKey(SEED);
const GOOD = ed25519.sign(MESSAGE, SEED);

const little = (value: bigint) => Uint8Array.from({ length: 32 }, (_, at) => Number((value >> BigInt(8 * at)) & 0xffn));
const number = (data: Uint8Array) => data.reduceRight((sum, one) => (sum << 8n) | BigInt(one), 0n);

/** OpenSSL, as the Python verifier has it. */
function openssl(signature: Uint8Array, key: Uint8Array): boolean {
  const spki = Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), key]);
  return opensslVerify(null, MESSAGE, createPublicKey({ key: spki, format: "der", type: "spki" }), signature);
}

/** Sound but for a point of order 8 in R: the equation holds only when multiplied by the cofactor. */
function withTorsion(): Uint8Array {
  const torsion = Point.fromHex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a");
  const { scalar, } = ed25519.utils.getExtendedPublicKey(SEED);
  const nonce = 5n;
  const r = Point.BASE.multiply(nonce).add(torsion).toBytes();
  const k = Point.Fn.create(number(sha512(joined(r, PUBLIC, MESSAGE))));
  return joined(r, little(Point.Fn.create(nonce + k * scalar)));
}

const order = Point.Fn.ORDER;
const half = (at: number) => GOOD.slice(32 * at, 32 * (at + 1));
const identity = little(1n);
const identityUnreduced = little(2n ** 255n - 18n); // y = p + 1
const cases: [string, Uint8Array, Uint8Array, boolean][] = [
  ["a good signature", GOOD, PUBLIC, true],
  ["a changed bit of R", joined(half(0).with(0, (GOOD[0] ?? 0) ^ 1), half(1)), PUBLIC, false],
  ["a changed bit of S", joined(half(0), half(1).with(0, (GOOD[32] ?? 0) ^ 1)), PUBLIC, false],
  ["S and the order of the group", joined(half(0), little(number(half(1)) + order)), PUBLIC, false],
  ["S of zero", joined(half(0), new Uint8Array(32)), PUBLIC, false],
  ["a signature too short", GOOD.slice(0, 63), PUBLIC, false],
  ["no signature", new Uint8Array(), PUBLIC, false],
  ["R with a part of order 8", withTorsion(), PUBLIC, false],
  ["the identity as key", joined(identity, new Uint8Array(32)), identity, true],
  ["the identity as key, written unreduced", joined(identity, new Uint8Array(32)), identityUnreduced, true],
  ["the identity as R, written unreduced", joined(identityUnreduced, new Uint8Array(32)), identity, false],
  ["a key that is no point", GOOD, little(2n), false],
];

test.each(cases)("Ed25519 as OpenSSL has it: %s", (_name, signature, key, isGood) => {
  expect(verifiesEd25519(signature, MESSAGE, key)).toBe(isGood);
  expect(openssl(signature, key)).toBe(isGood);
});

test("the package's own verification would take what OpenSSL refuses", () => {
  expect(ed25519.verify(withTorsion(), MESSAGE, PUBLIC)).toBe(true);
});
