import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { getExercises } from "../../api/endpoints";
import { getAgreement } from "../../api/models";
import type { AgreementOfExercise } from "../../api/models";
import { useOrganisation } from "../../api/session";
import type { Exercise } from "../../api/types";
import { useResource } from "../../api/useResource";
import { Empty } from "../../ui/Empty";
import { useTitle } from "../../ui/useTitle";
import "./models.css";
import { ModelsNav } from "./ModelsNav";
import { Waiting } from "./Waiting";
import { decimals, nameOf, strength } from "./words";

/** How far verdicts and reviewers agree, exercise by exercise, as reviews come in. */
export function AgreementPage() {
  const { t } = useTranslation();
  const { org } = useOrganisation();
  const found = useResource(`agreement/${org}`, () => getAgreement(org));
  const exercises = useResource("exercises", getExercises);
  useTitle(t("agreement.title"));
  const rows = found.data?.results ?? null;
  return (
    <div className="wrap">
      <div className="head2"><h1>{t("agreement.title")}</h1><ModelsNav /></div>
      <Waiting of={found} />
      {rows?.length === 0 && <Empty title={t("agreement.empty")} text={t("agreement.empty_text")}><Link className="btn main" to={`/o/${org}`}>{t("nav.queue")}</Link></Empty>}
      {rows !== null && rows.length > 0 && (
        <>
          <p className="lead-text second">{t("agreement.text")}</p>
          <Table rows={rows} exercises={exercises.data} />
          <p className="lead-text label">{t("agreement.limits")}</p>
        </>
      )}
    </div>
  );
}

function Table({ rows, exercises }: { rows: readonly AgreementOfExercise[]; exercises: readonly Exercise[] | null }) {
  const { t } = useTranslation();
  return (
    <div className="tablewrap">
      <table className="plain-table in-rows agreement">
        <caption className="vh">{t("agreement.title")}</caption>
        <thead><tr><th>{t("models.exercise")}</th><th>{t("models.source")}</th><th className="end">{t("agreement.kappa")}</th><th>{t("agreement.interval")}</th><th className="end">{t("agreement.same")}</th><th className="end">{t("agreement.people")}</th><th className="end">{t("agreement.undecided")}</th></tr></thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.exercise}/${row.source}`}>
              <td><strong>{row.exercise === "" ? t("exercise.unknown") : nameOf(exercises, row.exercise)}</strong></td>
              <td>{t(`models.source_of.${row.source}`)}</td>
              <td className="end num" data-label={t("agreement.kappa")}>{decimals(row.kappa)}</td>
              <td className="second" data-label={t("agreement.interval")}>{interval(row)}</td>
              <td className="end num" data-label={t("agreement.same")}>{t("agreement.same_of", { same: row.same, pairs: row.pairs })}</td>
              <td className="end num" data-label={t("agreement.people")}>{row.people}</td>
              <td className="end num" data-label={t("agreement.undecided")}>{row.undecided}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );

  function interval(row: AgreementOfExercise): string {
    if (row.pairs === 0) return t("agreement.no_pairs");
    if (row.kappa === null) return t("agreement.no_kappa");
    if (row.low === null || row.high === null) return t("agreement.no_interval", { strength: strength(t, row.kappa) });
    return t("agreement.between", { low: decimals(row.low), high: decimals(row.high), strength: strength(t, row.kappa) });
  }
}
