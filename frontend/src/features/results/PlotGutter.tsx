import { useTranslation } from "react-i18next";
import { deg, seconds } from "../../pose/units";
import type { Deg } from "../../pose/units";
import type { Playhead } from "./playhead";
import type { PlotSpec } from "./plots";
import { useTime } from "./usePlayhead";
import type { TrackView } from "./useTrack";

interface Props {
  plot: PlotSpec;
  view: TrackView;
  playhead: Playhead;
  name: string;
}

/** Left of a plot: its name and the values under the line. */
export function PlotGutter({ plot, view, playhead, name }: Props) {
  const { t } = useTranslation();
  const time = seconds(useTime(playhead, 0.04));
  const value = (curve: string): Deg | null => {
    const found = view.track.valueAt(curve, time);
    return found === null ? null : deg(found);
  };
  const text = (found: Deg | null) => (found === null ? "–" : `${Math.round(found)}°`);
  return (
    <div className="gut has">
      <span className="nm">
        {name}
        <small>
          <svg className="key" viewBox="0 0 14 4" aria-hidden="true"><path className="l" d="M0 2h14" /></svg>
          {plot.right !== null && t("side.left_short")} <b>{text(value(plot.left))}</b>
          {plot.right !== null && (
            <>
              <svg className="key" viewBox="0 0 14 4" aria-hidden="true"><path className="r" d="M0 2h14" /></svg>
              {t("side.right_short")} <b>{text(value(plot.right))}</b>
            </>
          )}
        </small>
      </span>
    </div>
  );
}
