import { useTranslation } from "react-i18next";
import { Mark } from "../../ui/Mark";
import type { LiveRepetition } from "./applyEvents";
import { isPartial, isSided, setsOf } from "./counting";
import { chooseColumns, columnError, isOut, measureName, showMeasure } from "./measures";
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

/** A row a repetition, by sets; on a phone each row is two lines. */
export function RepetitionTable({ repetitions, standings, current, pending, onRepetition }: Props) {
  const { t } = useTranslation();
  const columns = chooseColumns(repetitions);
  const sided = isSided(repetitions);
  const sure = repetitions.some((repetition) => repetition.verdict?.probability != null);
  const sets = setsOf(repetitions);
  const bones = pending ? Math.max(2, 5 - repetitions.length) : 0;
  const cells = columns.length + (sure ? 2 : 1) + (sided ? 1 : 0);
  return (
    <div className="tablewrap">
      <table data-testid="repetitions" className="in-rows repetitions">
        <caption className="vh">{t("table.caption")}</caption>
        <thead>
          <tr>
            <th><span className="vh">{t("table.number")}</span></th>
            <th>{t("table.verdict")}</th>
            {sided && <th>{t("table.side")}</th>}
            {columns.map((name) => {
              const error = columnError(repetitions, name);
              return <th key={name} className="end">{measureName(t, name)}{error !== null && <span className="error">{error}</span>}</th>;
            })}
            <th className="end">{t("table.time")}</th>
            {sure && <th className="end">{t("table.sure")}</th>}
          </tr>
        </thead>
        {sets.map(({ n, items }) => (
          <tbody key={n}>
            {sets.length > 1 && <tr className="set"><th scope="rowgroup" colSpan={cells + 2}>{t("table.set", { n, count: items.length })}</th></tr>}
            {items.map((repetition) => {
              const probability = repetition.verdict?.probability;
              return (
                <tr key={repetition.index} aria-current={repetition.index === current ? "true" : undefined} onClick={() => onRepetition(repetition)}>
                  <td className="label"><button className="jump" aria-label={t("table.jump", { n: repetition.index })}>{repetition.index}</button></td>
                  <td><Word repetition={repetition} standing={standings.get(repetition.index) ?? null} /></td>
                  {sided && <td data-label={t("table.side")}>{repetition.side === "both" ? "" : <><span aria-hidden="true">{t(`side.${repetition.side}_short`)}</span><span className="vh">{t(`side.${repetition.side}`)}</span></>}</td>}
                  {columns.map((name) => {
                    const text = showMeasure(repetition.measures[name]);
                    return <td key={name} data-label={measureName(t, name)} className={text === "–" ? "end na" : isOut(repetition, name) ? "end out" : "end"}><bdi>{text}</bdi></td>;
                  })}
                  <td className="end" data-label={t("table.time")}>{(repetition.end_s - repetition.start_s).toFixed(1)}</td>
                  {sure && <td data-label={t("table.sure")} className={probability == null ? "end na" : "end"}><bdi>{probability == null ? "–" : `${Math.round(probability * 100)} %`}</bdi></td>}
                </tr>
              );
            })}
          </tbody>
        ))}
        {bones > 0 && (
          <tbody>
            {Array.from({ length: bones }, (_, row) => (
              <tr key={`bone${row}`} aria-hidden="true">
                <td className="label">{repetitions.length + row + 1}</td>
                <td><span className="bone" style={{ "--w": "5rem" }} /></td>
                {Array.from({ length: cells }, (__, cell) => <td key={cell} className="end"><span className="bone at-end" style={{ "--w": "1.8rem" }} /></td>)}
              </tr>
            ))}
          </tbody>
        )}
      </table>
    </div>
  );
}

/** What stands for the repetition; what the machine said stays beside a person's word. */
function Word({ repetition, standing }: { repetition: LiveRepetition; standing: Standing | null }) {
  const { t } = useTranslation();
  if (isPartial(repetition) && standing?.review == null) {
    return (
      <span className="v is-partial">
        <Mark shape="partial" />
        <b>{t("table.partial")}{repetition.share !== undefined && <span className="vh">, {t("table.partial_share", { percent: Math.round(repetition.share * 100) })}</span>}</b>
      </span>
    );
  }
  const overruled = standing?.review != null && standing.machine !== null && standing.review.label !== standing.machine;
  const said = overruled ? t("table.measured", { verdict: t(`verdict.${standing.machine ?? "pending"}`) }) : "";
  return (
    <>
      <VerdictWord label={standing?.label ?? null} />
      {overruled && <span className="machine" title={said}><Mark shape={shapeOf(standing.machine)} /><span className="vh">{said}</span></span>}
    </>
  );
}
