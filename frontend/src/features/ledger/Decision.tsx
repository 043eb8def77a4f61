import { useState } from "react";
import { useTranslation } from "react-i18next";
import { decideGrant } from "../../api/ledger";
import type { Grant } from "../../api/ledger";
import { useAction } from "../../api/useAction";
import { dayOf, moment } from "../../i18n/format";
import { Refusal } from "../../ui/Field";
import { personOf, SPANS_DAYS, untilOf } from "./grants";
import { UntilField } from "./UntilField";

/** One who asked: who, for whom, why, and the answer. */
export function Decision({ org, grant, decides, isFirst, onDone }: { org: string; grant: Grant; decides: boolean; isFirst: boolean; onDone: (sentence: string) => void }) {
  const { t, i18n } = useTranslation();
  const action = useAction();
  const [days, setDays] = useState<number>(SPANS_DAYS[0]);
  const names = { name: grant.grantee.name, person: personOf(t, grant) };
  const answer = (granted: boolean) =>
    void action.run(async () => {
      const until = untilOf(days, new Date());
      await decideGrant(org, grant.id, granted ? { granted, until } : { granted });
      onDone(granted ? t("access.given", { ...names, when: dayOf(until, i18n.language) }) : t("access.refused", names));
    });
  return (
    <article className="asker dense" aria-label={t("access.asks", names)}>
      <div>
        <p><strong>{grant.grantee.name}</strong> <span className="second">{t("access.asks_for", { person: names.person })}, {moment(grant.asked_at, t)}</span></p>
        {grant.reason !== "" && <p className="reason">“{grant.reason}”</p>}
      </div>
      {decides && (
        <div className="row form-row">
          <UntilField days={days} onChange={setDays} />
          <button className={isFirst ? "btn main" : "btn"} disabled={action.busy} onClick={() => answer(true)}>{t("access.give")}</button>
          <button className="btn" disabled={action.busy} onClick={() => answer(false)}>{t("access.refuse")}</button>
        </div>
      )}
      {!decides && <p className="second">{t("access.waits")}</p>}
      {Object.entries(action.fields).map(([name, why]) => <Refusal key={name}>{why}</Refusal>)}
      {action.refusal !== null && <Refusal>{action.refusal}</Refusal>}
    </article>
  );
}
