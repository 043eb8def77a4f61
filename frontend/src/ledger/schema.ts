import { hashDecode, hexDecode } from "./encoding";
import { parseExact } from "./json";
import type { Json, JsonObject } from "./json";
import { Refusal, within } from "./refusal";

/** Strict reading of JSON: exact keys, exact types, one spelling (docs/formats/bundle.md). */

export const MAX_DOCUMENT_BYTES = 16 << 20;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const SHA256 = /^[0-9a-f]{64}$/;

export function document(data: Uint8Array): Json {
  if (data.length > MAX_DOCUMENT_BYTES) throw new Refusal("too_long");
  return parseExact(data);
}

/** The member `key` of an object that `members` checked. */
export type Members = (key: string) => Json;

/** An object with exactly these keys. */
export function members(value: Json | undefined, names: ReadonlySet<string> | readonly string[], where: string): Members {
  if (!(value instanceof Map)) throw new Refusal("not_object", { where });
  const object: JsonObject = value;
  const known = new Set(names);
  for (const key of known) if (!object.has(key)) throw new Refusal("key_missing", { where, key });
  for (const key of object.keys()) if (!known.has(key)) throw new Refusal("key_unknown", { where, key: key.slice(0, 40) });
  return (key) => {
    const found = object.get(key);
    if (found === undefined) throw new Refusal("key_missing", { where, key });
    return found;
  };
}

export function array<T>(value: Json, item: (one: Json, where: string) => T, where: string, most: number): readonly T[] {
  if (!Array.isArray(value)) throw new Refusal("not_array", { where });
  if (value.length > most) throw new Refusal("too_many", { where, most });
  return (value as readonly Json[]).map((one, index) => item(one, `${where}[${index}]`));
}

export function integer(value: Json, where: string, least = 0, most = Number.MAX_SAFE_INTEGER): number {
  if (typeof value !== "number" || value < least || value > most) throw new Refusal("not_integer", { where, least, most });
  return value;
}

export function text(value: Json, where: string): string {
  if (typeof value !== "string") throw new Refusal("not_text", { where });
  return value;
}

/** A hash or salt in base64. */
export const hash32 = (value: Json, where: string): Uint8Array =>
  within(() => hashDecode(text(value, where)), () => new Refusal("not_hash", { where }));

/** `0x` and lower-case digits. */
export const hexBytes = (value: Json, where: string, size: number): Uint8Array =>
  within(() => hexDecode(text(value, where), size), () => new Refusal("not_hex", { where, digits: 2 * size }));

export function uuid(value: Json, where: string): string {
  if (!isUuid(value)) throw new Refusal("not_uuid", { where });
  return value;
}

export const isUuid = (value: Json): value is string => typeof value === "string" && UUID.test(value);

export const isSha256 = (value: Json): value is string => typeof value === "string" && SHA256.test(value);
