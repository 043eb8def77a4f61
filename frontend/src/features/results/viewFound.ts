import type { Exercise, Report } from "../../api/types";
import type { LiveRepetition } from "./applyEvents";

export interface Seen {
  name: string;
  side: "left" | "right" | null;
}

/** From where the clip was filmed: the report's word, else what its verdicts were given from; null when nothing is said. */
export function viewSeen(report: Report | null, repetitions: readonly LiveRepetition[]): Seen | null {
  if (report?.view != null) return { name: report.view.name, side: report.view.name === "side" ? (report.view.side ?? null) : null };
  const names = new Set(repetitions.flatMap((repetition) => repetition.verdict?.view ?? []));
  const [name] = names;
  return names.size === 1 && name !== undefined ? { name, side: null } : null;
}

export type RuleSeen = Exercise["rules"][number];

/** What the exercise looks for and this view cannot show. */
export const hiddenRules = (exercise: Exercise | null, seen: Seen | null): RuleSeen[] =>
  exercise === null || seen === null ? [] : exercise.rules.filter((rule) => !rule.views.includes(seen.name));
