import type { LiveRepetition } from "./applyEvents";

/** A partial repetition stands in the list and is counted apart. */
export const isPartial = (repetition: LiveRepetition): boolean => repetition.partial === true;

export interface RepetitionSet {
  n: number;
  items: readonly LiveRepetition[];
}

/** The sets in order; a report that knows none has one. */
export function setsOf(repetitions: readonly LiveRepetition[]): RepetitionSet[] {
  const sets = new Map<number, LiveRepetition[]>();
  for (const repetition of repetitions) {
    const n = repetition.set ?? 1;
    sets.set(n, [...(sets.get(n) ?? []), repetition]);
  }
  return [...sets].toSorted(([a], [b]) => a - b).map(([n, items]) => ({ n, items }));
}

/** Whether any repetition belongs to one side, so that the side is worth its place. */
export const isSided = (repetitions: readonly LiveRepetition[]): boolean => repetitions.some((repetition) => repetition.side !== "both");
