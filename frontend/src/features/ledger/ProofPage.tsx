import { useState } from "react";
import type { DragEvent } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { isWhole } from "../../ledger/commitments";
import { STEPS } from "../../ledger/verify";
import { Refusal } from "../../ui/Field";
import { Icon } from "../../ui/Icon";
import { BrandMark, Walk } from "../../ui/Plumb";
import { useTitle } from "../../ui/useTitle";
import { FilePlaces } from "./FilePlaces";
import { Narrow } from "./Narrow";
import "./proof.css";
import { ProofString } from "./ProofString";
import { Figures, History, Recorded } from "./Recorded";
import { useProof } from "./useProof";
import type { Check, NotTaken } from "./useProof";
import { sentence } from "./words";

/** Check a proof in this browser: no account, and no request once the page is there. */
export function ProofPage() {
  const { t } = useTranslation();
  const { bundle, trust, notTaken, check, take } = useProof();
  const [isOver, setOver] = useState(false);
  useTitle(t("proof.title"));
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void take([...event.dataTransfer.files], null);
  };
  const isRunning = bundle !== null && trust !== null;
  const found = check.verdict?.found ?? null;
  return (
    <div className="shell" onDragOver={(event) => { event.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)} onDrop={drop}>
      <a className="skip" href="#page">{t("skip")}</a>
      <header className="top">
        <Link className="brand" to="/" aria-label={t("nav.home")}><BrandMark /><span>Plumbline</span></Link>
        <span className="push second t13">{t("proof.no_account")}</span>
      </header>
      <main id="page" className="proofpage" tabIndex={-1}>
        <div className="stack loose">
          <Headline check={check} hasBundle={bundle !== null} hasTrust={trust !== null} />
          {notTaken !== null && <Refusal><NotTakenText notTaken={notTaken} /></Refusal>}
          <FilePlaces names={{ bundle: bundle?.name ?? null, trust: trust?.name ?? null }} isOver={isOver} onTake={(files, meant) => void take(files, meant)} />
          {isRunning && <ProofString check={check} />}
          {found !== null && (
            <div>
              <Recorded found={found} />
              <History found={found} />
              {isWhole(found.bundle.entry.opening) && <Narrow key={bundle?.name} bundle={found.bundle} name={bundle?.name ?? ""} />}
              <Figures found={found} />
            </div>
          )}
        </div>
        <Aside />
      </main>
    </div>
  );
}

function NotTakenText({ notTaken }: { notTaken: NotTaken }) {
  const { t } = useTranslation();
  if (notTaken.why === "no_trust") return <>{t("proof.not_taken.no_trust", { name: notTaken.name, why: sentence(t, "why", notTaken.sentence) })}</>;
  return <>{t(`proof.not_taken.${notTaken.why}`, { name: notTaken.name })}</>;
}

/** The one sentence that counts, said aloud when it changes. */
function Headline({ check, hasBundle, hasTrust }: { check: Check; hasBundle: boolean; hasTrust: boolean }) {
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

const SHOWS = ["words", "time", "model", "looked", "same"] as const;
const CANNOT = ["right", "person", "unwritten", "earlier", "twice", "chain"] as const;
const STRENGTHS = ["proved", "vouched", "claimed"] as const;

function Aside() {
  const { t } = useTranslation();
  return (
    <aside className="aside">
      <div>
        <h2>{t("proof.rests.title")}</h2>
        <dl className="rests">{STRENGTHS.map((one) => <div key={one}><dt className={`strength ${one}`}>{t(`proof.strength.${one}`)}</dt><dd>{t(`proof.rests.${one}`)}</dd></div>)}</dl>
      </div>
      <div>
        <h2>{t("proof.shows.title")}</h2>
        <ul>{SHOWS.map((one) => <li key={one}><Icon name="check" /><span>{t(`proof.shows.${one}`)}</span></li>)}</ul>
      </div>
      <div>
        <h2>{t("proof.cannot.title")}</h2>
        <ul>{CANNOT.map((one) => <li key={one}><Icon name="dash" /><span>{t(`proof.cannot.${one}`)}</span></li>)}</ul>
      </div>
      <p className="second">{t("proof.without_us")} <code>python -m ledger verify</code></p>
      <p className="second">{t("intended")}</p>
    </aside>
  );
}
