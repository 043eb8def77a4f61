import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { clipName } from "../../api/catalogue";
import { getAssessments, getConsent, getExercises } from "../../api/endpoints";
import { useOrganisation, useSession } from "../../api/session";
import type { AssessmentItem, Exercise } from "../../api/types";
import { useResource } from "../../api/useResource";
import { daysAgo, inSentence } from "../../i18n/format";
import { Refusal } from "../../ui/Field";
import { Icon } from "../../ui/Icon";
import { Mark } from "../../ui/Mark";
import { Still } from "../../ui/Still";
import { useTitle } from "../../ui/useTitle";

const MOST_REPEATED = 3;

/** Home of the person who moves: what to film next, and how the last one went. */
export function HomePage() {
  const { t, i18n } = useTranslation();
  const { me } = useSession();
  const { org, kind } = useOrganisation();
  const clips = useResource(`home/${org}`, () => getAssessments(org));
  const consent = useResource(`consent/${org}`, () => getConsent(org));
  const exercises = useResource("exercises", getExercises);
  useTitle(t("nav.today"));
  const items = clips.data?.results ?? [];
  const today = items.filter((item) => daysAgo(item.created_at, new Date()) === 0);
  const stopped = items.find((item) => (item.state === "failed" || item.state === "parked") && daysAgo(item.created_at, new Date()) < 7);
  const last = items.find((item) => item.state === "done");
  const moving = items.find((item) => ["uploading", "queued", "working"].includes(item.state));
  const repeated = filmedLately(exercises.data ?? [], items);
  const hour = new Date().getHours();
  const greeting = t(hour < 12 ? "home.morning" : hour < 18 ? "home.afternoon" : "home.evening", { name: (me?.name ?? "").split(" ")[0] });
  const nameOf = (item: AssessmentItem) => clipName(t, item.exercise, exercises.data);

  return (
    <div className="phone home">
      <div className="pad stack grow">
        <h1 className="t28">{greeting}<br /><span className="second">{clips.loading ? "\u00a0" : t("home.sent", { count: today.length })}</span></h1>
        {clips.error !== null && <><Refusal>{clips.error.message || t("failure.no_connection")}</Refusal><button className="btn" onClick={clips.reload}>{t("retry")}</button></>}
        {consent.data?.needed === true && (
          <Link className="card cardlink" to={`/o/${org}/consent`}>
            <strong>{t("home.consent")}</strong>
            <span className="second">{t("home.consent_text")}</span>
          </Link>
        )}
        {exercises.loading || clips.loading ? <ExerciseBones /> : (
          <ol className="card flush">
            {repeated.map((exercise, i) => {
              const done = today.find((item) => item.exercise === exercise.id);
              return (
                <li className="todo" key={exercise.id}>
                  <Still exercise={exercise.id} className="still" />
                  <div><strong>{exercise.name}</strong><p className="second">{t(`view.${exercise.view}`, { defaultValue: exercise.view })}</p></div>
                  {done !== undefined && done.state === "done" ? (
                    <Link className="v is-correct done" to={`/o/${org}/clips/${done.id}`}><Icon name="check" /><b>{t("home.done")}</b></Link>
                  ) : (
                    <Link className={i === repeated.findIndex((one) => !today.some((item) => item.exercise === one.id && item.state === "done")) ? "btn main film-btn" : "btn film-btn"} to={`/o/${org}/film?exercise=${exercise.id}`} aria-label={t("home.film_named", { name: exercise.name })}><Icon name="camera" />{t("home.film")}</Link>
                  )}
                </li>
              );
            })}
            <li className="todo other">{repeated.length === 0 ? <Link className="btn main roomy" to={`/o/${org}/new`}>{t("picker.choose")}</Link> : <Link to={`/o/${org}/new`}>{t("home.other")}</Link>}</li>
          </ol>
        )}
        {moving !== undefined && (
          <Link className="card cardlink" to={`/o/${org}/clips/${moving.id}`}>
            <span className="label">{t(moving.state === "uploading" ? "home.arriving" : "home.working", { name: inSentence(nameOf(moving), i18n.language) })}</span>
            {moving.job !== null && (
              <>
                <span className="num t22">{Math.floor(moving.job.percent)} %</span>
                <span className="miniwalk wide" style={{ "--p": `${Math.floor(moving.job.percent)}%` }}><i /></span>
              </>
            )}
          </Link>
        )}
        {stopped !== undefined && (
          <Link className="card cardlink" to={`/o/${org}/clips/${stopped.id}`}>
            <span className="label">{t("home.stopped", { name: inSentence(nameOf(stopped), i18n.language) })}</span>
            <span>{stopped.job?.reason?.sentence ?? t(`stopped.${stopped.state}_text`)}</span>
          </Link>
        )}
        {last !== undefined && (
          <Link className="card cardlink" to={`/o/${org}/clips/${last.id}`}>
            <span className="label">{t("home.last", { name: inSentence(nameOf(last), i18n.language) })}</span>
            <span className="marks" role="img" aria-label={t("home.marks", { correct: last.verdicts.filter((label) => label === "correct").length, count: last.verdicts.length })}>
              {last.verdicts.map((label, i) => <Mark key={i} shape={label === "cannot_tell" ? "unsure" : label === "none" ? "ghost" : label} />)}
            </span>
            <span>{lastSentence(last, t)}</span>
            {last.reviewed_at !== null && <span className="second">{t("home.seen", { name: last.reviewer_name })}</span>}
          </Link>
        )}
        {clips.data !== null && items.length === 0 && <p className="second">{t(`home.first_${kind}`)}</p>}
      </div>
    </div>
  );
}

/** What was filmed lately, the newest first, so that a routine stays together. */
function filmedLately(exercises: readonly Exercise[], items: readonly AssessmentItem[]): Exercise[] {
  const recent = [...new Set(items.map((item) => item.exercise))];
  return recent.flatMap((id) => exercises.find((exercise) => exercise.id === id) ?? []).slice(0, MOST_REPEATED);
}

function lastSentence(item: AssessmentItem, t: TFunction): string {
  const correct = item.verdicts.filter((label) => label === "correct").length;
  const judged = item.verdicts.filter((label) => label === "correct" || label === "incorrect").length;
  if (judged === 0) return t("plain.counted", { count: item.count ?? 0 });
  if (correct === item.verdicts.length) return t("plain.all", { count: correct });
  return correct === 0 ? t("plain.none", { count: item.verdicts.length }) : t("plain.some", { correct, count: item.verdicts.length });
}

function ExerciseBones() {
  return (
    <ol className="card flush" aria-busy="true">
      {[1, 2, 3].map((row) => <li className="todo" key={row}><span className="still" /><div><span className="bone" style={{ "--w": "8rem" }} /><span className="bone" style={{ "--w": "5rem" }} /></div><span className="bone" style={{ "--w": "4rem" }} /></li>)}
    </ol>
  );
}
