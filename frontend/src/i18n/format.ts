import type { TFunction } from "i18next";

/** Numbers and times as people read them; time along a clip is m:ss.d in every language. */

export function clock(time_s: number, decimals = 0): string {
  const factor = 10 ** decimals;
  const total = Math.max(0, Math.round(time_s * factor)) / factor;
  const minutes = Math.floor(total / 60);
  const rest = (total - minutes * 60).toFixed(decimals).padStart(decimals === 0 ? 2 : 3 + decimals, "0");
  return `${minutes}:${rest}`;
}

export function megabytes(bytes: number, language: string): string {
  const mb = bytes / 1e6;
  return new Intl.NumberFormat(language, { maximumFractionDigits: mb < 0.1 ? 2 : mb < 10 ? 1 : 0 }).format(mb);
}

export function timeOfDay(at: string, language: string): string {
  return new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", hour12: false }).format(new Date(at));
}

export function dayOf(at: string, language: string): string {
  return new Intl.DateTimeFormat(language, { day: "numeric", month: "short", year: "numeric" }).format(new Date(at));
}

/** Days between two moments in the reader's own calendar. */
export function daysAgo(at: string, now: Date): number {
  const start = (date: Date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
  return Math.round((start(now) - start(new Date(at))) / 86_400_000);
}

export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const first = words[0] ?? "";
  const last = words.length > 1 ? (words.at(-1) ?? "") : "";
  return ((first[0] ?? "") + (last[0] ?? "")).toUpperCase();
}

/** "today 09:41", "yesterday 17:05", "12 Nov 2026". */
export function moment(at: string, t: TFunction): string {
  const language = document.documentElement.lang || "en";
  const days = daysAgo(at, new Date());
  if (days === 0) return t("when.today", { time: timeOfDay(at, language) });
  if (days === 1) return t("when.yesterday", { time: timeOfDay(at, language) });
  return dayOf(at, language);
}

/** The same with its time on other days too: "12 Nov 2026, 14:02". */
export function dayAndTime(at: string, t: TFunction): string {
  const language = document.documentElement.lang || "en";
  return daysAgo(at, new Date()) <= 1 ? moment(at, t) : `${dayOf(at, language)}, ${timeOfDay(at, language)}`;
}

/** A name from the catalogue inside a sentence: English writes it small, other languages keep their own rule. */
export const inSentence = (name: string, language: string) => (language.startsWith("en") ? name.toLowerCase() : name);

/** "84 deg" of the report as it is set in print: "84°". */
export const withDegreeSign = (sentence: string) => sentence.replace(/(\d) deg\b/g, "$1°");
