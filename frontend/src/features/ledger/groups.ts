import type { Field } from "../../ledger/commitments";
import { SHOWN_ALWAYS } from "../../ledger/content";

/** Fields that are shown or hidden together: those with the first three parts of the name in common. */
export interface Group {
  readonly name: string;
  readonly fields: readonly string[];
}

const DEPTH = 3;
/** A trust file that lists models asks for them; the fingerprints tell which report and video it is. */
const USUAL = /^\/payload\/(?:report|video)_sha256$|^\/report\/models\/\d+$/;

export function groupsOf(fields: readonly Field[]): readonly Group[] {
  const found = new Map<string, string[]>();
  for (const { name } of fields) {
    if (name === "" || SHOWN_ALWAYS.has(name)) continue;
    const group = `/${name.split("/").slice(1, DEPTH + 1).join("/")}`;
    found.set(group, [...(found.get(group) ?? []), name]);
  }
  const order = new Intl.Collator("en", { numeric: true });
  return [...found].map(([name, names]) => ({ name, fields: names })).sort((a, b) => order.compare(a.name, b.name));
}

export const usualGroups = (groups: readonly Group[]): ReadonlySet<string> => new Set(groups.map((one) => one.name).filter((name) => USUAL.test(name)));
