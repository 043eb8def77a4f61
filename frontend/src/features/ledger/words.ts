import type { TFunction } from "i18next";
import type { Sentence } from "../../ledger/refusal";

/** A sentence of the verifier in the reader's language; one inside another first. */
export function sentence(t: TFunction, group: "ok" | "why", { key, values }: Sentence): string {
  const inner = Object.entries(values).map(([name, one]) => [name, typeof one === "object" ? sentence(t, group, one) : one]);
  return t(`proof.${group}.${key}`, Object.fromEntries(inner) as Record<string, string | number>);
}

/** A kind of the journal in words; one that is not known yet, as it is written. */
export const kindWords = (t: TFunction, kind: string): string => t(`proof.kind.${kind}`, { defaultValue: kind.replaceAll("_", " ") });

/** What an entry is about, in words. */
export const aboutWords = (t: TFunction, kind: string): string => t(`proof.about.${kind}`, { defaultValue: kind.replaceAll("_", " ") });

const DAY = { day: "numeric", month: "short", year: "numeric" } as const;
const TIME = { hour: "2-digit", minute: "2-digit", second: "2-digit" } as const;

/** The time of a record, whose six decimals tell nobody anything, or of a block in ms; one that is no time as it is written. */
export function momentOf(at: string | number, language: string): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return String(at);
  return new Intl.DateTimeFormat(language, { ...DAY, ...TIME, hour12: false, timeZone: "UTC", timeZoneName: "short" }).format(date);
}

/** Enough of a digest or an id to tell two apart. */
export const short = (text: string): string => (text.length > 12 ? `${text.slice(0, 8)}…` : text);
