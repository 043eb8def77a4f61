import { useTranslation } from "react-i18next";
import type { VerdictLabel } from "../../api/types";
import { Mark } from "../../ui/Mark";
import type { LiveRepetition } from "./applyEvents";
import { isPartial, setsOf } from "./counting";
import { tally } from "./verdicts";
import type { Standing } from "./verdicts";
import { VerdictWord } from "./VerdictWord";

const BAR: Readonly<Record<VerdictLabel, string>> = { correct: "c", incorrect: "i", cannot_tell: "u", none: "n" };
const JUDGED = ["correct", "incorrect", "cannot_tell"] as const;

interface Props {
  repetitions: readonly LiveRepetition[];
  standings: ReadonlyMap<number, Standing>;
  finished: boolean;
  /** A held posture is counted in seconds. */
  hold_s: number | null;
  /** From the start of one repetition to the start of the next, where the report says so. */
  period_s?: number | null | undefined;
}

/** The one number of the page and the verdicts as a row of shapes; partial repetitions are counted apart. */
export function CountBlock({ repetitions, standings, finished, hold_s, period_s }: Props) {
  const { t, i18n } = useTranslation();
  const full = repetitions.filter((repetition) => !isPartial(repetition));
  const partial = repetitions.length - full.length;
  const labels = full.map((repetition) => standings.get(repetition.index)?.label ?? null);
  const counts = tally(labels);
  const judged = counts.correct + counts.incorrect + counts.cannot_tell;
  const decided = counts.correct + counts.incorrect > 0;
  const big = finished && decided && hold_s === null ? counts.correct : labels.length;
  const words = finished && decided ? t("count.of", { count: labels.length }) : finished ? t("count.repetitions", { count: labels.length }) : t("count.so_far", { count: labels.length });
  const spoken = JUDGED.filter((label) => counts[label] > 0).map((label) => t(`count.${label}`, { count: counts[label] }));
  const sets = setsOf(full);
  return (
    <>
      <div className="count">
        <span className="n">{hold_s === null ? big : hold_s.toFixed(0)}{hold_s !== null && <span className="unit"> s</span>}</span>
        <span className="of">{hold_s === null ? words : t("count.held")}</span>
        {labels.length > 0 && (
          <span className="barcell">
            <span className="vbar" role="img" aria-label={spoken.length === 0 ? t("count.none_judged") : spoken.join(", ")}>
              {labels.map((label, i) => <span key={i} className={label === null ? "e" : BAR[label]} />)}
            </span>
          </span>
        )}
      </div>
      {(judged > 0 || partial > 0) && (
        <div className="legend">
          {JUDGED.filter((label) => counts[label] > 0).map((label) => <VerdictWord key={label} label={label} text={t(`count.${label}`, { count: counts[label] })} />)}
          {partial > 0 && <span className="v is-partial"><Mark shape="partial" /><b>{t("count.full", { count: full.length })}, {t("count.partial", { count: partial })}</b></span>}
        </div>
      )}
      {(sets.length > 1 || period_s != null) && (
        <p className="second">
          {sets.length > 1 && t("count.sets", { count: sets.length, list: new Intl.ListFormat(i18n.language).format(sets.map(({ items }) => String(items.length))) })}
          {sets.length > 1 && period_s != null && ", "}
          {period_s != null && t("count.pace", { s: period_s.toFixed(1) })}
        </p>
      )}
    </>
  );
}
