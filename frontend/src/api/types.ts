/** The contract with the server, by hand until `npm run gen` has an OpenAPI file to read. Times are ISO 8601 UTC. */

export type OrganisationKind = "clinic" | "school";
export type Role = "admin" | "professional" | "participant" | "device" | "guest";

export interface Membership {
  org: string;
  org_name: string;
  kind: OrganisationKind;
  role: Role;
  membership_id: string;
  permissions: string[];
}
export interface Me {
  id: string;
  email: string;
  name: string;
  locale: string;
  email_verified: boolean;
  totp_enabled: boolean;
  passkey_count: number;
  memberships: Membership[];
}
export interface Page<T> {
  next: string | null;
  previous: string | null;
  results: T[];
}
export interface Exercise {
  id: string;
  name: string;
  view: string;
  views: string[];
  start_position: string;
  hold: boolean;
  camera_advice: string;
  principal: { curve: string; unit: string };
  curves: { name: string; label: string; unit: string }[];
}
export interface InvitationPreview {
  org_name: string;
  kind: OrganisationKind;
  role: Role;
  email: string;
  inviter_name: string;
  expires_at: string;
  has_account: boolean;
}
export interface Member {
  id: string;
  user_id: string;
  name: string;
  email: string;
  role: Role;
  joined_at: string;
  expires_at: string | null;
  last_seen_at: string | null;
}
export interface Invitation {
  id: string;
  email: string;
  role: Role;
  state: "pending" | "accepted" | "expired" | "revoked";
  expires_at: string;
  created_at: string;
}
export interface Device {
  id: string;
  name: string;
  scopes: string[];
  created_at: string;
  last_used_at: string | null;
  revoked_at: string | null;
  token?: string;
}
export interface Participant {
  id: string;
  name: string;
  consented: boolean;
  last_assessment_at: string | null;
}
export interface Consent {
  document: { id: string; version: string; title: string; body: string[]; published_at: string };
  given: { id: string; version: string; given_at: string; withdrawn_at: string | null } | null;
  needed: boolean;
}

export type AssessmentState = "uploading" | "queued" | "working" | "done" | "failed" | "parked" | "cancelled";
export type JobState = "queued" | "running" | "done" | "failed" | "parked" | "cancelled";
export type Stage = "receiving" | "checking" | "preparing" | "pose" | "repetitions" | "judging" | "report";
/** `none`: counted, but nothing was judged. */
export type VerdictLabel = "correct" | "incorrect" | "cannot_tell" | "none";
export type ReviewLabel = Exclude<VerdictLabel, "none">;

export interface Job {
  id: string;
  kind: string;
  state: JobState;
  stage: Stage | null;
  percent: number;
  eta_s: number | null;
  waiting_behind: number | null;
  reason: { code: string; sentence: string } | null;
  can_cancel: boolean;
  can_retry: boolean;
  attempts: number;
}
export interface AssessmentItem {
  id: string;
  state: AssessmentState;
  created_at: string;
  exercise: string | null;
  participant: { id: string; name: string };
  filename: string;
  duration_s: number | null;
  poster_url: string | null;
  count: number | null;
  verdicts: VerdictLabel[];
  reviewed_at: string | null;
  reviewer_name: string | null;
  job: Job | null;
}
export interface Thumbs {
  url: string;
  columns: number;
  rows: number;
  count: number;
  width_px: number;
  height_px: number;
  interval_s: number;
}
export interface Video {
  url: string;
  poster_url: string;
  thumbs: Thumbs | null;
  width_px: number;
  height_px: number;
  duration_s: number;
  fps: number;
}
export interface Measure {
  value: number | null;
  unit: string;
}
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
}
export interface Verdict {
  label: VerdictLabel;
  probability: number | null;
  source: "learned" | "rubric" | "none";
  findings: Finding[];
}
export interface Repetition {
  index: number;
  start_s: number;
  end_s: number;
  side: "left" | "right" | "both";
  phases: { name: string; start_s: number; end_s: number }[];
  measures: Record<string, Measure>;
}
export interface JudgedRepetition extends Repetition {
  verdict: Verdict;
}
export interface Quality {
  reason: string;
  start_s: number;
  end_s: number;
  severity: "note" | "warning" | "blocking";
  sentence?: string;
}
export interface Report {
  schema: string;
  video: { sha256: string; duration_s: number; fps: number; width_px: number; height_px: number; rotation_deg: number; codec: string };
  exercise: { id: string | null; source: "given" | "recognised" | "unknown"; confidence: number | null };
  quality: Quality[];
  repetitions: JudgedRepetition[];
  clip_verdict: Verdict | null;
  models: { name: string; weights_sha256: string; card: string }[];
  software: unknown;
}
export interface Review {
  id: string;
  repetition: number | null;
  label: ReviewLabel;
  note: string;
  reviewer_name: string;
  created_at: string;
  withdrawn_at: string | null;
}
export interface UploadRecord {
  id: string;
  url: string;
  offset: number;
  size: number | null;
  sha256: string | null;
}
export interface Assessment extends AssessmentItem {
  upload: UploadRecord | null;
  video: Video | null;
  report: Report | null;
  reviews: Review[];
  last_event_id: number;
  permissions: { review: boolean; cancel: boolean; retry: boolean; download: boolean };
}
/** `count` frames from frame number `start`; points as in docs/formats: uint16 codes over -0.5..1.5 of the picture. */
export interface LandmarkChunk {
  start: number;
  count: number;
  t_s: number[];
  xy_b64: string;
  visibility_b64: string;
  flags: number[];
  curves: Record<string, (number | null)[]>;
}
export type Landmarks = Omit<LandmarkChunk, "start">;

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
  | Stamped<"verdict", Verdict & { index: number }>
  | Stamped<"report", Report>
  | Stamped<"upload", UploadRecord>
  | Stamped<"signed", { reviewed_at: string | null; reviewer_name: string | null }>
  | Stamped<"failed", { code: string; sentence: string }>
  | Stamped<"video", Video>
  | Stamped<"review", Review>
  | Stamped<"upload", NonNullable<Assessment["upload"]>>
  | Stamped<"signed", { reviewed_at: string | null; reviewer_name: string | null }>
  | Stamped<"state", { state: AssessmentState }>
  | Stamped<"job", Job>;

export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  fields?: Record<string, string>;
}
