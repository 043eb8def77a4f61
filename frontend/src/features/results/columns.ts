import type { Measure } from "../../api/types";
import type { LiveRepetition } from "./applyEvents";

/** A column of the repetition table: the name of a measure. */
const MOST_COLUMNS = 3;

/** The angle at the far point first, then ranges; never one that no repetition has. */
export function chooseColumns(repetitions: readonly LiveRepetition[]): string[] {
  const names = new Set(repetitions.flatMap((repetition) => Object.keys(repetition.measures)));
  const rank = (name: string) => (name.endsWith("_far") ? 0 : name === "trunk_lean_range" ? 1 : name.endsWith("_range") ? 2 : 9);
  return [...names].filter((name) => rank(name) < 9).toSorted((a, b) => rank(a) - rank(b) || a.localeCompare(b)).slice(0, MOST_COLUMNS);
}

export function showMeasure(measure: Measure | undefined): string {
  if (measure?.value == null) return "–";
  switch (measure.unit) {
    case "deg":
      return `${Math.round(measure.value)}°`;
    case "deg_s":
      return `${Math.round(measure.value)}°/s`;
    case "s":
      return measure.value.toFixed(1);
    case "ratio":
      return measure.value.toFixed(2);
    default:
      return String(Math.round(measure.value * 10) / 10);
  }
}

/** Is it this measure that a finding of the repetition complains about? The cell then stands out. */
export function isOut(repetition: LiveRepetition, name: string): boolean {
  const joint = /^(knee|hip|shoulder|elbow|trunk)/.exec(name)?.[1];
  return repetition.findings.some((finding) => finding.joint === joint && finding.unit === repetition.measures[name]?.unit);
}
