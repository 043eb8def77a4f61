import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { getElementProgress } from "../../api/elements";
import type { ElementDone, ElementProgress } from "../../api/elements";
import { useOrganisation } from "../../api/session";
import { useResource } from "../../api/useResource";
import { moment } from "../../i18n/format";
import { Empty } from "../../ui/Empty";
import { Refusal } from "../../ui/Field";
import { Mark } from "../../ui/Mark";
import { useTitle } from "../../ui/useTitle";
import "./elements.css";
import { figure, SHAPES } from "./words";

/** One athlete's elements: every time each was done, and what was measured then. */
export function ProgressPage() {
  const { t } = useTranslation();
  const { org } = useOrganisation();
  const { participant = "" } = useParams();
  const found = useResource(`progress/${org}/${participant}`, () => getElementProgress(org, participant));
  const name = found.data?.participant ?? "";
  useTitle(found.data === null ? t("elements.progress") : t("elements.progress_of", { name }));
  if (found.error?.status === 404) return <div className="wrap"><Empty title={t("not_found.title")} text={t("not_found.text")}><Link className="btn main" to={`/o/${org}`}>{t("not_found.home")}</Link></Empty></div>;
  return (
    <div className="wrap">
      <div className="head2"><h1>{found.data === null ? t("elements.progress") : t("elements.progress_of", { name })}</h1></div>
      {found.error !== null && <><Refusal>{found.error.message || t("failure.no_connection")}</Refusal><button className="btn" onClick={found.reload}>{t("retry")}</button></>}
      {found.loading && <div className="stack" aria-busy="true">{[1, 2, 3].map((n) => <span key={n} className="bone tall" />)}</div>}
      {found.data?.elements.length === 0 && <Empty title={t("elements.progress_empty")} text={t("elements.progress_empty_text")}><Link className="btn main" to={`/o/${org}/new?exercise=routine`}>{t("elements.send_routine")}</Link></Empty>}
      <div className="stack loose">{found.data?.elements.map((one) => <Row key={one.element.id} org={org} one={one} />)}</div>
    </div>
  );
}

function Row({ org, one }: { org: string; one: ElementProgress }) {
  const { t } = useTranslation();
  const measure = one.measure;
  const title = t(`elements.requirement.${measure}`);
  return (
    <section className="progress-of">
      <h2 className="t18">{one.element.name}<span className="second"> {one.element.code ?? ""}</span></h2>
      <div className="tablewrap">
        <table className="plain-table in-rows">
          <caption className="vh">{one.element.name}</caption>
          <thead><tr><th>{t("elements.when")}</th><th>{t("elements.requirements")}</th><th className="end">{title}</th><th>{t("elements.remark")}</th></tr></thead>
          <tbody>
            {one.done.map((done) => (
              <tr key={`${done.assessment}/${done.index}`}>
                <td><Link to={`/o/${org}/clips/${done.assessment}`}>{moment(done.filmed_at, t)}</Link></td>
                <td data-label={t("elements.requirements")}><span className={`v is-${SHAPES[done.outcome]}`}><Mark shape={SHAPES[done.outcome]} /><b>{t(`elements.outcome.${done.outcome}`)}</b></span></td>
                <td className="end num" data-label={title}>{shown(done)}</td>
                <td className="second" data-label={t("elements.remark")}>{done.downgrade ?? ""}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );

  function shown(done: ElementDone): string {
    const value = done.measured[measure];
    return value === undefined ? "–" : figure(t, measure, value.value, value.unit);
  }
}
