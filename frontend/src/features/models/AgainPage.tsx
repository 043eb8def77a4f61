import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { getExercises } from "../../api/endpoints";
import { getReanalyses, postReanalyses } from "../../api/models";
import type { StandingOfExercise } from "../../api/models";
import { useOrganisation } from "../../api/session";
import { useAction } from "../../api/useAction";
import { useResource } from "../../api/useResource";
import { Empty } from "../../ui/Empty";
import { Refusal } from "../../ui/Field";
import { useTitle } from "../../ui/useTitle";
import "./models.css";
import { ModelsNav } from "./ModelsNav";
import { Waiting } from "./Waiting";
import { nameOf } from "./words";

const ASK_AGAIN_MS = 3000;

/** Results that other models made than those of today, by exercise, and the way to analyse them again. */
export function AgainPage() {
  const { t } = useTranslation();
  const { org } = useOrganisation();
  const found = useResource(`reanalyses/${org}`, () => getReanalyses(org));
  const exercises = useResource("exercises", getExercises);
  const action = useAction();
  useTitle(t("again.page"));
  const rows = found.data?.results ?? null;
  const busy = rows?.some((row) => row.under_way > 0) === true;
  const { reload } = found;
  useEffect(() => {
    if (!busy) return undefined;
    const timer = setInterval(reload, ASK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [busy, reload]);
  const ask = (exercise: string) => void action.run(async () => { const fresh = await postReanalyses(org, exercise); found.set(() => fresh); });
  return (
    <div className="wrap">
      <div className="head2"><h1>{t("again.page")}</h1><ModelsNav /></div>
      <Waiting of={found} />
      {rows?.length === 0 && <Empty title={t("again.empty")} text={t("again.empty_text")}><Link className="btn main" to={`/o/${org}`}>{t("nav.queue")}</Link></Empty>}
      {rows !== null && rows.length > 0 && (
        <>
          <p className="lead-text second">{t("again.text")}</p>
          {action.refusal !== null && <Refusal>{action.refusal}</Refusal>}
          <div className="tablewrap">
            <table className="plain-table in-rows again-table">
              <caption className="vh">{t("again.page")}</caption>
              <thead><tr><th>{t("models.exercise")}</th><th className="end">{t("again.results")}</th><th className="end">{t("again.other")}</th><th>{t("again.why")}</th><th>{t("again.so_far")}</th><th><span className="vh">{t("members.actions")}</span></th></tr></thead>
              <tbody aria-live="polite">{rows.map((row) => <Row key={row.exercise} row={row} name={nameOf(exercises.data, row.exercise)} busy={action.busy} onAsk={() => ask(row.exercise)} />)}</tbody>
            </table>
          </div>
        </>
      )}
    </div>
  );
}

function Row({ row, name, busy, onAsk }: { row: StandingOfExercise; name: string; busy: boolean; onAsk: () => void }) {
  const { t, i18n } = useTranslation();
  const why = new Intl.ListFormat(i18n.language).format(row.reasons.map((reason) => t(`again.reason.${reason}`)));
  return (
    <tr>
      <td><strong>{name}</strong></td>
      <td className="end num" data-label={t("again.results")}>{row.reports}</td>
      <td className="end num" data-label={t("again.other")}>{row.outdated}</td>
      <td className="second" data-label={t("again.why")}>{why === "" ? t("again.none") : why}</td>
      <td className="second" data-label={t("again.so_far")}>{row.repetitions === 0 ? t("again.never") : t("again.changed", { count: row.changed, of: row.repetitions })}</td>
      <td className="end">
        {row.under_way > 0 ? <span className="second">{t("again.under_way", { count: row.under_way })}</span> : row.outdated > 0 && <button className="btn" disabled={busy} aria-label={t("again.ask_all_of", { name })} onClick={onAsk}>{t("again.ask_all")}</button>}
      </td>
    </tr>
  );
}
