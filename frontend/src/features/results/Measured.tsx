import { useTranslation } from "react-i18next";
import type { Complexity, Report } from "../../api/types";
import { Icon } from "../../ui/Icon";

const PARTS = ["joints", "angular_sensitivity", "range_of_motion", "balance"] as const;

/** Behind a disclosure: how demanding the movement is, and what measured it. */
export function Measured({ report }: { report: Report }) {
  const { t } = useTranslation();
  const { exercise, video } = report;
  const how = exercise.source === "recognised" ? t("detail.recognised", { percent: Math.round((exercise.confidence ?? 0) * 100) }) : t(`detail.${exercise.source}`);
  return (
    <>
      {report.complexity != null && <ComplexityShown complexity={report.complexity} />}
      <details className="more-details">
        <summary className="disc">{t("detail.how")}<Icon name="down" /></summary>
        <dl className="tech">
          <dt>{t("detail.exercise")}</dt><dd>{how}</dd>
          <dt>{t("detail.software")}</dt><dd>{software(report.software)}</dd>
          {report.models.map((model) => (
            <Pair key={model.weights_sha256} name={t("detail.model")} value={`${model.name}, ${t("detail.mark", { hash: model.weights_sha256.slice(0, 12) })}`} />
          ))}
          <dt>{t("detail.file")}</dt>
          <dd>{t("detail.file_facts", { width: video.width_px, height: video.height_px, fps: Math.round(video.fps), codec: video.codec })}, {t("detail.mark", { hash: video.sha256.slice(0, 12) })}</dd>
        </dl>
      </details>
    </>
  );
}

const Pair = ({ name, value }: { name: string; value: string }) => <><dt>{name}</dt><dd>{value}</dd></>;

/** A text, or since reports name their runtime a record of texts. */
function software(value: unknown): string {
  if (typeof value === "string") return value;
  return typeof value === "object" && value !== null ? Object.values(value).map(String).join(", ") : "–";
}

function ComplexityShown({ complexity }: { complexity: Complexity }) {
  const { t } = useTranslation();
  return (
    <details className="more-details">
      <summary className="disc"><span>{t("complexity.title")} <span className="num second">{t("complexity.index", { value: complexity.index.toFixed(2) })}</span></span><Icon name="down" /></summary>
      <dl className="figures">
        {PARTS.map((part) => (
          <div key={part}>
            <dt>{t(`complexity.${part}`)}</dt>
            <dd className="num"><span className="share" aria-hidden="true" style={{ "--p": `${Math.round(complexity[part] * 100)}%` }}><i /></span>{complexity[part].toFixed(2)}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
