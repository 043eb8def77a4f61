import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useOrganisation } from "../../api/session";
import { moment } from "../../i18n/format";
import { Icon } from "../../ui/Icon";
import { Mark } from "../../ui/Mark";
import { isPartial } from "./counting";
import { Measured } from "./Measured";
import { Progress } from "./Progress";
import { RepetitionDetail } from "./RepetitionDetail";
import { RepetitionTable } from "./RepetitionTable";
import type { ResultViewProps } from "./ResultWide";
import { StageChip } from "./StageChip";
import { plainSummary } from "./summary";
import { Timeline } from "./Timeline";
import { shapeOf } from "./verdicts";
import { VideoStage } from "./VideoStage";
import { ViewSeen } from "./ViewSeen";

/** Phone, for the person who moved: the video, what went well, one thing to change, and nothing more unless asked. */
export function ResultPhone(props: ResultViewProps) {
  const { t } = useTranslation();
  const membership = useOrganisation();
  const { org, state, exercise, playhead, scene, repetitions, standings, current, goTo } = props;
  const { assessment, quality } = state;
  const over = assessment.state === "done";
  const stopped = ["failed", "parked", "cancelled"].includes(assessment.state);
  const words = plainSummary(t, repetitions, standings, quality);
  const excerpt = (start_s: number, end_s: number) => playhead.excerpt(start_s, Math.max(end_s, start_s + 1));
  const show = () => {
    const first = words.change ?? repetitions[0];
    if (first === undefined) playhead.play();
    else excerpt(first.start_s, first.end_s);
  };
  return (
    <div className="phone">
      <div className="bar">
        <Link className="icon" to={`/o/${org}/clips`} aria-label={t("back")}><Icon name="back" className="flip" /></Link>
        <h1>{exercise?.name ?? t("exercise.unknown")}</h1>
        <span className="push label">{moment(assessment.created_at, t)}</span>
      </div>
      <VideoStage assessment={assessment} view={scene.view} playhead={playhead} faults={scene.faults} quality={quality} chip={repetitions.length > 0 ? <StageChip exercise={exercise} repetitions={repetitions} playhead={playhead} /> : null} />
      {over && repetitions.length > 0 && (
        <div className="reps pad" role="group" aria-label={t("timeline.repetitions")}>
          {repetitions.map((repetition) => {
            const label = standings.get(repetition.index)?.label ?? null;
            const partial = isPartial(repetition);
            return (
              <button key={repetition.index} aria-current={repetition.index === current?.index ? "true" : undefined} aria-label={partial ? t("timeline.partial", { n: repetition.index }) : t("timeline.repetition", { n: repetition.index, verdict: t(`verdict.${label ?? "pending"}`) })} onClick={() => goTo(repetition)}>
                <Mark shape={partial ? "partial" : shapeOf(label)} />{repetition.index}
              </button>
            );
          })}
        </div>
      )}
      <div className="pad stack tight">
        {over ? (
          <section className="card stack">
            <div>
              <h2 className="label">{t("plain.well")}</h2>
              <p className="t22">{words.well}</p>
            </div>
            {words.change !== null && (
              <div className="parted">
                <h2 className="label">{t("plain.change")}</h2>
                <p className="t22">{words.change.text}</p>
              </div>
            )}
          </section>
        ) : (
          <Progress org={org} state={state} plain onItem={props.onItem} />
        )}
        {!over && !stopped && (
          <section className="card stack" aria-live="polite">
            <p className="t22">{repetitions.length === 0 ? t("plain.none_yet") : t("plain.so_far", { count: repetitions.length })}</p>
            {repetitions.length > 0 && <span className="marks">{repetitions.map((repetition) => <Mark key={repetition.index} shape={shapeOf(standings.get(repetition.index)?.label ?? null)} />)}</span>}
            <p className="second">{t("plain.early")}</p>
          </section>
        )}
        {over && words.cannotTell !== null && <p className="second with-mark"><Mark shape="unsure" /><span>{words.cannotTell}</span></p>}
        {over && props.onOtherPerson !== null && <p><button className="link" aria-haspopup="dialog" onClick={props.onOtherPerson}>{t("person.not_me")}</button></p>}
        {!over && !stopped && assessment.state !== "uploading" && <p className="with-mark arrived"><Icon name="check" /><span>{t("plain.arrived")}</span></p>}
      </div>
      <div className="pad grow">
        {over && repetitions.length > 0 && (
          <details className="more-details">
            <summary className="disc">{t("plain.details")}<Icon name="down" /></summary>
            <Timeline video={assessment.video} duration_s={scene.duration_s} measured_s={scene.measured_s} view={scene.view} exercise={exercise} repetitions={repetitions} standings={standings} quality={quality} current={current?.index ?? null} playhead={playhead} onRepetition={goTo} onShow={excerpt} />
            <RepetitionTable repetitions={repetitions} standings={standings} current={current?.index ?? null} pending={false} onRepetition={goTo} />
            {current !== null && <RepetitionDetail repetition={current} />}
            {assessment.report !== null && (
              <>
                <ViewSeen exercise={exercise} report={assessment.report} repetitions={repetitions} />
                <Measured report={assessment.report} />
              </>
            )}
          </details>
        )}
        {over && props.judged}
        {over && props.record}
        {!stopped && <p className="second closing">{assessment.reviewed_at === null ? t(`plain.next_${membership.kind}`) : t("review.signed", { name: assessment.reviewer_name ?? "", when: moment(assessment.reviewed_at, t) })} {t("plain.intended")}</p>}
      </div>
      <div className="dock big">
        {over && repetitions.length > 0 && <button className="btn main" onClick={show}><Icon name="play" />{t("findings.show")}</button>}
        <Link className={over && repetitions.length > 0 ? "btn" : "btn grow"} to={`/o/${org}/film${assessment.exercise === null ? "" : `?exercise=${assessment.exercise}`}`}>{over || stopped ? t("plain.film_again") : t("plain.film_next")}</Link>
      </div>
    </div>
  );
}
