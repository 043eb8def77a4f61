import type { TFunction } from "i18next";
import type { ElementCheck, ElementMeasure, Outcome } from "../../api/elements";
import type { MarkShape } from "../../ui/Mark";

const WHOLE_DEG = 360;
const TURNS: ReadonlySet<string> = new Set(["air_turn_deg", "floor_turn_deg", "somersault_deg"]);
/** What a card tells beside its requirements. */
const TOLD = ["flight_s", "height_torso"] as const;

export const SHAPES: Readonly<Record<Outcome, MarkShape>> = { met: "correct", missed: "incorrect", unknown: "unsure" };

export const isTurn = (requirement: string) => TURNS.has(requirement);

/** "1.7 turns", "12°", "80 %", "0.58 s", "2". */
export function figure(t: TFunction, requirement: string, value: number, unit: string): string {
  if (isTurn(requirement)) return t("elements.turns", { turns: (value / WHOLE_DEG).toFixed(2) });
  if (unit === "deg") return `${Math.round(value)}°`;
  if (unit === "share") return `${Math.round(value * 100)} %`;
  return unit === "s" ? `${value.toFixed(2)} s` : unit === "torso" ? t("elements.torsos", { height: value.toFixed(1) }) : String(Math.round(value));
}

/** What was measured against what is asked: "Legs apart: 172°, at least 170°". */
export function checkWords(t: TFunction, check: ElementCheck): string {
  const name = t(`elements.requirement.${check.requirement}`);
  const asked = bounds(t, check);
  if (check.measured === null) return t("elements.not_seen", { name, asked });
  const { value, error, unit } = check.measured;
  const off = error > 0 ? ` ± ${figure(t, check.requirement, error, unit).replace(/[^0-9.]+$/, "")}` : "";
  const text = figure(t, check.requirement, value, unit);
  const measured = off === "" ? text : /^[\d.]+/.test(text) ? text.replace(/^[\d.]+/, (number) => number + off) : text;
  return t("elements.check", { name, measured, asked });
}

function bounds(t: TFunction, { requirement, at_least, at_most, unit }: ElementCheck): string {
  const shown = (value: number) => figure(t, requirement, value, unit);
  if (at_least !== null && at_least === at_most) return t("elements.exactly", { value: shown(at_least) });
  if (at_least !== null && at_most !== null) return t("elements.between", { low: shown(at_least), high: shown(at_most) });
  return at_least !== null ? t("elements.at_least", { value: shown(at_least) }) : t("elements.at_most", { value: shown(at_most ?? 0) });
}

/** "0.58 s in the air; feet 1.2 torso lengths up". */
export const toldWords = (t: TFunction, measured: Readonly<Record<string, ElementMeasure>>): string =>
  TOLD.flatMap((name) => (measured[name] === undefined ? [] : [t(`elements.told.${name}`, { value: measured[name].value.toFixed(name === "flight_s" ? 2 : 1) })])).join("; ");

/** The share of a gauge that is filled, and where on it the bound lies; null without a turn that was measured. */
export function gauge(checks: readonly ElementCheck[]): { filled: number; bound: number; words: [number, number] } | null {
  const turn = checks.find((check) => isTurn(check.requirement) && check.measured !== null && check.at_least !== null);
  if (turn?.measured == null || turn.at_least === null || turn.at_least <= 0) return null;
  const rule = checks.find((check) => check.requirement === "last_turn_share")?.at_least ?? 1;
  const last = Math.min(WHOLE_DEG, turn.at_least);
  const needed = turn.at_least - (1 - rule) * last;
  return { filled: Math.min(1, turn.measured.value / turn.at_least), bound: needed / turn.at_least, words: [turn.measured.value / WHOLE_DEG, needed / WHOLE_DEG] };
}
