import { base64Decode, hex, joined, utf8 } from "./encoding";
import { sha256 } from "./hashing";
import { Refusal, within } from "./refusal";
import { verifiesEd25519, verifiesMlDsa44 } from "./signatures";

/** Verifier keys of notes in their text form (C2SP signed-note). */

export const ED25519 = 0x01;
export const COSIGNATURE_ED25519 = 0x04;
export const COSIGNATURE_MLDSA44 = 0x06;
const PUBLIC_BYTES: ReadonlyMap<number, number> = new Map([[ED25519, 32], [COSIGNATURE_ED25519, 32], [COSIGNATURE_MLDSA44, 1312]]);
const KEY_ID_BYTES = 4;
/** Unicode's white space and everything below it, as the Python verifier has it; JavaScript's \s differs. */
const NOT_IN_A_NAME = /[\u0000- +\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

export interface VerifierKey {
  readonly name: string;
  readonly kind: number;
  readonly publicKey: Uint8Array;
  /** Eight hex digits: the first four bytes of SHA-256(name || 0A || type || public key). */
  readonly id: string;
}

/** `name+hex8(key id)+base64(type || public key)`. Throws Refusal. */
export function keyParse(text: string): VerifierKey {
  const first = text.indexOf("+");
  const second = text.indexOf("+", first + 1); // base64 has `+` of its own
  if (first < 0 || second < 0) throw new Refusal("key_form");
  const data = within(() => base64Decode(text.slice(second + 1)), () => new Refusal("key_form"));
  const name = keyName(text.slice(0, first));
  const kind = data[0] ?? 0;
  const publicKey = data.slice(1);
  const id = hex(sha256(joined(utf8(`${name}\n`), data)).slice(0, KEY_ID_BYTES));
  if (publicKey.length !== PUBLIC_BYTES.get(kind) || id !== text.slice(first + 1, second)) throw new Refusal("key_form");
  return { name, kind, publicKey, id };
}

/** The name, if it is not empty and has no space, plus or control character. Throws Refusal. */
export function keyName(name: string): string {
  if (name === "" || NOT_IN_A_NAME.test(name)) throw new Refusal("key_form");
  return name;
}

/** Whether the raw signature, without id and time, is this key's over `message`. */
export function keyVerifies(key: VerifierKey, signature: Uint8Array, message: Uint8Array): boolean {
  const verifies = key.kind === COSIGNATURE_MLDSA44 ? verifiesMlDsa44 : verifiesEd25519;
  return verifies(signature, message, key.publicKey);
}
