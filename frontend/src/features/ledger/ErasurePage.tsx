import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { getEntries, getErasure, postErasure } from "../../api/ledger";
import type { Erased, ErasureCounts, ErasurePreview } from "../../api/ledger";
import { useOrganisation } from "../../api/session";
import { useAction } from "../../api/useAction";
import { useResource } from "../../api/useResource";
import { dayAndTime } from "../../i18n/format";
import { Field, Refusal } from "../../ui/Field";
import { Icon } from "../../ui/Icon";
import { useTitle } from "../../ui/useTitle";
import { Failed } from "./Failed";
import "./ledger.css";
import "./proof.css";
import { StateWord } from "./StateWord";
import { useRefresh } from "./useRefresh";

const COUNTED = ["assessments", "videos", "reviews", "consents", "journal_rows"] as const;
const AGAIN_MS = 3_000;

/** Erase a person: what goes, what stays, the name typed, and the entry that says it was done. */
export function ErasurePage() {
  const { t } = useTranslation();
  const { org } = useOrganisation();
  const { participant = "" } = useParams();
  const preview = useResource(`erasure/${org}/${participant}`, () => getErasure(org, participant));
  const [erased, setErased] = useState<Erased | null>(null);
  useTitle(t("erasure.title"));
  return (
    <div className="wrap narrow erasure">
      <p className="back-row"><Link className="btn plain" to={`/o/${org}/members`}><Icon name="back" className="flip" />{t("erasure.back")}</Link></p>
      {erased !== null ? (
        <Gone org={org} erased={erased} />
      ) : (
        <>
          <div className="head2"><h1>{preview.data === null ? t("erasure.title") : t("erasure.title_of", { name: preview.data.name })}</h1></div>
          {preview.error !== null && <Failed error={preview.error} onRetry={preview.reload} />}
          {preview.loading && <div aria-busy="true">{[1, 2, 3].map((row) => <div key={row} className="bone-pair"><span className="bone" style={{ "--w": "8rem" }} /><span className="bone" style={{ "--w": "70%" }} /></div>)}</div>}
          {preview.data !== null && <Asked org={org} participant={participant} preview={preview.data} onErased={setErased} />}
        </>
      )}
    </div>
  );
}

function Asked({ org, participant, preview, onErased }: { org: string; participant: string; preview: ErasurePreview; onErased: (erased: Erased) => void }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const [account, setAccount] = useState(true);
  const action = useAction();
  const erase = () => void action.run(async () => onErased(await postErasure(org, participant, { confirm: typed.trim(), account: preview.account && account })));
  return (
    <>
      <section className="block">
        <h2>{t("erasure.goes")}</h2>
        <Counts counts={preview.counts} />
        <p className="second">{t("erasure.goes_text")}</p>
      </section>
      <section className="block">
        <h2>{t("erasure.stays")}</h2>
        <ul className="stays">{preview.stays.map((sentence) => <li key={sentence}><Icon name="dash" /><span>{sentence}</span></li>)}</ul>
      </section>
      <section className="block">
        <h2>{t("erasure.sure")}</h2>
        <p>{t("erasure.sure_text")}</p>
        <form className="stack tight" onSubmit={(event) => { event.preventDefault(); erase(); }}>
          <Field label={t("erasure.type", { name: preview.name })} autoComplete="off" value={typed} onChange={(event) => setTyped(event.target.value)} error={action.fields.confirm} />
          {preview.account && <label className="tick"><input type="checkbox" checked={account} onChange={(event) => setAccount(event.target.checked)} /><span>{t("erasure.account")}</span></label>}
          <div className="row"><button className="btn danger roomy" disabled={action.busy || typed.trim() !== preview.name}>{t(action.busy ? "erasure.busy" : "erasure.go")}</button></div>
        </form>
        {action.refusal !== null && <Refusal>{action.refusal}</Refusal>}
      </section>
    </>
  );
}

function Counts({ counts }: { counts: ErasureCounts }) {
  const { t } = useTranslation();
  return <dl className="counts">{COUNTED.map((name) => <div key={name}><dt>{t(`erasure.count.${name}`, { count: counts[name] })}</dt><dd className="num">{counts[name]}</dd></div>)}</dl>;
}

/** Done, once; and how far the entry that proves it has come. */
function Gone({ org, erased }: { org: string; erased: Erased }) {
  const { t } = useTranslation();
  const entries = useResource(`erased/${org}/${erased.event}`, () => getEntries(org, { kind: "subject_erased" }, null));
  const entry = entries.data?.results.find((one) => one.event === erased.event) ?? null;
  useRefresh(entries.reload, entry === null || entry.state === "waiting", AGAIN_MS);
  return (
    <div className="stack loose">
      <div role="status" className="headline">
        <h1 className="t28">{t("erasure.done")}</h1>
        <p className="t18 second">{t("erasure.done_text", { when: dayAndTime(erased.erased_at, t) })}</p>
      </div>
      <Counts counts={erased.counts} />
      <section className="block erased-entry">
        <h2>{t("erasure.proof")}</h2>
        <p className="second">{t("erasure.proof_text")}</p>
        <dl className="facts small-facts">
          <div><dt>{t("ledger.fact.place")}</dt><dd className="num">{entry?.index ?? t("ledger.state.waiting")}</dd></div>
          {entry !== null && <div><dt>{t("ledger.how_far")}</dt><dd><StateWord state={entry.state} /></dd></div>}
          <div><dt>{t("ledger.fact.event")}</dt><dd className="code">{erased.event}</dd></div>
        </dl>
        <div className="row"><Link className="btn" to={`/o/${org}/ledger?kind=subject_erased`}>{t("erasure.see")}</Link></div>
      </section>
    </div>
  );
}
