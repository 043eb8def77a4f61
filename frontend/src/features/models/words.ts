import type { TFunction } from "i18next";
import type { Exercise } from "../../api/types";

const EMPTY = "–";

export const percent = (value: number | null | undefined) => (value == null ? EMPTY : `${Math.round(value * 100)} %`);
export const decimals = (value: number | null | undefined) => (value == null ? EMPTY : value.toFixed(2));

/** The catalogue's name; an exercise that is gone keeps its id. */
export const nameOf = (exercises: readonly Exercise[] | null, id: string) => exercises?.find((one) => one.id === id)?.name ?? id.replaceAll("_", " ");

/** How strong agreement beyond chance is, in the words of Landis and Koch (Biometrics 33, 1977). */
export function strength(t: TFunction, kappa: number): string {
  const steps = [[0.8, "almost_perfect"], [0.6, "substantial"], [0.4, "moderate"], [0.2, "fair"], [0, "slight"]] as const;
  return t(`agreement.strength.${steps.find(([least]) => kappa > least)?.[1] ?? "none"}`);
}
