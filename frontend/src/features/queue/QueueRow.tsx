import { useState } from "react";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { cancelAssessment, retryAssessment } from "../../api/endpoints";
import { ApiError } from "../../api/http";
import type { AssessmentItem, VerdictLabel } from "../../api/types";
import { moment } from "../../i18n/format";
import { Refusal } from "../../ui/Field";
import { Mark } from "../../ui/Mark";
import { Still } from "../../ui/Still";
import { isMoving } from "./useAssessments";
import { whyOf } from "./why";

interface Props {
  org: string;
  item: AssessmentItem;
  exercise: string;
  selected: boolean;
  own: boolean;
  onFocus: () => void;
  onItem: (item: AssessmentItem) => void;
}

const shape = (label: VerdictLabel) => (label === "cannot_tell" ? "unsure" : label === "none" ? "ghost" : label);

/** One line a clip. A clip that stopped says why and offers the way on, in its place. */
export function QueueRow({ org, item, exercise, selected, own, onFocus, onItem }: Props) {
  const { t } = useTranslation();
  const [refusal, setRefusal] = useState<string | null>(null);
  const why = whyOf(item);
  const act = async (action: typeof retryAssessment) => {
    try {
      setRefusal(null);
      onItem(await action(org, item.id));
    } catch (error) {
      setRefusal(error instanceof ApiError && error.message !== "" ? error.message : t("failure.no_connection"));
    }
  };
  const mayRetry = item.job?.can_retry === true && ["failed", "parked", "cancelled"].includes(item.state);
  const mayCancel = item.job?.can_cancel === true && isMoving(item);
  return (
    <li className={mayRetry || mayCancel ? "has-act" : undefined}>
      <Link to={`/o/${org}/clips/${item.id}`} aria-current={selected ? "true" : undefined} onFocus={onFocus}>
        {item.poster_url === null ? <Still exercise={item.exercise} className="still" /> : <img className="still" src={item.poster_url} alt="" loading="lazy" />}
        <span>
          <strong>{own ? exercise : item.participant.name}</strong>
          <span className="label">{own ? moment(item.created_at, t) : item.filename}</span>
        </span>
        {!own && <span className="t15">{exercise}</span>}
        <Marks item={item} />
        <span className={why === "new" || why === "unsure" || why === "faults" ? "second quiet" : "second"}>{sentence(item, t)}</span>
        <span className="why">{own && item.state === "done" && item.reviewed_at === null ? "" : t(`why.${why}`)}</span>
        {!own && <span className="age">{age(item.created_at, t)}</span>}
      </Link>
      {mayRetry && <button className="btn act" onClick={() => void act(retryAssessment)}>{t("progress.retry")}</button>}
      {mayCancel && <button className="btn plain act" onClick={() => void act(cancelAssessment)}>{t("progress.cancel_short")}</button>}
      {refusal !== null && <Refusal>{refusal}</Refusal>}
    </li>
  );
}

function Marks({ item }: { item: AssessmentItem }) {
  const { t } = useTranslation();
  if (item.state !== "done") {
    const percent = Math.floor(item.job?.percent ?? 0);
    if (!isMoving(item)) return <span className="label">–</span>;
    return <span><span className="num">{percent} %</span><span className="miniwalk" style={{ "--p": `${percent}%` }}><i /></span></span>;
  }
  const count = (label: VerdictLabel) => item.verdicts.filter((one) => one === label).length;
  const spoken = (["correct", "incorrect", "cannot_tell"] as const).filter((label) => count(label) > 0).map((label) => t(`count.${label}`, { count: count(label) })).join(", ");
  const judged = item.verdicts.some((label) => label !== "none");
  return (
    <span>
      {judged && <span className="marks" role="img" aria-label={spoken}>{item.verdicts.map((label, i) => <Mark key={i} shape={shape(label)} />)}</span>}
      <span className="tot">{judged ? t("queue.correct_of", { correct: count("correct"), count: item.verdicts.length }) : t("count.n", { count: item.count ?? 0 })}</span>
    </span>
  );
}

function sentence(item: AssessmentItem, t: TFunction): string {
  const job = item.job;
  if (item.state === "failed" || item.state === "parked") return job?.reason?.sentence ?? t(`stopped.${item.state}_text`);
  if (item.state === "cancelled") return t("stopped.cancelled_text");
  if (item.state === "uploading") return t("progress.uploading");
  if (item.state === "queued") return t("progress.waiting", { count: job?.waiting_behind ?? 0 });
  if (item.state === "working") return job?.stage == null ? t("progress.now_received") : t(`stage.${job.stage}`);
  if (item.reviewed_at !== null) return t("review.signed", { name: item.reviewer_name ?? "", when: moment(item.reviewed_at, t) });
  return item.duration_s === null ? "" : t("queue.duration", { s: Math.round(item.duration_s) });
}

/** "12 min", "3 h", "yesterday", a date. */
function age(at: string, t: TFunction): string {
  const minutes = Math.max(0, (Date.now() - new Date(at).getTime()) / 60_000);
  if (minutes < 1) return t("age.now");
  if (minutes < 60) return t("age.minutes", { n: Math.floor(minutes) });
  if (minutes < 24 * 60) return t("age.hours", { n: Math.floor(minutes / 60) });
  return t("age.days", { count: Math.floor(minutes / 1440) });
}
