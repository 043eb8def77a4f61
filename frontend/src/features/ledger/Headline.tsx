import { useTranslation } from "react-i18next";
import { STEPS } from "../../ledger/verify";
import { Walk } from "../../ui/Plumb";
import type { Check } from "./checking";

/** The one sentence that counts, said aloud when it changes. */
export function Headline({ check, hasBundle, hasTrust }: { check: Check; hasBundle: boolean; hasTrust: boolean }) {
  const { t } = useTranslation();
  const { steps, verdict } = check;
  const claimed = steps.filter((step) => step.isOk && step.strength === "claimed").length;
  const last = steps.at(-1);
  const state = verdict === null ? (hasBundle && hasTrust ? "checking" : hasBundle ? "no_trust" : "empty") : verdict.isOk ? (claimed > 0 ? "claimed" : "verified") : "refused";
  const at = state === "checking" ? steps.length + 1 : steps.length;
  const values = { count: state === "claimed" ? claimed : at, of: STEPS.length, step: last === undefined ? "" : t(`proof.step.${last.name}`) };
  return (
    <div role="status" className="headline" data-state={state}>
      <h1 className="t28">{t(`proof.head.${state}`, values)}</h1>
      <p className="t18 second">{t(`proof.text.${state}`, values)}</p>
      {state === "checking" && <Walk percent={(100 * steps.length) / STEPS.length} />}
    </div>
  );
}
