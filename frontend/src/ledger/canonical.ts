import type { Json } from "./json";

/**
 * The RFC 8785 form of a value that `parseExact` took. Texts and numbers are written as ECMAScript
 * writes them, which is what the RFC asks for; keys are sorted by UTF-16 code units.
 */
export function canonicalText(value: Json): string {
  if (value instanceof Map) {
    const members = [...value as ReadonlyMap<string, Json>].sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${members.map(([key, one]) => `${JSON.stringify(key)}:${canonicalText(one)}`).join(",")}}`;
  }
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(canonicalText).join(",")}]`;
  return JSON.stringify(value);
}
