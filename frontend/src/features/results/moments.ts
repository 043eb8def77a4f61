import type { TFunction } from "i18next";
import type { Finding, Quality } from "../../api/types";

/** Shown before and after the telling moment. */
const AROUND_S = 0.8;
const SHORTEST_S = 1;

export interface Span {
  start_s: number;
  end_s: number;
}

/** What "show me" plays: the telling moment with a little before and after, else the phase. */
export function findingSpan(finding: Finding): Span {
  if (finding.at_s === undefined) return { start_s: finding.start_s, end_s: Math.max(finding.end_s, finding.start_s + SHORTEST_S) };
  return { start_s: Math.max(0, finding.at_s - AROUND_S), end_s: finding.at_s + AROUND_S };
}

export const findingMoment = (finding: Finding): number => finding.at_s ?? (finding.start_s + finding.end_s) / 2;

/** The short name of a reason; one that is new here is read from its code. */
export function reasonName(t: TFunction, item: Quality): string {
  const words = item.reason.replaceAll("_", " ");
  return t(`quality.${item.reason}`, { defaultValue: words.charAt(0).toUpperCase() + words.slice(1) });
}

/** A reason that holds all the time needs no place on the time axis. */
export const isThroughout = (item: Quality, duration_s: number): boolean => item.end_s - item.start_s > duration_s * 0.95;

/** Spans in rows, so that none lies over another: each in the first row that is free by then. */
export function inRows<T extends Span>(items: readonly T[]): { item: T; row: number }[] {
  const ends: number[] = [];
  return items.toSorted((a, b) => a.start_s - b.start_s).map((item) => {
    const free = ends.findIndex((end) => end <= item.start_s);
    const row = free < 0 ? ends.length : free;
    ends[row] = item.end_s;
    return { item, row };
  });
}
