import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { LiveStatus } from "../../api/live";
import type { AssessmentItem, Exercise } from "../../api/types";
import { inSentence, moment } from "../../i18n/format";
import type { LiveRepetition, ResultState } from "./applyEvents";
import { CountBlock } from "./CountBlock";
import { Findings } from "./Findings";
import type { Playhead } from "./playhead";
import { Progress } from "./Progress";
import { Measured } from "./Measured";
import { RepetitionDetail } from "./RepetitionDetail";
import { RepetitionTable } from "./RepetitionTable";
import { Review } from "./Review";
import { plainSummary, professionalSummary } from "./summary";
import { Timeline } from "./Timeline";
import type { Reviewing } from "./useReviewing";
import type { Scene } from "./useScene";
import { groupFindings } from "./verdicts";
import type { Standing } from "./verdicts";
import { StageChip } from "./StageChip";
import { VideoStage } from "./VideoStage";
import { ViewSeen } from "./ViewSeen";

export interface ResultViewProps {
  org: string;
  state: ResultState;
  exercise: Exercise | null;
  playhead: Playhead;
  scene: Scene;
  repetitions: readonly LiveRepetition[];
  standings: ReadonlyMap<number, Standing>;
  current: LiveRepetition | null;
  goTo: (repetition: LiveRepetition) => void;
  onItem: (item: AssessmentItem) => void;
  /** Opens the choice of the person who is meant; null where there is none to make. */
  onOtherPerson: (() => void) | null;
  record: ReactNode;
  /** What judged, against whom, and whether it would today. */
  judged: ReactNode;
}
interface Props extends ResultViewProps {
  plain: boolean;
  live: LiveStatus;
  reviewing: Reviewing | null;
  onSign: () => void;
  onUndo: () => void;
  onKeys: () => void;
}

/** Laptop: video and time axis on the left, reading and deciding on the right. The same page while the work goes on. */
export function ResultWide(props: Props) {
  const { t, i18n } = useTranslation();
  const { org, state, exercise, playhead, scene, repetitions, standings, current, goTo, plain, reviewing } = props;
  const { assessment, quality } = state;
  const over = assessment.state === "done";
  const stopped = ["failed", "parked", "cancelled"].includes(assessment.state);
  const hold_s = exercise?.hold === true ? repetitions.reduce((sum, item) => sum + item.end_s - item.start_s, 0) : null;
  const excerpt = (start_s: number, end_s: number) => playhead.excerpt(start_s, Math.max(end_s, start_s + 1));
  const words = plain ? plainSummary(t, repetitions, standings, quality) : null;
  const currentStanding = current === null ? null : (standings.get(current.index) ?? null);
  return (
    <div className="result">
      <div>
        <VideoStage assessment={assessment} view={scene.view} playhead={playhead} faults={scene.faults} quality={quality} chip={assessment.video === null ? null : <StageChip exercise={exercise} repetitions={repetitions} playhead={playhead} />} />
        {!(stopped && assessment.video === null) && <Timeline video={assessment.video} duration_s={scene.duration_s} measured_s={scene.measured_s} view={scene.view} exercise={exercise} repetitions={repetitions} standings={standings} quality={quality} current={current?.index ?? null} playhead={playhead} onRepetition={goTo} onShow={excerpt} />}
      </div>
      <aside className="side" aria-label={over ? t("result.side") : t("result.side_so_far")}>
        <section>
          <div className="head">
            <h1>{assessment.participant.name}<span className="second">, {inSentence(exercise?.name ?? t("exercise.unknown"), i18n.language)}</span></h1>
            <span className="label">{moment(assessment.created_at, t)}</span>
          </div>
          {!over && <div className="over-block"><Progress org={org} state={state} plain={false} onItem={props.onItem} /></div>}
          {over && <p className="sum">{words?.well ?? professionalSummary(t, i18n.language, repetitions, quality)} {words?.change?.text}</p>}
          {over && <div className="count-block"><CountBlock repetitions={repetitions} standings={standings} finished hold_s={hold_s} period_s={assessment.report?.clip_verdict?.measures?.period?.value} /></div>}
        </section>
        {!over && !stopped && <section aria-live="polite"><CountBlock repetitions={repetitions} standings={standings} finished={false} hold_s={hold_s} /></section>}
        {over && <Findings groups={groupFindings(repetitions)} quality={quality} duration_s={scene.duration_s} onShow={excerpt} onOtherPerson={props.onOtherPerson} own={plain} />}
        {(repetitions.length > 0 || (!over && !stopped)) && (
          <section>
            <RepetitionTable repetitions={repetitions} standings={standings} current={current?.index ?? null} pending={!over && !stopped} onRepetition={goTo} />
            {over && current !== null && <RepetitionDetail repetition={current} />}
          </section>
        )}
        {!over && !stopped && <section className="second"><p>{t("progress.may_close")}</p></section>}
        {reviewing !== null && (
          <Review assessment={assessment} repetition={current} standing={currentStanding} refusal={reviewing.refusal} busy={reviewing.busy}
            onLabel={(label, note) => void reviewing.label(current?.index ?? null, label, note)} onUndo={props.onUndo} onSign={props.onSign} onUnsign={() => void reviewing.unsign()} onKeys={props.onKeys} />
        )}
        {reviewing === null && assessment.reviewed_at !== null && <section className="second"><p>{t("review.signed", { name: assessment.reviewer_name ?? "", when: moment(assessment.reviewed_at, t) })}</p></section>}
        {over && props.judged}
        {over && assessment.report !== null && (
          <section>
            <ViewSeen exercise={exercise} report={assessment.report} repetitions={repetitions} />
            <Measured report={assessment.report} />
          </section>
        )}
        <div className="rule stack tight8">
          {over && props.record}
          {props.live === "polling" && !over && <p className="label">{t("result.polling")}</p>}
          {assessment.permissions.download && assessment.video !== null && <p className="label"><a href={`/media/${org}/${assessment.id}/original`} download={assessment.filename}>{t("result.download")}</a></p>}
          <p className="intended">{over || stopped ? t("intended") : `${t("result.early")} ${t("intended")}`}</p>
        </div>
      </aside>
    </div>
  );
}
