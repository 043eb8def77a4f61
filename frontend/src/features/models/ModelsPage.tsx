import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { getExercises } from "../../api/endpoints";
import { getModels } from "../../api/models";
import type { ModelNamed, SourceOfExercise } from "../../api/models";
import { useOrganisation } from "../../api/session";
import type { Exercise } from "../../api/types";
import { useResource } from "../../api/useResource";
import { useTitle } from "../../ui/useTitle";
import "./models.css";
import { ModelsNav } from "./ModelsNav";
import { Waiting } from "./Waiting";
import { nameOf, percent } from "./words";

/** Everything that judges, and where the verdict of each exercise comes from. */
export function ModelsPage() {
  const { t } = useTranslation();
  const { org } = useOrganisation();
  const found = useResource("models", getModels);
  const exercises = useResource("exercises", getExercises);
  useTitle(t("models.title"));
  return (
    <div className="wrap">
      <div className="head2"><h1>{t("models.title")}</h1><ModelsNav /></div>
      <p className="lead-text second">{t("models.text")}</p>
      <Waiting of={found} />
      {found.data !== null && (
        <div className="models-page">
          <section className="block">
            <h2>{t("models.what")}</h2>
            <ul className="model-list">{found.data.models.map((model) => <ModelLine key={model.name} model={model} org={org} />)}</ul>
          </section>
          <section className="block">
            <h2>{t("models.sources")}</h2>
            <Sources rows={found.data.exercises} exercises={exercises.data} />
          </section>
        </div>
      )}
      <p className="intended">{t("intended")}</p>
    </div>
  );
}

function ModelLine({ model, org }: { model: ModelNamed; org: string }) {
  const { t } = useTranslation();
  return (
    <li>
      <Link to={`/o/${org}/models/${model.name}`}><strong>{t(`models.short.${model.name}`, { defaultValue: model.title })}</strong></Link>
      <span className="second">{t(`models.about.${model.name}`, { defaultValue: "" })}</span>
      {model.files.map((file) => <span key={file.name} className="label mark-of">{t("detail.mark", { hash: file.sha256.slice(0, 12) })}</span>)}
    </li>
  );
}

function Sources({ rows, exercises }: { rows: readonly SourceOfExercise[]; exercises: readonly Exercise[] | null }) {
  const { t } = useTranslation();
  return (
    <div className="tablewrap">
      <table className="plain-table sources in-rows">
        <caption className="vh">{t("models.sources")}</caption>
        <thead><tr><th>{t("models.exercise")}</th><th>{t("models.source")}</th><th className="end">{t("models.rules")}</th><th className="end">{t("models.tested")}</th></tr></thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.exercise}>
              <td>{nameOf(exercises, row.exercise)}</td>
              <td><span className={`source is-${row.source}`}>{t(`models.source_of.${row.source}`)}</span></td>
              <td className="end num" data-label={t("models.rules")}>{row.rules}</td>
              <td className="end num" data-label={t("models.tested")}>{row.figures === null ? "–" : percent(row.figures.accuracy)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="label">{t("models.tested_text")}</p>
    </div>
  );
}
