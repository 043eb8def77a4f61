import { useTranslation } from "react-i18next";
import type { VerdictLabel } from "../../api/types";
import { tally } from "./verdicts";
import { VerdictWord } from "./VerdictWord";

const BAR: Readonly<Record<VerdictLabel, string>> = { correct: "c", incorrect: "i", cannot_tell: "u", none: "n" };

interface Props {
  labels: readonly (VerdictLabel | null)[];
  finished: boolean;
  /** A held posture is counted in seconds. */
  hold_s: number | null;
}

/** The one number of the page and the verdicts as a row of shapes. */
export function CountBlock({ labels, finished, hold_s }: Props) {
  const { t } = useTranslation();
  const counts = tally(labels);
  const judged = counts.correct + counts.incorrect + counts.cannot_tell;
  const decided = counts.correct + counts.incorrect > 0;
  const big = finished && decided && hold_s === null ? counts.correct : labels.length;
  const words = finished && decided ? t("count.of", { count: labels.length }) : finished ? t("count.repetitions", { count: labels.length }) : t("count.so_far", { count: labels.length });
  const spoken = (["correct", "incorrect", "cannot_tell"] as const).filter((label) => counts[label] > 0).map((label) => t(`count.${label}`, { count: counts[label] }));
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
      {judged > 0 && (
        <div className="legend">
          {(["correct", "incorrect", "cannot_tell"] as const).filter((label) => counts[label] > 0).map((label) => <VerdictWord key={label} label={label} text={t(`count.${label}`, { count: counts[label] })} />)}
        </div>
      )}
    </>
  );
}
