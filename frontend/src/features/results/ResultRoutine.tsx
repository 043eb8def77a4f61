import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { LiveStatus } from "../../api/live";
import type { RoutineSlots } from "../../api/routine";
import { clock, moment } from "../../i18n/format";
import { Refusal } from "../../ui/Field";
import { useKeys } from "../../ui/useKeys";
import { Progress } from "./Progress";
import type { ResultViewProps } from "./ResultWide";
import { Timeline } from "./Timeline";
import { useCurrent, useTime } from "./usePlayhead";
import type { Reviewing } from "./useReviewing";
import { VideoStage } from "./VideoStage";

export type LayRoutine = (slots: RoutineSlots) => ReactNode;

interface Props extends ResultViewProps {
  live: LiveStatus;
  reviewing: Reviewing | null;
  onSign: () => void;
  lay: LayRoutine;
}

/** A clip sent as a routine: its elements stand where an exercise has repetitions. */
export function ResultRoutine(props: Props) {
  const { t } = useTranslation();
  const { org, state, playhead, scene, reviewing } = props;
  const { assessment, quality } = state;
  const over = assessment.state === "done";
  const stopped = ["failed", "parked", "cancelled"].includes(assessment.state);
  const current = useCurrent(playhead, state.elements);
  const excerpt = (start_s: number, end_s: number) => playhead.excerpt(Math.max(0, start_s), end_s);
  const step = (by: 1 | -1) => {
    const next = state.elements[state.elements.findIndex((item) => item.index === current?.index) + by];
    if (next !== undefined) playhead.seek(next.at_s);
  };
  useKeys({ j: () => step(-1), k: () => step(1), "Shift+ArrowLeft": () => step(-1), "Shift+ArrowRight": () => step(1) });
  const video = assessment.video;
  return props.lay({
    org,
    assessment,
    found: state.elements,
    track: scene.view.track,
    version: scene.view.version,
    duration_s: scene.duration_s,
    aspect: video === null ? 16 / 9 : video.width_px / video.height_px,
    over,
    current: current?.index ?? null,
    onShow: excerpt,
    onMoment: (at_s) => playhead.seek(at_s),
    stage: <VideoStage assessment={assessment} view={scene.view} playhead={playhead} faults={[]} quality={quality} chip={video === null ? null : <Chip {...props} />} />,
    timeline: (lanes) => !(stopped && video === null) && <Timeline video={video} duration_s={scene.duration_s} measured_s={scene.measured_s} view={scene.view} exercise={null} repetitions={[]} standings={props.standings} quality={quality} current={null} playhead={playhead} onRepetition={props.goTo} onShow={excerpt} lanes={lanes} />,
    progress: <Progress org={org} state={state} plain={false} onItem={props.onItem} />,
    foot: (
      <>
        {over && <section className="row">
          {assessment.reviewed_at !== null && <span className="second">{t("review.signed", { name: assessment.reviewer_name ?? "", when: moment(assessment.reviewed_at, t) })}</span>}
          {reviewing !== null && assessment.reviewed_at === null && <button className="btn main" disabled={reviewing.busy} onClick={props.onSign} aria-keyshortcuts="S">{t("review.sign")} <kbd>S</kbd></button>}
          {reviewing !== null && assessment.reviewed_at !== null && <button className="btn plain" onClick={() => void reviewing.unsign()}>{t("review.unsign")}</button>}
          {reviewing?.refusal != null && <Refusal>{reviewing.refusal}</Refusal>}
        </section>}
        {over && props.judged}
        <div className="rule stack tight8">
          {over && props.record}
          {over && props.onOtherPerson !== null && <p><button className="link" aria-haspopup="dialog" onClick={props.onOtherPerson}>{t("person.not_me")}</button></p>}
          {props.live === "polling" && !over && <p className="label">{t("result.polling")}</p>}
          {assessment.permissions.download && video !== null && <p className="label"><a href={`/media/${org}/${assessment.id}/original`} download={assessment.filename}>{t("result.download")}</a></p>}
          <p className="intended">{t("intended")}</p>
        </div>
      </>
    ),
  });
}

/** Which element the frame on show belongs to. */
function Chip({ state, playhead }: Props) {
  const { t } = useTranslation();
  const time = useTime(playhead, 0.1);
  const inside = state.elements.find((item) => time >= item.start_s && time <= item.end_s);
  return <>{inside === undefined ? clock(time, 1) : t("elements.chip", { n: inside.index })}</>;
}
