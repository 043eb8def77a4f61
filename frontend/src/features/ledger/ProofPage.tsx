import { useState } from "react";
import type { DragEvent } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { isWhole } from "../../ledger/commitments";
import { Refusal } from "../../ui/Field";
import { BrandMark } from "../../ui/Plumb";
import { useTitle } from "../../ui/useTitle";
import { FilePlaces } from "./FilePlaces";
import { Headline } from "./Headline";
import { Narrow } from "./Narrow";
import "./proof.css";
import { ProofAside } from "./ProofAside";
import { ProofString } from "./ProofString";
import { Figures, History, Recorded } from "./Recorded";
import { useProof } from "./useProof";
import type { NotTaken } from "./useProof";
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
        <ProofAside />
      </main>
    </div>
  );
}

function NotTakenText({ notTaken }: { notTaken: NotTaken }) {
  const { t } = useTranslation();
  if (notTaken.why === "no_trust") return <>{t("proof.not_taken.no_trust", { name: notTaken.name, why: sentence(t, "why", notTaken.sentence) })}</>;
  return <>{t(`proof.not_taken.${notTaken.why}`, { name: notTaken.name })}</>;
}
