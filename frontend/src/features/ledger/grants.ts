import type { TFunction } from "i18next";
import type { Grant } from "../../api/ledger";

/** Who asked, who may, who might once: each by what comes next first. */

export interface Sorted {
  readonly asked: readonly Grant[];
  readonly inForce: readonly Grant[];
  readonly past: readonly Grant[];
}

export function sorted(grants: readonly Grant[], now: Date): Sorted {
  const isOver = (one: Grant) => one.until !== null && new Date(one.until) <= now;
  return {
    asked: grants.filter((one) => one.state === "requested").toSorted((a, b) => a.asked_at.localeCompare(b.asked_at)),
    inForce: grants.filter((one) => one.state === "granted" && !isOver(one)).toSorted((a, b) => (a.until ?? "9").localeCompare(b.until ?? "9")),
    past: grants.filter((one) => one.state !== "requested" && (one.state !== "granted" || isOver(one))).toSorted((a, b) => (b.decided_at ?? b.asked_at).localeCompare(a.decided_at ?? a.asked_at)),
  };
}

/** Whose results; whoever asks learns the name once it is granted. */
export const personOf = (t: TFunction, { participant }: Grant): string => participant.name || t("access.unnamed");

/** Days that access is given for; the first is proposed. */
export const SPANS_DAYS = [30, 7, 1, 90] as const;

/** The last moment of the day so many days on, as the server takes it. */
export function untilOf(days: number, now: Date): string {
  const at = new Date(now);
  at.setDate(at.getDate() + days);
  at.setHours(23, 59, 59, 0);
  return at.toISOString();
}
