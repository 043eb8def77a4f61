import type { TFunction } from "i18next";
import type { Measure } from "../../api/types";
import en from "../../i18n/en.json";
import type { LiveRepetition } from "./applyEvents";

/** A column of the repetition table: the name of a measure. */
const MOST_COLUMNS = 3;
const CURVES: readonly string[] = Object.keys(en.curve).toSorted((a, b) => b.length - a.length);
const STATS: readonly string[] = ["far", ...Object.keys(en.stat)];
const UNITS: Readonly<Record<string, string>> = { deg: "°", deg_s: "°/s", s: " s", ratio: "", torso: "", count: "" };

/** A measure's name in parts: `knee_left_descent_range` is the range of the left knee in the descent. */
interface Named {
  /** A curve's name, or a name of the exercise's own. */
  base: string;
  isCurve: boolean;
  side: "left" | "right" | null;
  phase: string | null;
  stat: string | null;
}

function parts(name: string): Named {
  const stat = STATS.find((one) => name.endsWith(`_${one}`)) ?? null;
  const rest = stat === null ? name : name.slice(0, -stat.length - 1);
  const base = CURVES.find((curve) => rest === curve || rest.startsWith(`${curve}_`));
  if (base === undefined) {
    const side = /_(left|right)$/.exec(name)?.[1] as Named["side"] | undefined;
    return { base: side == null ? name : name.slice(0, -side.length - 1), isCurve: false, side: side ?? null, phase: null, stat: null };
  }
  const [, side, phase] = /^(?:_(left|right)(?=_|$))?(?:_(.+))?$/.exec(rest.slice(base.length)) ?? [];
  return { base, isCurve: true, side: (side as Named["side"] | undefined) ?? null, phase: phase ?? null, stat };
}

/** The angle at the far point first, then ranges; never one that no repetition has. */
export function chooseColumns(repetitions: readonly LiveRepetition[]): string[] {
  const names = new Set(repetitions.flatMap((repetition) => Object.keys(repetition.measures)));
  const rank = (name: string) => {
    const { isCurve, phase, stat } = parts(name);
    if (!isCurve || phase !== null) return 9;
    return stat === "far" ? 0 : name === "trunk_lean_range" ? 1 : stat === "range" ? 2 : 9;
  };
  return [...names].filter((name) => rank(name) < 9).toSorted((a, b) => rank(a) - rank(b) || a.localeCompare(b)).slice(0, MOST_COLUMNS);
}

/** "knee_left_range" as people read it: "L knee, range". The far point is what is meant when nothing is said. */
export function measureName(t: TFunction, name: string): string {
  const { base, isCurve, side, phase, stat } = parts(name);
  const what = t(isCurve ? `curve.${base}` : `measure.${base}`, { defaultValue: t(`phase.${base}`, { defaultValue: base.replaceAll("_", " ") }) });
  const said = [
    side === null ? what : t(`measure.${side}`, { curve: what }),
    phase === null ? "" : t(`phase.${phase}`, { defaultValue: phase.replaceAll("_", " ") }),
    stat === null || stat === "far" ? "" : t(`stat.${stat}`),
  ].filter(Boolean).join(", ");
  return said.charAt(0).toLocaleUpperCase() + said.slice(1);
}

/** Digits as exact as the unit deserves. */
const digits = (value: number, unit: string): string =>
  unit === "deg" || unit === "deg_s" ? String(Math.round(value)) : unit === "s" ? value.toFixed(1) : unit === "count" ? String(Math.round(value)) : value.toFixed(2);

export const withUnit = (value: number, unit: string): string => `${digits(value, unit)}${UNITS[unit] ?? ""}`;

/** In a table the heading names seconds, so that they stand bare. */
export function showMeasure(measure: Measure | undefined): string {
  if (measure?.value == null) return "–";
  return measure.unit === "s" ? digits(measure.value, "s") : withUnit(measure.value, measure.unit);
}

/** "84°, give or take 5"; a report that says no error gets none. */
export function measureInWords(t: TFunction, measure: Measure): string {
  if (measure.value === null) return "–";
  const value = withUnit(measure.value, measure.unit);
  return measure.error === undefined ? value : t("measure.error", { value, error: digits(measure.error, measure.unit) });
}

/** "± 5°" for a whole column, where all its figures have the same error. */
export function columnError(repetitions: readonly LiveRepetition[], name: string): string | null {
  const found = repetitions.flatMap((repetition) => {
    const measure = repetition.measures[name];
    return measure?.error === undefined ? [] : [`± ${withUnit(measure.error, measure.unit)}`];
  });
  return new Set(found).size === 1 ? (found[0] ?? null) : null;
}

/** Is it this measure that a finding of the repetition complains about? The cell then stands out. */
export function isOut(repetition: LiveRepetition, name: string): boolean {
  const joint = /^(knee|hip|shoulder|elbow|trunk)/.exec(name)?.[1];
  return repetition.findings.some((finding) => finding.joint === joint && finding.unit === repetition.measures[name]?.unit);
}
