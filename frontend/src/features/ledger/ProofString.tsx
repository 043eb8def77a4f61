import { useTranslation } from "react-i18next";
import { STEPS } from "../../ledger/verify";
import type { Step } from "../../ledger/verify";
import { Icon } from "../../ui/Icon";
import { Weight } from "../../ui/Plumb";
import type { Check } from "./checking";
import { sentence } from "./words";

/** The ten steps as knots of one line; it is cut where a step fails. */
export function ProofString({ check }: { check: Check }) {
  const { t, i18n } = useTranslation();
  const { steps, verdict } = check;
  const seconds = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 1, minimumFractionDigits: 1 }).format(Math.max(check.tookMs, 100) / 1000);
  return (
    <ol className="string">
      {STEPS.map((name, at) => {
        const step = steps[at];
        return step === undefined ? <Waiting key={name} name={name} check={check} isNow={at === steps.length && verdict === null} /> : <Taken key={name} step={step} />;
      })}
      {verdict !== null && (
        <li className={verdict.isOk ? "last" : "last off"}>
          <span className={verdict.isOk ? "bob" : "bob fallen"}><Weight /></span>
          <h3>{t(verdict.isOk ? "proof.hangs" : "proof.does_not_hang")}</h3>
          <p>{verdict.isOk ? t("proof.hangs_text", { seconds }) : t("proof.does_not_hang_text")}</p>
        </li>
      )}
    </ol>
  );
}

function Taken({ step }: { step: Step }) {
  const { t } = useTranslation();
  return (
    <li className={step.isOk ? undefined : "cut"} data-step={step.name} data-state={step.isOk ? step.strength : "failed"}>
      <span className={step.isOk ? `knot ${step.strength}` : "knot bad"}><Icon name={step.isOk ? (step.strength === "claimed" ? "dash" : "check") : "close"} /></span>
      <h3>{t(`proof.step.${step.name}`)}<span className={`strength ${step.isOk ? step.strength : "failed"}`}>{t(`proof.strength.${step.isOk ? step.strength : "failed"}`)}</span></h3>
      <p>{sentence(t, step.isOk ? "ok" : "why", step.sentence)}</p>
    </li>
  );
}

function Waiting({ name, check, isNow }: { name: string; check: Check; isNow: boolean }) {
  const { t } = useTranslation();
  const { progress } = check;
  const figure = isNow && progress?.step === name ? t("proof.counting", { done: progress.done, of: progress.of }) : t("proof.checking_now");
  return (
    <li className="off" data-step={name} data-state={isNow ? "now" : "waiting"}>
      <span className="knot off"><Icon name="dash" /></span>
      <h3>{t(`proof.step.${name}`)}</h3>
      <p>{isNow ? figure : t("proof.not_checked")}</p>
    </li>
  );
}
