import { expect, test } from "vitest";
import type { Assessment, LandmarkChunk, LiveEvent, Review } from "../../api/types";
import { applyEvents, initialState, landmarksOf } from "./applyEvents";

const assessment = (values: Partial<Assessment> = {}): Assessment => ({
  id: "a", state: "working", created_at: "2026-11-24T09:00:00+00:00", exercise: "deep_squat", participant: { id: "p", name: "Mara" }, filename: "clip.mp4",
  duration_s: null, poster_url: null, count: null, verdicts: [], reviewed_at: null, reviewer_name: null,
  job: { id: "j", kind: "assess", state: "running", stage: null, percent: 30, eta_s: null, waiting_behind: null, reason: null, can_cancel: true, can_retry: false, attempts: 1 },
  upload: null, video: null, report: null, reviews: [], last_event_id: 4, permissions: { review: true, follow: true, cancel: true, retry: true, download: true }, ...values,
});
const chunk = (start: number): LandmarkChunk => ({ start, count: 2, t_s: [start, start + 0.5], xy_b64: btoa("ab"), visibility_b64: btoa("c"), flags: [0, 1], curves: { knee_left: [start, null] } });
const event = (id: number, kind: string, payload: unknown) => ({ id, at: "2026-11-24T09:00:01+00:00", kind, payload }) as LiveEvent;
const repetition = (index: number) => ({ index, start_s: index, end_s: index + 1, side: "both" as const, phases: [], measures: {} });

test("events before the fetched one build the live parts and leave the record alone", () => {
  const state = applyEvents(initialState(assessment()), [event(3, "repetition", repetition(1)), event(4, "progress", { stage: "pose", percent: 10, eta_s: 3 })]);

  expect(state.repetitions.map((item) => item.index)).toEqual([1]);
  expect(state.assessment.job?.percent).toBe(30);
});

test("the same events twice change nothing the second time", () => {
  const events = [event(5, "landmarks", chunk(0)), event(6, "quality", { reason: "too_dark", start_s: 0, end_s: 1, severity: "warning" })];
  const once = applyEvents(initialState(assessment()), events);

  expect(applyEvents(once, events)).toBe(once);
});

test("a verdict finds its repetition and the report replaces both", () => {
  const verdict = { index: 1, label: "correct", probability: null, source: "rubric", findings: [] };
  const before = applyEvents(initialState(assessment()), [event(5, "repetition", repetition(1)), event(6, "verdict", verdict)]);
  const report = { repetitions: [{ ...repetition(1), verdict: { label: "incorrect", probability: null, source: "rubric" }, findings: [] }], quality: [] };
  const after = applyEvents(before, [event(7, "report", report)]);

  expect(before.repetitions[0]?.verdict?.label).toBe("correct");
  expect(after.assessment.verdicts).toEqual(["incorrect"]);
  expect(after.assessment.count).toBe(1);
  expect(after.assessment.last_event_id).toBe(7);
});

test("a second attempt voids what the first one drew", () => {
  const state = applyEvents(initialState(assessment()), [event(5, "landmarks", chunk(0)), event(6, "repetition", repetition(1)), event(7, "stage", { stage: "pose" }), event(8, "landmarks", chunk(0))]);

  expect(state.repetitions).toEqual([]);
  expect(landmarksOf(state).count).toBe(2);
});

test("chunks join to what the landmarks endpoint answers", () => {
  const state = applyEvents(initialState(assessment()), [event(5, "landmarks", chunk(0)), event(6, "landmarks", chunk(2))]);

  expect(landmarksOf(state)).toEqual({ count: 4, t_s: [0, 0.5, 2, 2.5], xy_b64: btoa("abab"), visibility_b64: btoa("cc"), flags: [0, 1, 0, 1], curves: { knee_left: [0, null, 2, null] } });
});

test("a review taken back keeps its row", () => {
  const review: Review = { id: "r", repetition: 1, label: "correct", note: "", reviewer_name: "Anna", created_at: "2026-11-24T09:05:00+00:00", withdrawn_at: null, left_behind_at: null };
  const withdrawn = { ...review, withdrawn_at: "2026-11-24T09:06:00+00:00" };
  const state = applyEvents(initialState(assessment()), [event(5, "review", review), event(6, "review", withdrawn)]);

  expect(state.assessment.reviews).toEqual([withdrawn]);
});
