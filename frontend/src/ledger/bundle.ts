import { anchorJson, anchorParse } from "./anchor";
import type { Anchor } from "./anchor";
import { headerJson, narrowed, PURPOSE } from "./commitments";
import type { Field, Header, Opening } from "./commitments";
import { SHOWN_ALWAYS } from "./content";
import { base64Encode, utf8 } from "./encoding";
import type { Json } from "./json";
import { MAX_PROOF } from "./merkle";
import { Refusal } from "./refusal";
import { array, document, hash32, hexBytes, integer, members, text, uuid } from "./schema";

/** The proof bundle: one file that proves one record (docs/formats/bundle.md). */

export const BUNDLE_FORMAT = "plumbline-bundle/1";
const MAX_HISTORY = 10_000;
const MIN_FIELDS = 8;
const MAX_FIELDS = 1 << 16;

/** An opened entry of the log, at `index`, with its inclusion proof. */
export interface Entry {
  readonly index: number;
  readonly opening: Opening;
  readonly proof: readonly Uint8Array[];
}

export interface Bundle {
  /** The signed note, byte for byte. */
  readonly checkpoint: string;
  readonly entry: Entry;
  readonly history: readonly Entry[];
  readonly anchor: Anchor | null;
}

/** Throws Refusal. */
export function bundleParse(data: Uint8Array): Bundle {
  const found = members(document(data), ["format", "checkpoint", "entry", "history", "anchor"], "bundle");
  if (found("format") !== BUNDLE_FORMAT) throw new Refusal("format", { format: BUNDLE_FORMAT });
  return {
    checkpoint: text(found("checkpoint"), "checkpoint"),
    entry: entryParse(found("entry"), "entry"),
    history: array(found("history"), entryParse, "history", MAX_HISTORY),
    anchor: found("anchor") === null ? null : anchorParse(found("anchor"), "anchor"),
  };
}

/** The same bundle, whose own record shows what every bundle must show, and `names`. Throws Refusal. */
export function bundleNarrowed(bundle: Bundle, names: ReadonlySet<string>): Bundle {
  const opening = narrowed(bundle.entry.opening, new Set([...SHOWN_ALWAYS, ...names]));
  return { ...bundle, entry: { ...bundle.entry, opening } };
}

/** The file, indented by one space: people look into it. */
export function bundleWrite(bundle: Bundle): Uint8Array {
  const value = {
    format: BUNDLE_FORMAT,
    checkpoint: bundle.checkpoint,
    entry: entryJson(bundle.entry),
    history: bundle.history.map(entryJson),
    anchor: bundle.anchor === null ? null : anchorJson(bundle.anchor),
  };
  return utf8(`${JSON.stringify(value, (_, one: unknown) => (one instanceof Map ? {} : one), 1)}\n`);
}

const entryJson = ({ index, opening, proof }: Entry) => ({
  index,
  record: headerJson(opening.record),
  salt: base64Encode(opening.salt),
  fields: opening.fields.map(({ place, name, value, salt }) => ({ place, name, value, salt: base64Encode(salt) })),
  hidden: opening.hidden.map(base64Encode),
  proof: proof.map(base64Encode),
});

function entryParse(value: Json, where: string): Entry {
  const found = members(value, ["index", "record", "salt", "fields", "hidden", "proof"], where);
  const record = headerParse(found("record"), `${where}.record`);
  const fields = array(found("fields"), fieldParse, `${where}.fields`, record.fields);
  checkPlaces(fields, record.fields, `${where}.fields`);
  const opening = {
    record,
    salt: hash32(found("salt"), `${where}.salt`),
    fields,
    hidden: array(found("hidden"), hash32, `${where}.hidden`, record.fields),
  };
  return { index: integer(found("index"), `${where}.index`), opening, proof: array(found("proof"), hash32, `${where}.proof`, MAX_PROOF) };
}

function checkPlaces(fields: readonly Field[], count: number, where: string): void {
  let above = -1;
  const names = new Set<string>();
  for (const { place, name } of fields) {
    if (place <= above || place >= count) throw new Refusal("places", { where });
    if (names.has(name)) throw new Refusal("name_twice", { where, name });
    if (name !== "") names.add(name);
    above = place;
  }
}

function headerParse(value: Json, where: string): Header {
  const found = members(value, ["event", "fields", "purpose", "root", "tenant"], where);
  if (found("purpose") !== PURPOSE) throw new Refusal("format", { format: PURPOSE });
  const fields = integer(found("fields"), `${where}.fields`, MIN_FIELDS, MAX_FIELDS);
  if ((fields & (fields - 1)) !== 0) throw new Refusal("not_power", { where });
  return {
    event: uuid(found("event"), `${where}.event`),
    fields,
    root: hash32(found("root"), `${where}.root`),
    tenant: hexBytes(found("tenant"), `${where}.tenant`, 32),
  };
}

function fieldParse(value: Json, where: string): Field {
  const found = members(value, ["place", "name", "value", "salt"], where);
  const name = text(found("name"), `${where}.name`);
  if (name !== "" && !isName(name)) throw new Refusal("not_name", { where });
  if (!isScalar(found("value")) || (name === "" && found("value") !== null)) throw new Refusal("not_scalar", { where });
  return {
    place: integer(found("place"), `${where}.place`),
    name,
    value: found("value"),
    salt: hash32(found("salt"), `${where}.salt`),
  };
}

/** A JSON Pointer without empty parts (RFC 6901). */
const isName = (name: string): boolean => name.startsWith("/") && !name.endsWith("/") && !name.includes("//") && !/~(?![01])/.test(name);

/** Text, number, truth value or null, or an empty object or array. */
const isScalar = (value: Json): boolean =>
  value instanceof Map ? value.size === 0 : Array.isArray(value) ? value.length === 0 : true;
