import { useTranslation } from "react-i18next";
import { Mark } from "../../ui/Mark";
import { chooseColumns, isOut, showMeasure } from "./columns";
import type { LiveRepetition } from "./applyEvents";
import { VerdictWord } from "./VerdictWord";
import { shapeOf } from "./verdicts";
import type { Standing } from "./verdicts";

interface Props {
  repetitions: readonly LiveRepetition[];
  standings: ReadonlyMap<number, Standing>;
  current: number | null;
  /** Rows still to come, drawn as bones. */
  pending: boolean;
  onRepetition: (repetition: LiveRepetition) => void;
}

export function RepetitionTable({ repetitions, standings, current, pending, onRepetition }: Props) {
  const { t } = useTranslation();
  const columns = chooseColumns(repetitions);
  const sure = repetitions.some((repetition) => repetition.verdict?.probability != null);
  const bones = pending ? Math.max(2, 5 - repetitions.length) : 0;
  const cells = columns.length + (sure ? 2 : 1);
  return (
    <div className="tablewrap">
      <table data-testid="repetitions">
        <caption className="vh">{t("table.caption")}</caption>
        <thead>
          <tr>
            <th><span className="vh">{t("table.number")}</span></th>
            <th>{t("table.verdict")}</th>
            {columns.map((name) => <th key={name} className="end">{t(`measure.${name}`, { defaultValue: name })}</th>)}
            <th className="end">{t("table.time")}</th>
            {sure && <th className="end">{t("table.sure")}</th>}
          </tr>
        </thead>
        <tbody>
          {repetitions.map((repetition) => {
            const stands = standings.get(repetition.index);
            const overruled = stands?.review != null && stands.review.label !== stands.machine && stands.machine !== null;
            const probability = repetition.verdict?.probability;
            return (
              <tr key={repetition.index} aria-current={repetition.index === current ? "true" : undefined} onClick={() => onRepetition(repetition)}>
                <td className="label"><button className="jump" aria-label={t("table.jump", { n: repetition.index })}>{repetition.index}</button></td>
                <td><VerdictWord label={stands?.label ?? null} />{overruled && <span className="machine" title={t("table.measured", { verdict: t(`verdict.${stands.machine ?? "pending"}`) })}><Mark shape={shapeOf(stands.machine)} /><span className="vh">{t("table.measured", { verdict: t(`verdict.${stands.machine ?? "pending"}`) })}</span></span>}</td>
                {columns.map((name) => {
                  const text = showMeasure(repetition.measures[name]);
                  return <td key={name} className={text === "–" ? "end na" : isOut(repetition, name) ? "end out" : "end"}><bdi>{text}</bdi></td>;
                })}
                <td className="end">{(repetition.end_s - repetition.start_s).toFixed(1)}</td>
                {sure && <td className={probability == null ? "end na" : "end"}><bdi>{probability == null ? "–" : `${Math.round(probability * 100)} %`}</bdi></td>}
              </tr>
            );
          })}
          {Array.from({ length: bones }, (_, row) => (
            <tr key={`bone${row}`} aria-hidden="true">
              <td className="label">{repetitions.length + row + 1}</td>
              <td><span className="bone" style={{ "--w": "5rem" }} /></td>
              {Array.from({ length: cells }, (__, cell) => <td key={cell} className="end"><span className="bone at-end" style={{ "--w": "1.8rem" }} /></td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
