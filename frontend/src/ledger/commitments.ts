import { canonicalText } from "./canonical";
import { base64Encode, hex, joined, sameBytes, utf8 } from "./encoding";
import { hmacSha256 } from "./hashing";
import type { Json } from "./json";
import { leafHash, nodeHash } from "./merkle";
import { Refusal } from "./refusal";

/** Salted commitments to records, opened field by field (docs/formats/leaf.md). */

export const PURPOSE = "plumbline-record/1";
const FIELD_PURPOSE = "plumbline-field/1";
const ENTRY_VERSION = Uint8Array.of(1);

/** An opened field; `place` is its index in the field tree. A filler has the name "" and null. */
export interface Field {
  readonly place: number;
  readonly name: string;
  readonly value: Json;
  readonly salt: Uint8Array;
}

/** What is committed: `fields` counts fillers too, `tenant` is 32 bytes. */
export interface Header {
  readonly event: string;
  readonly fields: number;
  readonly root: Uint8Array;
  readonly tenant: Uint8Array;
}

/** What is shown of a record; `hidden` are roots of subtrees without an opened field. */
export interface Opening {
  readonly record: Header;
  readonly salt: Uint8Array;
  readonly fields: readonly Field[];
  readonly hidden: readonly Uint8Array[];
}

export const headerJson = (header: Header) => ({
  event: header.event,
  fields: header.fields,
  purpose: PURPOSE,
  root: base64Encode(header.root),
  tenant: `0x${hex(header.tenant)}`,
});

export const isWhole = (opening: Opening): boolean => opening.hidden.length === 0;

export const named = (opening: Opening): readonly Field[] => opening.fields.filter((field) => field.name !== "");

/** The opened value. Throws Refusal when the field is not opened. */
export function valueOf(opening: Opening, name: string): Json {
  const found = opening.fields.find((field) => field.name === name);
  if (found === undefined) throw new Refusal("not_open", { name });
  return found.value;
}

/** The 33 bytes of the log entry (section 4). */
export function entryOf(header: Header, salt: Uint8Array): Uint8Array {
  return joined(ENTRY_VERSION, hmacSha256(salt, utf8(canonicalText(new Map(Object.entries(headerJson(header)))))));
}

/** Rebuild the field tree (section 5). Throws Refusal. */
export function checkOpening(opening: Opening): void {
  const hidden = [...opening.hidden].reverse();
  const root = fold(opening.record.fields, opening.fields, () => {
    const one = hidden.pop();
    if (one === undefined) throw new Refusal("hidden_missing");
    return one;
  });
  if (hidden.length > 0) throw new Refusal("hidden_too_many");
  if (!sameBytes(root, opening.record.root)) throw new Refusal("record_root");
}

/** The same record with `names` alone: its holder needs no key to hide the rest. Throws Refusal. */
export function narrowed(opening: Opening, names: ReadonlySet<string>): Opening {
  checkOpening(opening);
  if (!isWhole(opening)) throw new Refusal("not_whole");
  const shown = opening.fields.filter((field) => names.has(field.name));
  const hidden: Uint8Array[] = [];
  const leaves = opening.fields.map(leafOf);
  fold(opening.record.fields, shown, (first, count) => {
    const root = rootOf(leaves.slice(first, first + count));
    hidden.push(root);
    return root;
  });
  return { ...opening, fields: shown, hidden };
}

const leafOf = ({ name, value, salt }: Field): Uint8Array => leafHash(hmacSha256(salt, utf8(canonicalText([FIELD_PURPOSE, name, value]))));

/** The root over `count` leaves: `shown`, by rising place, and `hide` for every subtree without one. */
function fold(count: number, shown: readonly Field[], hide: (first: number, count: number) => Uint8Array): Uint8Array {
  let next = 0;
  const root = (first: number, size: number): Uint8Array => {
    const field = shown[next];
    if (field === undefined || field.place >= first + size) return hide(first, size);
    if (size === 1) {
      next += 1;
      return leafOf(field);
    }
    const left = root(first, size / 2);
    return nodeHash(left, root(first + size / 2, size / 2));
  };
  return root(0, count);
}

/** The root of 2^k leaf hashes. */
function rootOf(leaves: readonly Uint8Array[]): Uint8Array {
  const [only] = leaves;
  if (leaves.length === 1 && only !== undefined) return only;
  const half = leaves.length / 2;
  return nodeHash(rootOf(leaves.slice(0, half)), rootOf(leaves.slice(half)));
}
