import { useState } from "react";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { cancelAssessment, retryAssessment } from "../../api/endpoints";
import { ApiError } from "../../api/http";
import type { AssessmentItem, Stage } from "../../api/types";
import { Refusal } from "../../ui/Field";
import { Icon } from "../../ui/Icon";
import { Walk } from "../../ui/Plumb";
import type { ResultState } from "./applyEvents";
import { timeLeft } from "./timeLeft";

/** Steps that a person recognises; several stages of the work share one. */
const STEPS: readonly { key: string; stages: readonly Stage[] }[] = [
  { key: "received", stages: ["receiving"] },
  { key: "checked", stages: ["checking", "preparing"] },
  { key: "measured", stages: ["pose"] },
  { key: "judged", stages: ["repetitions", "judging", "elements"] },
  { key: "written", stages: ["report"] },
];

interface Props {
  org: string;
  state: ResultState;
  plain: boolean;
  onItem: (item: AssessmentItem) => void;
}

/** Where the work stands: stage, percent, time left, who is before it; cancel, or the reason it stopped and the way on. */
export function Progress({ org, state, plain, onItem }: Props) {
  const { t } = useTranslation();
  const [refusal, setRefusal] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const { assessment } = state;
  const job = assessment.job;
  const stopped = assessment.state === "failed" || assessment.state === "parked" || assessment.state === "cancelled";

  const act = async (action: typeof cancelAssessment) => {
    setBusy(true);
    setRefusal(null);
    try {
      onItem(await action(org, assessment.id));
    } catch (error) {
      setRefusal(error instanceof ApiError && error.message !== "" ? error.message : t("failure.no_connection"));
    }
    setBusy(false);
  };

  if (stopped) {
    return (
      <div role="status" className="stack">
        <p className="t22">{t(`stopped.${assessment.state}`)}</p>
        <p className="sum second">{job?.reason?.sentence ?? t(`stopped.${assessment.state}_text`)}</p>
        {refusal !== null && <Refusal>{refusal}</Refusal>}
        {assessment.permissions.retry && job?.can_retry !== false && <div className="row"><button className="btn main" disabled={busy} onClick={() => void act(retryAssessment)}>{t("progress.retry")}</button></div>}
      </div>
    );
  }

  const percent = Math.floor(job?.percent ?? 0);
  const waiting = assessment.state === "queued" || job?.state === "queued";
  const uploading = assessment.state === "uploading";
  const now = uploading ? 0 : STEPS.findIndex((step) => job?.stage != null && step.stages.includes(job.stage));
  const words = uploading ? t("progress.uploading") : waiting && percent === 0 ? t("progress.waiting", { count: job?.waiting_behind ?? 0 }) : t(plain ? `progress.plain_${STEPS[Math.max(0, now)]?.key ?? "received"}` : `progress.now_${STEPS[Math.max(0, now)]?.key ?? "received"}`);
  return (
    <div className="progress" data-testid="progress">
      <div className="count">
        <span className="n">{percent}<span className="unit"> %</span></span>
        <span className="of" role="status">{words}<br /><span className="num">{job?.eta_s == null ? "\u00a0" : timeLeft(t, job.eta_s)}</span></span>
      </div>
      <Walk percent={percent} />
      {!plain && (
        <ol className="stagelist">
          {STEPS.map((step, i) => (
            <li key={step.key} className={i < now ? "done" : i === now ? "now" : undefined}>
              <Icon name={i < now ? "check" : i === now ? "ring" : "dash"} />
              <span>{t(`progress.step_${step.key}`)}</span>
              <span className="label num">{detail(step.key, i <= now, state, t)}</span>
            </li>
          ))}
        </ol>
      )}
      {refusal !== null && <Refusal>{refusal}</Refusal>}
      {assessment.permissions.cancel && job?.can_cancel !== false && <button className="link" disabled={busy} onClick={() => void act(cancelAssessment)}>{t("progress.cancel")}</button>}
    </div>
  );
}

function detail(key: string, reached: boolean, { assessment, frames }: ResultState, t: TFunction): string {
  if (!reached) return "";
  const size = assessment.upload?.size;
  if (key === "received" && size != null && assessment.state !== "uploading") return t("progress.size", { mb: (size / 1e6).toFixed(size < 1e7 ? 1 : 0) });
  if (key === "checked" && assessment.video !== null) return t("progress.picture", { height: Math.min(assessment.video.height_px, assessment.video.width_px), fps: Math.round(assessment.video.fps) });
  if (key === "measured" && frames.done > 0 && frames.total !== null) return t("progress.frames", { done: frames.done, total: frames.total });
  return "";
}
