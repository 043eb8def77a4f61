import { useState } from "react";
import { useTranslation } from "react-i18next";
import { nextPage } from "../../api/client";
import { getGrants, may, withdrawGrant } from "../../api/ledger";
import type { Grant } from "../../api/ledger";
import { useOrganisation } from "../../api/session";
import { useAction } from "../../api/useAction";
import { useResource } from "../../api/useResource";
import { Dialog } from "../../ui/Dialog";
import { Empty } from "../../ui/Empty";
import { Refusal } from "../../ui/Field";
import { useTitle } from "../../ui/useTitle";
import { AskForm } from "./AskForm";
import { Decision } from "./Decision";
import { Failed } from "./Failed";
import { GiveForm } from "./GiveForm";
import { personOf, sorted } from "./grants";
import { GrantList } from "./GrantList";
import "./ledger.css";
import { LedgerNav } from "./LedgerNav";

/** Who outside of the care may look: asked, given until a day, used, withdrawn. A guest sees its own and asks; a participant sees who may look. */
export function AccessPage() {
  const { t } = useTranslation();
  const membership = useOrganisation();
  const { org } = membership;
  const grants = useResource(`grants/${org}`, () => getGrants(org));
  const [withdrawing, setWithdrawing] = useState<Grant | null>(null);
  const [done, setDone] = useState("");
  const action = useAction();
  const decides = may(membership, "grant:decide");
  const asks = may(membership, "grant:request");
  const as = decides ? "all" : membership.role === "participant" ? "own" : "guest";
  useTitle(t(`access.title_${as}`));
  const parts = sorted(grants.data?.results ?? [], new Date());
  const more = grants.data?.next ?? null;
  const isEmpty = grants.data?.results.length === 0;
  const told = (sentence: string) => {
    setDone(sentence);
    grants.reload();
  };
  const withdraw = (grant: Grant) =>
    void action.run(async () => {
      await withdrawGrant(org, grant.id);
      setWithdrawing(null);
      told(t("access.withdrawn", { name: grant.grantee.name, person: personOf(t, grant) }));
    });
  return (
    <div className="wrap">
      <div className="head2"><h1>{t(`access.title_${as}`)}</h1><LedgerNav /></div>
      <p className="read-line second">{t(`access.text_${as}`)}</p>
      <p role="status" className="told">{done}</p>
      {grants.error !== null && <Failed error={grants.error} onRetry={grants.reload} />}
      {grants.loading && <div aria-busy="true">{[1, 2, 3].map((row) => <div key={row} className="bone-pair"><span className="bone" style={{ "--w": "14rem" }} /><span className="bone" style={{ "--w": "60%" }} /></div>)}</div>}
      {parts.asked.length > 0 && (
        <section className="block" aria-labelledby="asked">
          <h2 id="asked">{t(decides ? "access.asked" : "access.unanswered", { count: parts.asked.length })}</h2>
          <ul className="askers">{parts.asked.map((grant, at) => <li key={grant.id}><Decision org={org} grant={grant} decides={decides} isFirst={at === 0} onDone={told} /></li>)}</ul>
        </section>
      )}
      {parts.inForce.length > 0 && <GrantList id="in-force" title={t("access.in_force")} grants={parts.inForce} onWithdraw={decides ? setWithdrawing : null} />}
      {isEmpty && (decides || !asks) && <Empty title={t("access.none")} text={t(`access.none_${as}`)} />}
      {decides && grants.data !== null && <GiveForm isMain={parts.asked.length === 0} onDone={told} />}
      {asks && grants.data !== null && <AskForm known={grants.data.results} onDone={told} />}
      {more !== null && <div className="more"><button className="btn" disabled={action.busy} onClick={() => void action.run(async () => { const page = await nextPage<Grant>(more); grants.set((before) => ({ ...page, results: [...before.results, ...page.results] })); })}>{t("queue.more")}</button></div>}
      {parts.past.length > 0 && <GrantList id="past" title={t("access.past")} grants={parts.past} onWithdraw={null} />}
      {withdrawing !== null && (
        <Dialog title={t("access.withdraw_title", { name: withdrawing.grantee.name })} onClose={() => setWithdrawing(null)}>
          <p>{t("access.withdraw_text", { name: withdrawing.grantee.name, person: personOf(t, withdrawing) })}</p>
          <div className="row">
            <button className="btn danger" disabled={action.busy} onClick={() => withdraw(withdrawing)}>{t("access.withdraw")}</button>
            <button className="btn" onClick={() => setWithdrawing(null)}>{t("cancel")}</button>
          </div>
          {action.refusal !== null && <Refusal>{action.refusal}</Refusal>}
        </Dialog>
      )}
    </div>
  );
}
