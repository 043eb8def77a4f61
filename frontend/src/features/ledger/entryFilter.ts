import type { EntryFilter } from "../../api/ledger";

/** What is shown of the entries, kept in the address of the page. */

export const STATES = ["waiting", "logged", "cosigned", "anchored"] as const;

const NAMES = ["kind", "state", "actor", "subject", "from", "to"] as const;
const DAY = /^\d{4}-\d\d-\d\d$/;

/** As it stands in the address; days are `YYYY-MM-DD`. */
export const filterOf = (search: URLSearchParams): EntryFilter => Object.fromEntries(NAMES.map((name) => [name, search.get(name) ?? ""])) as Record<(typeof NAMES)[number], string>;

/** As the server asks for it: a day from its first to its last moment where the reader is. */
export function queryOf(filter: EntryFilter): EntryFilter {
  return { ...filter, from: dayStart(filter.from, 0), to: dayStart(filter.to, 1) };
}

/** Midnight of the day, `later` days on; empty for what is no day. */
function dayStart(day: string, later: number): string {
  if (!DAY.test(day)) return "";
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const at = new Date(year, month - 1, date + later);
  return Number.isNaN(at.getTime()) ? "" : at.toISOString();
}

export const isFiltered = (filter: EntryFilter): boolean => NAMES.some((name) => filter[name] !== "");
