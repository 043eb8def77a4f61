import type { ElementFound } from "../../api/elements.ts";
import type {
  Assessment, Finding, JudgedRepetition, LandmarkChunk, Landmarks, LiveEvent, Quality, Repetition, Report, Review, Stage, Verdict,
} from "../../api/types.ts";

/**
 * What a result page knows. `assessment` is the server's record; the rest is read from events only.
 * The rule: a fetched assessment plus the events after it equals a fresh fetch.
 */
export interface ResultState {
  assessment: Assessment;
  /** Repetitions as they come; once there is a report, those of the report. */
  repetitions: LiveRepetition[];
  quality: Quality[];
  /** Of a routine, as they come; once there is a report, those of the report. */
  elements: ElementFound[];
  /** Chunks in order of time. */
  chunks: LandmarkChunk[];
  frames: { done: number; total: number | null };
  /** Id of the last event that reached the live parts (all but `assessment`). */
  through: number;
}
export type LiveRepetition = Repetition & { verdict: Verdict | null; findings: Finding[] };

/** `landmarks` present: everything up to `last_event_id` is known. Absent: the live parts are built from event 1 on. */
export function initialState(assessment: Assessment, landmarks: Landmarks | null = null): ResultState {
  const report = assessment.report;
  return {
    assessment,
    repetitions: report?.repetitions ?? [],
    quality: report?.quality ?? [],
    elements: report?.elements ?? [],
    chunks: landmarks === null || landmarks.count === 0 ? [] : [{ start: 0, ...landmarks }],
    frames: { done: landmarks?.count ?? 0, total: landmarks?.count ?? null },
    through: landmarks === null ? 0 : assessment.last_event_id,
  };
}

/** Pure. Events already applied are skipped, so the same list may come twice. */
export function applyEvents(state: ResultState, events: readonly LiveEvent[]): ResultState {
  let next = state;
  for (const event of events) {
    if (event.id > next.through) next = { ...applyLive(next, event), through: event.id };
    if (event.id > next.assessment.last_event_id) {
      next = { ...next, assessment: { ...applyToAssessment(next.assessment, event), last_event_id: event.id } };
    }
  }
  return next;
}

function applyLive(state: ResultState, event: LiveEvent): ResultState {
  switch (event.kind) {
    case "progress":
      return event.payload.frames_done === undefined ? state : { ...state, frames: { done: event.payload.frames_done, total: event.payload.frames_total ?? null } };
    case "landmarks":
      return withChunk(state, event.payload);
    case "quality":
      return { ...state, quality: [...state.quality, event.payload] };
    case "repetition":
      return { ...state, repetitions: withRepetition(state.repetitions, event.payload) };
    case "verdict": {
      const { index, findings, ...verdict } = event.payload;
      return { ...state, repetitions: state.repetitions.map((repetition) => (repetition.index === index ? { ...repetition, verdict, findings } : repetition)) };
    }
    case "element":
      return { ...state, elements: [...state.elements.filter((known) => known.index !== event.payload.index), event.payload] };
    case "report":
      return { ...state, repetitions: event.payload.repetitions, quality: event.payload.quality, elements: event.payload.elements ?? [] };
    case "stage":
      // A second attempt starts over; what the first one drew is void.
      return restarts(event.payload.stage) ? { ...state, repetitions: [], quality: [], elements: [], chunks: [] } : state;
    default:
      return state;
  }
}

const restarts = (stage: Stage) => stage === "pose";

function withChunk(state: ResultState, chunk: LandmarkChunk): ResultState {
  const before = state.chunks.filter((known) => known.start < chunk.start);
  return { ...state, chunks: [...before, chunk] };
}

function withRepetition(list: LiveRepetition[], repetition: Repetition): LiveRepetition[] {
  const known = list.find((item) => item.index === repetition.index);
  const fresh: LiveRepetition = { ...repetition, verdict: known?.verdict ?? null, findings: known?.findings ?? [] };
  return [...list.filter((item) => item.index !== repetition.index), fresh].sort((a, b) => a.index - b.index);
}

function applyToAssessment(assessment: Assessment, event: LiveEvent): Assessment {
  switch (event.kind) {
    case "stage":
      return withJob(assessment, { stage: event.payload.stage });
    case "progress":
      return withJob(assessment, { stage: event.payload.stage, percent: event.payload.percent, eta_s: event.payload.eta_s });
    case "job":
      return { ...assessment, job: event.payload };
    case "failed":
      return withJob(assessment, { reason: event.payload });
    case "state":
      return { ...assessment, state: event.payload.state };
    case "upload":
      return { ...assessment, upload: event.payload };
    case "signed":
      return { ...assessment, ...event.payload };
    case "video":
      return { ...assessment, video: event.payload, poster_url: event.payload.poster_url, duration_s: event.payload.duration_s };
    case "report":
      return {
        ...assessment,
        report: event.payload,
        count: counted(event.payload).length,
        verdicts: counted(event.payload).map((repetition) => repetition.verdict.label),
      };
    case "upload":
      return { ...assessment, upload: event.payload };
    case "signed":
      return { ...assessment, ...event.payload };
    case "review":
      return { ...assessment, reviews: withReview(assessment.reviews, event.payload) };
    default:
      return assessment;
  }
}

/** As the server counts for its lists: without those that went only part of the way. */
const counted = (report: Report): JudgedRepetition[] => report.repetitions.filter((repetition) => repetition.partial !== true);

function withJob(assessment: Assessment, change: Partial<NonNullable<Assessment["job"]>>): Assessment {
  return assessment.job === null ? assessment : { ...assessment, job: { ...assessment.job, ...change } };
}

function withReview(reviews: Review[], review: Review): Review[] {
  return reviews.some((known) => known.id === review.id)
    ? reviews.map((known) => (known.id === review.id ? review : known))
    : [...reviews, review];
}

/** The chunks as the landmarks endpoint gives them: one piece. */
export function landmarksOf(state: ResultState): Landmarks {
  const curves: Record<string, (number | null)[]> = {};
  for (const chunk of state.chunks) for (const [name, values] of Object.entries(chunk.curves)) (curves[name] ??= []).push(...values);
  return {
    count: state.chunks.reduce((sum, chunk) => sum + chunk.count, 0),
    t_s: state.chunks.flatMap((chunk) => chunk.t_s),
    xy_b64: joined(state.chunks.map((chunk) => chunk.xy_b64)),
    visibility_b64: joined(state.chunks.map((chunk) => chunk.visibility_b64)),
    flags: state.chunks.flatMap((chunk) => chunk.flags),
    curves,
  };
}

const joined = (pieces: string[]) => btoa(pieces.map((piece) => atob(piece)).join(""));
