import { useTranslation } from "react-i18next";
import { Icon } from "../../ui/Icon";
import type { LiveRepetition } from "./applyEvents";
import { measureInWords, measureName } from "./measures";

/** Everything that was measured of one repetition: its phases in time, each figure with how far off it may be. */
export function RepetitionDetail({ repetition }: { repetition: LiveRepetition }) {
  const { t } = useTranslation();
  const { phases } = repetition;
  const lasting = (span: { start_s: number; end_s: number }) => Math.max(0, span.end_s - span.start_s);
  const timed = new Set(phases.map((phase) => phase.name));
  const figures = Object.entries(repetition.measures).filter(([name]) => !timed.has(name));
  return (
    <details className="more-details repetition-detail">
      <summary className="disc">{t("detail.title", { n: repetition.index })}<Icon name="down" /></summary>
      {phases.length > 1 && (
        <div role="group" aria-label={t("detail.phases")} className="phases">
          {phases.map((phase) => (
            <span key={phase.name} style={{ "--share": Math.max(0.05, lasting(phase) / Math.max(lasting(repetition), 0.1)) }}>
              <i />{t("detail.phase", { name: t(`phase.${phase.name}`, { defaultValue: phase.name.replaceAll("_", " ") }), s: lasting(phase).toFixed(1) })}
            </span>
          ))}
        </div>
      )}
      {figures.length === 0 ? <p className="second">{t("detail.none")}</p> : (
        <dl className="figures">
          {figures.map(([name, measure]) => <div key={name}><dt>{measureName(t, name)}</dt><dd className="num">{measureInWords(t, measure)}</dd></div>)}
        </dl>
      )}
    </details>
  );
}
