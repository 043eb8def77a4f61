import { useTranslation } from "react-i18next";
import type { Exercise } from "../../api/types";
import type { LiveRepetition } from "./applyEvents";
import type { Playhead } from "./playhead";
import { usePlayheadState, useTime } from "./usePlayhead";

interface Props {
  exercise: Exercise | null;
  repetitions: readonly LiveRepetition[];
  playhead: Playhead;
}

/** "Repetition 4, bottom": where in the exercise the frame on show lies. */
export function StageChip({ repetitions, playhead }: Props) {
  const { t } = useTranslation();
  const time = useTime(playhead, 0.1);
  const { playing, rate } = usePlayheadState(playhead);
  const inside = repetitions.find((item) => time >= item.start_s && time <= item.end_s);
  const speed = playing && rate !== 1 ? t(`speed.${String(rate).replace(".", "_")}`, { defaultValue: "" }) : "";
  if (inside === undefined) return speed === "" ? <>{t("chip.between", { count: repetitions.length })}</> : <>{speed}</>;
  const phase = inside.phases.find((item) => time >= item.start_s && time <= item.end_s);
  const name = t("chip.repetition", { n: inside.index });
  const detail = speed !== "" ? speed : phase === undefined ? "" : t(`phase.${phase.name}`, { defaultValue: phase.name });
  return <>{detail === "" ? name : t("chip.with", { name, detail })}</>;
}
