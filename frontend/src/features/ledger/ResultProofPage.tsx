import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation, useParams } from "react-router";
import { getAssessment } from "../../api/endpoints";
import { may } from "../../api/ledger";
import { useOrganisation } from "../../api/session";
import { useResource } from "../../api/useResource";
import { moment } from "../../i18n/format";
import { isWhole } from "../../ledger/commitments";
import { Refusal } from "../../ui/Field";
import { Icon } from "../../ui/Icon";
import { Walk } from "../../ui/Plumb";
import { useTitle } from "../../ui/useTitle";
import { Accesses } from "./Accesses";
import { save } from "./files";
import { Headline } from "./Headline";
import "./ledger.css";
import { Narrow } from "./Narrow";
import "./proof.css";
import { ProofAside } from "./ProofAside";
import { ProofString } from "./ProofString";
import { Figures, History, Recorded } from "./Recorded";
import { useMadeProof } from "./useMadeProof";
import type { Made } from "./useMadeProof";

/** The proof of one result: made, handed over, and checked here before the reader's eyes; and who looked at it. */
export function ResultProofPage() {
  const { t } = useTranslation();
  const membership = useOrganisation();
  const { org } = membership;
  const { id = "" } = useParams();
  const { hash } = useLocation();
  const assessment = useResource(`assessment/${org}/${id}`, () => getAssessment(org, id));
  const { made, make } = useMadeProof(org, id);
  const found = made.check.verdict?.found ?? null;
  useTitle(t("proof_of.title"));
  useEffect(() => {
    if (hash === "#history") document.getElementById("history")?.scrollIntoView();
  }, [hash, assessment.data]);
  const whose = assessment.data;
  return (
    <div className="proofpage">
      <div className="stack loose">
        <p className="back-row"><Link className="btn plain" to={`/o/${org}/clips/${id}`}><Icon name="back" className="flip" />{t("proof_of.back")}</Link>{whose !== null && <span className="second">{whose.participant.name}, {moment(whose.created_at, t)}</span>}</p>
        <Making made={made} onMake={() => void make()} />
        {made.file !== null && <TheFile made={made} />}
        {(made.phase === "checking" || made.phase === "checked") && <section><h2 className="vh">{t("proof_of.steps")}</h2><ProofString check={made.check} /></section>}
        {found !== null && (
          <div>
            <Recorded found={found} />
            <History found={found} />
            {isWhole(found.bundle.entry.opening) && <Narrow key={made.file?.name} bundle={found.bundle} name={made.file?.name ?? ""} />}
            <Figures found={found} />
          </div>
        )}
        {may(membership, "access:list") && <Accesses org={org} assessment={id} turn={made.file?.name ?? ""} />}
      </div>
      <ProofAside />
    </div>
  );
}

/** What happens now, said aloud, and the one button. */
function Making({ made, onMake }: { made: Made; onMake: () => void }) {
  const { t } = useTranslation();
  const { phase, error } = made;
  if (phase === "checking" || phase === "checked") return <Headline check={made.check} hasBundle hasTrust />;
  const failure = error === null ? "" : error.message !== "" ? error.message : t(error.status === 0 && error.code === "no_connection" ? "failure.no_connection" : "failure.text");
  return (
    <div role="status" className="headline" data-state={phase}>
      <h1 className="t28">{t(`proof_of.head.${phase}`)}</h1>
      {phase === "failed" ? <Refusal>{failure}</Refusal> : <p className="t18 second">{t(`proof_of.text.${phase}`)}</p>}
      {phase === "making" && <Waited />}
      {(phase === "idle" || phase === "failed") && <div className="row big"><button className="btn main" onClick={onMake}>{t(phase === "idle" ? "proof_of.make" : "retry")}</button></div>}
    </div>
  );
}

/** Over one second a figure: the seconds, along a line as long as the longest wait. */
function Waited() {
  const { t } = useTranslation();
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setSeconds((before) => before + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  return <><Walk percent={Math.min(95, seconds * 5)} /><p className="second num">{t("proof_of.seconds", { count: seconds })}</p></>;
}

/** The file that was saved, and the honest word on the trust file beside it. */
function TheFile({ made }: { made: Made }) {
  const { t } = useTranslation();
  const { file } = made;
  if (file === null) return null;
  return (
    <section className="the-file" aria-label={t("proof_of.file")}>
      <p className="with-name"><Icon name="check" /><span>{t("proof_of.saved")} <bdi>{file.name}</bdi></span></p>
      <p className="second">{made.phase === "no_trust" ? "" : t("proof_of.other_road")} <Link to="/verify">{t("proof_of.verify")}</Link></p>
      <div className="row"><button className="btn" onClick={() => save(file.data, file.name)}>{t("proof_of.again")}</button></div>
    </section>
  );
}
