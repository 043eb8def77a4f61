import type { TFunction } from "i18next";
/** "about 20 s left", rounded as one would say it. */
export function timeLeft(t: TFunction, eta_s: number): string {
  if (eta_s < 2) return t("left.moment");
  if (eta_s < 20) return t("left.seconds", { n: Math.ceil(eta_s) });
  if (eta_s < 90) return t("left.seconds", { n: Math.ceil(eta_s / 10) * 10 });
  return t("left.minutes", { count: Math.round(eta_s / 60) });
}
