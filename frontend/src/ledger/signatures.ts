import { ed25519 } from "@noble/curves/ed25519.js";
import { sha512 } from "@noble/hashes/sha2.js";
import { ml_dsa44 } from "@noble/post-quantum/ml-dsa.js";
import { joined, sameBytes } from "./encoding";

const HALF = 32;
const { Point } = ed25519;

const littleEndian = (data: Uint8Array): bigint => data.reduceRight((sum, one) => (sum << 8n) | BigInt(one), 0n);

/**
 * RFC 8032 section 5.1.7 without the cofactor, R compared as bytes: the equation of OpenSSL, so that
 * both verifiers take and refuse the same signatures. The package's own `verify` multiplies by the
 * cofactor and would take a few that OpenSSL refuses.
 */
export function verifiesEd25519(signature: Uint8Array, message: Uint8Array, key: Uint8Array): boolean {
  if (signature.length !== 2 * HALF || key.length !== HALF) return false;
  const r = signature.subarray(0, HALF);
  const s = littleEndian(signature.subarray(HALF));
  if (s >= Point.Fn.ORDER) return false;
  const k = Point.Fn.create(littleEndian(sha512(joined(r, key, message))));
  let a;
  try {
    a = Point.fromBytes(key, true);
  } catch {
    return false;
  }
  return sameBytes(Point.BASE.multiplyUnsafe(s).subtract(a.multiplyUnsafe(k)).toBytes(), r);
}

/** FIPS 204 with an empty context. */
export const verifiesMlDsa44 = (signature: Uint8Array, message: Uint8Array, key: Uint8Array): boolean =>
  ml_dsa44.verify(signature, message, key);
