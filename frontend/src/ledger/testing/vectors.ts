import { readFileSync } from "node:fs";
import { join } from "node:path";
import { base64Decode, base64Encode, utf8 } from "../encoding";

/** The files that the Python verifier is tested with, and the edits of tests/ledger/tampering. */

const ROOT = join(import.meta.dirname, "..", "..", "..", "..");

export const read = (file: string): Uint8Array => new Uint8Array(readFileSync(join(ROOT, file)));

export const readJson = (file: string): unknown => JSON.parse(readFileSync(join(ROOT, file), "utf8"));

export const unhex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "hex"));

export interface Edit {
  readonly op: string;
  readonly path?: string;
  readonly with?: string;
  readonly value?: unknown;
  readonly find?: string;
  readonly by?: string;
}

type Holder = Record<string | number, unknown>;

/** The file after `edits`, written with an indent of one space. */
export function applied(value: unknown, edits: readonly Edit[]): Uint8Array {
  const copy = structuredClone(value);
  edits.filter((edit) => edit.op !== "raw").forEach((edit) => apply(copy, edit));
  const raw = edits.filter((edit) => edit.op === "raw");
  return bytes(raw.reduce(replaced, `${JSON.stringify(copy, null, 1)}\n`));
}

function apply(value: unknown, edit: Edit): void {
  const [parent, key] = place(value, edit.path ?? "");
  const held = parent[key];
  if (edit.op === "set") parent[key] = edit.value;
  else if (edit.op === "remove" && Array.isArray(parent)) parent.splice(Number(key), 1);
  else if (edit.op === "remove") Reflect.deleteProperty(parent, key);
  else if (edit.op === "insert" && Array.isArray(parent)) parent.splice(Number(key), 0, edit.value);
  else if (edit.op === "flip") parent[key] = flipped(String(held));
  else if (edit.op === "text") parent[key] = replaced(String(held), edit);
  else if (edit.op === "swap") {
    const [other, otherKey] = place(value, edit.with ?? "");
    [parent[key], other[otherKey]] = [other[otherKey], held];
  } else throw new Error(`No edit is called ${edit.op}.`);
}

function place(value: unknown, path: string): [Holder, string] {
  const parts = path.split("/").slice(1).map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
  const last = parts.pop() ?? "";
  return [parts.reduce<Holder>((inside, part) => inside[part] as Holder, value as Holder), last];
}

function replaced(text: string, { find = "", by = "" }: Edit): string {
  if (!text.includes(find)) throw new Error(`${find} does not occur.`);
  return text.replace(find, () => by);
}

/** The last bit of the bytes changed. */
function flipped(text: string): string {
  const isHex = text.startsWith("0x");
  const data = isHex ? unhex(text.slice(2)) : base64Decode(text);
  data[data.length - 1] = (data.at(-1) ?? 0) ^ 1;
  return isHex ? `0x${Buffer.from(data).toString("hex")}` : base64Encode(data);
}

/** UTF-8; half of a surrogate pair is written as it stands, as Python's `surrogatepass` does. */
function bytes(text: string): Uint8Array {
  const parts = text.split(/([\ud800-\udfff])/u).map((part) => {
    const code = part.length === 1 ? part.charCodeAt(0) : 0;
    return code >= 0xd800 && code <= 0xdfff ? Uint8Array.of(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63)) : utf8(part);
  });
  return new Uint8Array(Buffer.concat(parts));
}
