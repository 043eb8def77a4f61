import type { components } from "./schema.gen";

/** The server's records by their everyday names. The report and the payloads of live events are refined by hand: to OpenAPI they are JSON. */
type S = components["schemas"];

export type OrganisationKind = S["OrganisationKindEnum"];
export type Role = S["RoleEnum"];
export type Permission = S["PermissionsEnum"];
export type Scope = S["ScopesEnum"];
export type Membership = S["Standing"];
export type Me = S["Me"];
export type Exercise = S["Exercise"];
export type InvitationPreview = S["InvitationShown"];
export type Member = S["Member"];
export type Invitation = S["Invitation"];
export type NewInvitation = S["InvitationRequestRequest"];
export type Device = S["Device"];
export type DeviceMade = S["DeviceMade"];
export type Participant = S["Participant"];
export type Consent = S["Consent"];
export type Problem = S["Problem"];
/** A page of a list; the addresses of its neighbours are absolute. */
export interface Page<T> {
  next?: string | null;
  previous?: string | null;
  results: T[];
}

export type AssessmentState = S["AssessmentStateEnum"];
export type JobState = S["JobStateEnum"];
export type Stage = "receiving" | "checking" | "preparing" | "pose" | "repetitions" | "judging" | "elements" | "report";
/** `none`: counted, but nothing was judged. */
export type VerdictLabel = S["VerdictsEnum"];
export type ReviewLabel = S["LabelEnum"];
export type Job = Omit<S["Job"], "stage"> & { stage: Stage | null };
export type AssessmentItem = Omit<S["AssessmentItem"], "job"> & { job: Job | null };
export type Thumbs = S["Thumbs"];
export type Video = S["Video"];
export type UploadRecord = S["Upload"];
export type Review = S["Review"];
export type Assessment = Omit<S["Assessment"], "job" | "report"> & { job: Job | null; report: Report | null };
export type Landmarks = S["Landmarks"];

export interface Measure {
  value: number | null;
  unit: string;
  /** How far off the value may be, in its unit; reports of before lack it. */
  error?: number;
}
export type Side = "left" | "right" | "both";
export interface Finding {
  code: string;
  joint: string | null;
  phase: string | null;
  start_s: number;
  end_s: number;
  measured: number | null;
  expected: unknown;
  unit: string;
  sentence_patient: string;
  sentence_clinician: string;
  /** The telling moment; reports of before have the span alone. */
  at_s?: number;
  side?: Side;
}
export interface Verdict {
  label: VerdictLabel;
  probability: number | null;
  source: "learned" | "rubric" | "none";
  view?: string;
  /** Held against other people, or against the person's own baseline. */
  baseline?: "population" | "personal";
}
export interface Repetition {
  index: number;
  start_s: number;
  end_s: number;
  side: Side;
  /** Not far enough to count; stands in the list and is counted apart. */
  partial?: boolean;
  /** How far it went, of the usual or the full way. */
  share?: number;
  set?: number;
  phases: { name: string; start_s: number; end_s: number }[];
  measures: Record<string, Measure>;
}
export interface JudgedRepetition extends Repetition {
  verdict: Verdict;
  findings: Finding[];
}
export interface Quality {
  reason: string;
  start_s: number;
  end_s: number;
  severity: "note" | "warning" | "blocking";
  sentence?: string;
}
/** From where the clip was filmed, as found in the picture; `side`: which side of the person is towards the camera. */
export interface ViewFound {
  name: string;
  side?: "left" | "right" | null;
}
export interface Complexity {
  index: number;
  joints: number;
  angular_sensitivity: number;
  range_of_motion: number;
  balance: number;
}
export interface Report {
  schema: string;
  /** Reports of before lack it: they are of exercises. */
  kind?: "exercise" | "routine";
  video: { sha256: string; duration_s: number; fps: number; width_px: number; height_px: number; rotation_deg: number; codec: string };
  exercise: { id: string | null; source: "given" | "recognised" | "unknown"; confidence: number | null };
  quality: Quality[];
  repetitions: JudgedRepetition[];
  clip_verdict: (Verdict & { measures?: Record<string, Measure> }) | null;
  view?: ViewFound | null;
  complexity?: Complexity | null;
  elements?: S["ReportElement"][];
  models: { name: string; weights_sha256: string; card: string }[];
  software: unknown;
}
/** `count` frames from frame number `start`; points as in docs/formats: uint16 codes over -0.5..1.5 of the picture. */
export type LandmarkChunk = Landmarks & { start: number };

interface Stamped<K extends string, P> {
  id: number;
  at: string;
  kind: K;
  payload: P;
}
export type LiveEvent =
  | Stamped<"stage", { stage: Stage }>
  | Stamped<"progress", { stage: Stage; percent: number; eta_s: number | null; frames_done?: number; frames_total?: number | null }>
  | Stamped<"landmarks", LandmarkChunk>
  | Stamped<"quality", Quality>
  | Stamped<"repetition", Repetition>
  | Stamped<"verdict", Verdict & { index: number; findings: Finding[] }>
  | Stamped<"element", S["ReportElement"]>
  | Stamped<"report", Report>
  | Stamped<"upload", UploadRecord>
  | Stamped<"signed", { reviewed_at: string | null; reviewer_name: string | null }>
  | Stamped<"failed", { code: string; sentence: string }>
  | Stamped<"video", Video>
  | Stamped<"review", Review>
  | Stamped<"upload", NonNullable<Assessment["upload"]>>
  | Stamped<"state", { state: AssessmentState }>
  | Stamped<"job", Job>;
