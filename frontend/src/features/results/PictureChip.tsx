import { useTranslation } from "react-i18next";
import type { Quality } from "../../api/types";
import { Mark } from "../../ui/Mark";
import { reasonName } from "./moments";
import type { Playhead } from "./playhead";
import { useTime } from "./usePlayhead";

/** What limits the frame on show, in its corner; nothing where nothing does. */
export function PictureChip({ quality, playhead }: { quality: readonly Quality[]; playhead: Playhead }) {
  const { t } = useTranslation();
  const time = useTime(playhead, 0.1);
  const item = quality.find((one) => one.severity !== "note" && time >= one.start_s && time <= one.end_s);
  if (item === undefined) return null;
  return <span className="chip right v-unsure"><Mark shape="unsure" />{reasonName(t, item)}</span>;
}
