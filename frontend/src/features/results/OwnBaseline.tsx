import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { getBaseline, setBaseline, withdrawBaseline } from "../../api/models";
import type { BaselineOf, OwnBaseline as Record } from "../../api/models";
import { useOrganisation } from "../../api/session";
import type { Assessment } from "../../api/types";
import { useAction } from "../../api/useAction";
import { useResource } from "../../api/useResource";
import { moment } from "../../i18n/format";
import { Dialog } from "../../ui/Dialog";
import { Refusal } from "../../ui/Field";
import { Icon } from "../../ui/Icon";

/** The person's own repetitions that new ones are held against: what this report was compared with, and for a professional the choice. */
export function OwnBaseline({ assessment }: { assessment: Assessment }) {
  const { t } = useTranslation();
  const { org, permissions } = useOrganisation();
  const manages = permissions.includes("baseline:manage");
  const found = useResource(permissions.includes("baseline:view") ? `baseline/${org}/${assessment.id}` : null, () => getBaseline(org, assessment.id));
  const action = useAction();
  const [withdrawing, setWithdrawing] = useState(false);
  const judged = assessment.reviews.map((review) => `${review.id}${review.withdrawn_at ?? ""}${review.left_behind_at ?? ""}`).join();
  const { reload } = found;
  useEffect(reload, [judged, assessment.report, reload]);

  const own = found.data;
  if (own === null || !own.known) return null;
  if (!manages && own.in_force === null && own.compared === null) return null;
  const personal = assessment.report?.repetitions.some((repetition) => repetition.verdict.baseline === "personal") === true;
  const act = (work: () => Promise<Record>) => void action.run(async () => { const fresh = await work(); found.set(() => fresh); setWithdrawing(false); });
  return (
    <section className="own-baseline" aria-label={t("baseline.title")}>
      <h2 className="t15">{t("baseline.title")}</h2>
      {personal && own.compared !== null && <p className="with-mark"><Icon name="check" /><span>{t("baseline.compared", { name: own.compared.set_by, when: moment(own.compared.set_at, t) })}</span></p>}
      {own.in_force === null && manages && <p className="second">{t("baseline.none")}</p>}
      {own.in_force !== null && (manages || !personal) && <InForce one={own.in_force} org={org} here={assessment.id} usable={own.usable} speaks={own.speaks} />}
      {manages && (
        <div className="row gap8">
          <button className="btn" disabled={action.busy || own.accepted.length < own.fewest} onClick={() => act(() => setBaseline(org, assessment.id))}>{t(own.in_force === null ? "baseline.set" : "baseline.set_new")}</button>
          {own.in_force !== null && <button className="btn plain" onClick={() => setWithdrawing(true)}>{t("baseline.withdraw")}</button>}
        </div>
      )}
      {manages && own.accepted.length < own.fewest && <p className="label">{t("baseline.need", { count: own.accepted.length, fewest: own.fewest })}</p>}
      {action.refusal !== null && <Refusal>{action.refusal}</Refusal>}
      <History own={own} />
      {withdrawing && (
        <Dialog title={t("baseline.withdraw_title")} onClose={() => setWithdrawing(false)}>
          <p>{t("baseline.withdraw_text")}</p>
          <div className="row">
            <button className="btn danger" disabled={action.busy} onClick={() => act(() => withdrawBaseline(org, assessment.id))}>{t("baseline.withdraw")}</button>
            <button className="btn" onClick={() => setWithdrawing(false)}>{t("cancel")}</button>
          </div>
          {action.refusal !== null && <Refusal>{action.refusal}</Refusal>}
        </Dialog>
      )}
    </section>
  );
}

function InForce({ one, org, here, usable, speaks }: { one: BaselineOf; org: string; here: string; usable: boolean; speaks: boolean }) {
  const { t, i18n } = useTranslation();
  const list = new Intl.ListFormat(i18n.language).format(one.repetitions.map(String));
  return (
    <>
      <p>
        {t("baseline.set_by", { name: one.set_by, when: moment(one.set_at, t) })}{" "}
        {one.assessment === here ? t("baseline.from_here", { list }) : <>{t("baseline.from", { list })} <Link to={`/o/${org}/clips/${one.assessment}`}>{t("baseline.clip", { when: moment(one.filmed_at, t) })}</Link></>}
      </p>
      {!usable && <p className="second">{t("baseline.unusable")}</p>}
      {usable && !speaks && <p className="second">{t("baseline.silent")}</p>}
    </>
  );
}

/** Those that were withdrawn; the one in force stands above. */
function History({ own }: { own: Record }) {
  const { t } = useTranslation();
  const past = own.history.filter((one) => one.withdrawn_at !== null);
  if (past.length === 0) return null;
  return (
    <details className="more-details">
      <summary className="disc">{t("baseline.history", { count: past.length })}<Icon name="down" /></summary>
      <ul className="who-said">
        {past.map((one) => (
          <li key={one.id}>
            <span>{t("baseline.set_by", { name: one.set_by, when: moment(one.set_at, t) })}</span>
            <span className="second">{t("baseline.ended", { name: one.withdrawn_by ?? "", when: moment(one.withdrawn_at ?? one.set_at, t) })}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
