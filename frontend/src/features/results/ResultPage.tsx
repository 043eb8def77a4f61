import { useEffect, useMemo, useState } from "react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useParams } from "react-router";
import { clipName, ROUTINE } from "../../api/catalogue";
import { getAssessments, getExercises } from "../../api/endpoints";
import { useOrganisation } from "../../api/session";
import type { Assessment } from "../../api/types";
import { useResource } from "../../api/useResource";
import { Empty } from "../../ui/Empty";
import { useKeys } from "../../ui/useKeys";
import { useNarrow } from "../../ui/useNarrow";
import { useTitle } from "../../ui/useTitle";
import { AnalysedAgain } from "./AnalysedAgain";
import type { LiveRepetition } from "./applyEvents";
import { ChoosePerson } from "./ChoosePerson";
import { SEVERAL } from "./Findings";
import { JudgedBy } from "./JudgedBy";
import { KeysDialog } from "./KeysDialog";
import { OwnBaseline } from "./OwnBaseline";
import { Playhead } from "./playhead";
import { ResultPhone } from "./ResultPhone";
import { ResultRoutine } from "./ResultRoutine";
import type { LayRoutine } from "./ResultRoutine";
import { ResultSkeleton } from "./ResultSkeleton";
import { ResultWide } from "./ResultWide";
import { useCurrent } from "./usePlayhead";
import { useResult } from "./useResult";
import { useReviewing } from "./useReviewing";
import { useScene } from "./useScene";
import { standing } from "./verdicts";

const NOTHING: readonly LiveRepetition[] = [];

interface ResultPageProps {
  /** What stands below the result about its record in the ledger. */
  record: (assessment: Assessment) => ReactNode;
  /** How the page of a routine is laid out. */
  routine: LayRoutine;
}

export function ResultPage({ record, routine }: ResultPageProps) {
  const { t } = useTranslation();
  const { org, role } = useOrganisation();
  const { id = "" } = useParams();
  const navigate = useNavigate();
  const narrow = useNarrow();
  const result = useResult(org, id);
  const exercises = useResource("exercises", getExercises);
  const [playhead, setPlayhead] = useState(() => new Playhead());
  const [keysShown, setKeysShown] = useState(false);
  const [choosing, setChoosing] = useState(false);
  useEffect(() => setPlayhead(new Playhead()), [id]);

  const { state } = result;
  const assessment = state?.assessment ?? null;
  const isRoutine = assessment !== null && (assessment.report === null ? assessment.exercise === ROUTINE : assessment.report.kind === "routine");
  const exercise = exercises.data?.find((item) => item.id === (assessment?.report?.exercise.id ?? assessment?.exercise)) ?? null;
  const repetitions = state?.repetitions ?? NOTHING;
  const reviews = assessment?.reviews;
  const standings = useMemo(() => new Map(repetitions.map((item) => [item.index, standing(item, reviews ?? [])])), [repetitions, reviews]);
  const current = useCurrent(playhead, repetitions);
  const reviewing = useReviewing(org, assessment, result);
  const scene = useScene(state, playhead, repetitions);
  useTitle(assessment === null ? t("result.title") : t("result.title_of", { name: assessment.participant.name, exercise: clipName(t, assessment.report?.exercise.id ?? assessment.exercise, exercises.data) }));

  const goTo = (repetition: LiveRepetition) => playhead.seek(farPoint(repetition));
  const step = (by: 1 | -1) => {
    const at = repetitions.findIndex((item) => item.index === current?.index);
    const next = repetitions[at + by];
    if (next !== undefined) goTo(next);
  };
  const sign = async () => {
    if (!(await reviewing.sign())) return;
    const waiting = await getAssessments(org, { state: ["done"], reviewed: false }).catch(() => null);
    const next = waiting?.results.find((item) => item.id !== id);
    if (next !== undefined) await navigate(`/o/${org}/clips/${next.id}`);
  };
  const mayReview = assessment?.permissions.review === true && assessment.state === "done";
  const judge = (label: "correct" | "incorrect" | "cannot_tell") => () => void reviewing.label(current?.index ?? null, label, "");
  const undoCurrent = () => {
    const review = current === null ? null : standings.get(current.index)?.review;
    if (review != null) void reviewing.undo(review);
  };
  useKeys({
    " ": () => playhead.toggle(),
    ArrowLeft: () => playhead.seek(playhead.time - scene.view.track.interval()),
    ArrowRight: () => playhead.seek(playhead.time + scene.view.track.interval()),
    ...(isRoutine ? {} : { j: () => step(-1), k: () => step(1), "Shift+ArrowLeft": () => step(-1), "Shift+ArrowRight": () => step(1) }),
    "?": () => setKeysShown(true),
    Escape: () => void navigate(`/o/${org}${role === "participant" ? "/clips" : ""}`),
    ...(mayReview && isRoutine ? { s: () => void sign() } : mayReview ? { "1": judge("correct"), "2": judge("incorrect"), "3": judge("cannot_tell"), u: undoCurrent, s: () => void sign() } : {}),
  });

  if (state === null || assessment === null) {
    if (result.error === null) return <ResultSkeleton phone={narrow} />;
    const gone = result.error.status === 404;
    return (
      <div className="wrap">
        <Empty title={t(gone ? "not_found.title" : "failure.title")} text={gone ? t("not_found.text") : result.error.message || t("failure.text")}>
          {gone ? <Link className="btn main" to={`/o/${org}`}>{t("not_found.home")}</Link> : <button className="btn main" onClick={result.reload}>{t("retry")}</button>}
        </Empty>
      </div>
    );
  }

  const several = assessment.permissions.follow && assessment.video !== null && assessment.state === "done" && state.quality.some((item) => item.reason === SEVERAL);
  const judged = assessment.report !== null && (
    <>
      <AnalysedAgain assessment={assessment} onReplaced={result.reload} />
      <OwnBaseline assessment={assessment} />
      <section><JudgedBy org={org} report={assessment.report} /></section>
    </>
  );
  const view = { org, state, exercise, playhead, scene, repetitions, standings, current, goTo, onItem: result.setItem, onOtherPerson: several ? () => setChoosing(true) : null, record: record(assessment), judged };
  return (
    <>
      {isRoutine ? (
        <ResultRoutine {...view} live={result.live} reviewing={mayReview ? reviewing : null} onSign={() => void sign()} lay={routine} />
      ) : narrow && role === "participant" ? (
        <ResultPhone {...view} />
      ) : (
        <ResultWide {...view} plain={role === "participant" || role === "guest"} live={result.live} reviewing={mayReview ? reviewing : null} onSign={() => void sign()} onUndo={undoCurrent} onKeys={() => setKeysShown(true)} />
      )}
      {choosing && <ChoosePerson org={org} assessment={assessment} onChosen={() => { setChoosing(false); result.reload(); }} onClose={() => setChoosing(false)} />}
      {keysShown && <KeysDialog review={mayReview} onClose={() => setKeysShown(false)} />}
    </>
  );
}

/** The telling moment of a repetition: the middle of its far phase, else its middle. */
export function farPoint(repetition: LiveRepetition): number {
  const phase = repetition.phases.length === 3 ? repetition.phases[1] : undefined;
  const span = phase ?? repetition;
  return (span.start_s + span.end_s) / 2;
}
