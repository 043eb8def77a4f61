import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { may } from "../../api/ledger";
import { useOrganisation } from "../../api/session";
import type { Assessment } from "../../api/types";
import "./ledger.css";

/** Below a result: the ways to its proof and to who looked. How far its record has come stands there; asking for it is itself recorded. */
export function RecordLine({ assessment }: { assessment: Assessment }) {
  const { t } = useTranslation();
  const membership = useOrganisation();
  if (assessment.report === null || !may(membership, "proof:export")) return null;
  const proof = `/o/${membership.org}/clips/${assessment.id}/proof`;
  return (
    <p className="proof record-line">
      <Link to={proof}>{t("proof_of.check")}</Link>
      {may(membership, "access:list") && <Link to={`${proof}#history`}>{t("proof_of.who")}</Link>}
    </p>
  );
}
