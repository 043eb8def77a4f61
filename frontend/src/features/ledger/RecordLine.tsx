import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { getAccesses, may } from "../../api/ledger";
import type { EntryState } from "../../api/ledger";
import { useOrganisation } from "../../api/session";
import type { Assessment } from "../../api/types";
import { useResource } from "../../api/useResource";
import { Icon } from "../../ui/Icon";
import "./ledger.css";
import { STATES } from "./entryFilter";
import { useRefresh } from "./useRefresh";

const AGAIN_MS = 15_000;
const REACHED: readonly EntryState[] = ["logged", "cosigned", "anchored"];

/** Below a result: how far its record has come, and the ways to its proof and to who looked. */
export function RecordLine({ assessment }: { assessment: Assessment }) {
  const { t } = useTranslation();
  const membership = useOrganisation();
  const { org } = membership;
  const isThere = assessment.report !== null && may(membership, "proof:export");
  const { data, reload } = useResource(isThere ? `accesses/${org}/${assessment.id}` : null, () => getAccesses(org, assessment.id));
  const state = data?.results.find((one) => one.kind === "report_recorded")?.state ?? null;
  useRefresh(reload, isThere && state !== "anchored", AGAIN_MS);
  if (!isThere) return null;
  const proof = `/o/${org}/clips/${assessment.id}/proof`;
  const passed = REACHED.filter((one) => state !== null && STATES.indexOf(one) <= STATES.indexOf(state));
  return (
    <div className="proof record-line">
      {state !== null && (
        <ol aria-label={t("proof_of.standing")}>
          {state === "waiting" && <li className="wait"><Icon name="clock" />{t("ledger.state.waiting")}</li>}
          {passed.map((one) => <li key={one}><Icon name="check" />{t(`ledger.state.${one}`)}</li>)}
        </ol>
      )}
      <Link to={proof}>{t("proof_of.check")}</Link>
      <Link to={`${proof}#history`}>{t("proof_of.who")}</Link>
    </div>
  );
}
