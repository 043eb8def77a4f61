import { Refusal } from "./refusal";

/** Text forms of bytes and numbers: one spelling each, every other one refused. */

export const HASH_BYTES = 32;
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const DECIMAL = /^(?:0|[1-9][0-9]{0,18})$/;
const LIMIT = 2n ** 63n;
const encoder = new TextEncoder();

export const utf8 = (text: string): Uint8Array => encoder.encode(text);

export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && a.every((one, at) => one === b[at]);

export const hex = (data: Uint8Array): string => [...data].map((one) => one.toString(16).padStart(2, "0")).join("");

/** `size` bytes, big-endian. */
export function bigEndian(value: bigint, size: number): Uint8Array {
  return Uint8Array.from({ length: size }, (_, at) => Number((value >> BigInt(8 * (size - 1 - at))) & 0xffn));
}

export const unsigned = (data: Uint8Array): bigint => data.reduce((sum, one) => (sum << 8n) | BigInt(one), 0n);

/** RFC 4648 section 4. */
export function base64Encode(data: Uint8Array): string {
  let text = "";
  for (let at = 0; at < data.length; at += 3) {
    const bits = ((data[at] ?? 0) << 16) | ((data[at + 1] ?? 0) << 8) | (data[at + 2] ?? 0);
    const four = [18, 12, 6, 0].map((shift) => ALPHABET.charAt((bits >> shift) & 63)).join("");
    const left = data.length - at;
    text += left >= 3 ? four : four.slice(0, left + 1) + "=".repeat(3 - left);
  }
  return text;
}

/** RFC 4648 section 4, padded, trailing bits zero (section 3.5). Throws Refusal. */
export function base64Decode(text: string): Uint8Array {
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  if (text.length % 4 !== 0) throw new Refusal("base64");
  const data = new Uint8Array((text.length / 4) * 3 - padding);
  let bits = 0;
  for (let at = 0; at < text.length; at++) {
    const digit = at < text.length - padding ? ALPHABET.indexOf(text.charAt(at)) : 0;
    if (digit < 0) throw new Refusal("base64");
    bits = ((bits << 6) | digit) & 0xffffff;
    if (at % 4 === 3) for (let part = 0; part < 3; part++) data[((at - 3) / 4) * 3 + part] = (bits >> (16 - 8 * part)) & 255;
  }
  if ((bits & ((1 << (8 * padding)) - 1)) !== 0) throw new Refusal("base64");
  return data;
}

/** A 32-byte hash in base64. Throws Refusal. */
export function hashDecode(text: string): Uint8Array {
  const data = base64Decode(text);
  if (data.length !== HASH_BYTES) throw new Refusal("base64");
  return data;
}

/** `0x` and `size` bytes in lower-case hexadecimal. Throws Refusal. */
export function hexDecode(text: string, size: number): Uint8Array {
  if (text.length !== 2 + 2 * size || !/^0x[0-9a-f]*$/.test(text)) throw new Refusal("hex");
  return Uint8Array.from({ length: size }, (_, at) => parseInt(text.slice(2 + 2 * at, 4 + 2 * at), 16));
}

/** An ASCII decimal without sign or leading zero, under 2^63 (tlog-checkpoint). Throws Refusal. */
export function decimalParse(text: string): bigint {
  if (!DECIMAL.test(text) || BigInt(text) >= LIMIT) throw new Refusal("decimal");
  return BigInt(text);
}
