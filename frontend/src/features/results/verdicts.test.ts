import { expect, test } from "vitest";
import type { Finding, Review } from "../../api/types";
import type { LiveRepetition } from "./applyEvents";
import { faultyParts, groupFindings, standing } from "./verdicts";

const finding = (code: string, measured: number): Finding => ({ code, joint: "knee", phase: "bottom", start_s: 1, end_s: 2, measured, expected: 90, unit: "deg", sentence_patient: "", sentence_clinician: "" });
const repetition = (index: number, findings: Finding[]): LiveRepetition => ({
  index, start_s: index, end_s: index + 1, side: "both", phases: [], measures: {}, verdict: { label: findings.length > 0 ? "incorrect" : "correct", probability: null, source: "rubric" }, findings,
});
const review = (label: Review["label"], created_at: string, withdrawn_at: string | null = null): Review => ({ id: created_at, repetition: 1, label, note: "", reviewer_name: "Anna", created_at, withdrawn_at, left_behind_at: null });

test("the last human word stands, and the machine's stays beside it", () => {
  const stands = standing(repetition(1, [finding("depth", 80)]), [review("cannot_tell", "2026-11-24T09:00"), review("correct", "2026-11-24T09:01")]);

  expect(stands.label).toBe("correct");
  expect(stands.machine).toBe("incorrect");
});

test("a word taken back gives way to the one before it", () => {
  const stands = standing(repetition(1, []), [review("cannot_tell", "2026-11-24T09:00"), review("incorrect", "2026-11-24T09:01", "2026-11-24T09:02")]);

  expect(stands.label).toBe("cannot_tell");
});

test("a word whose repetition a newer report lacks stands for nothing", () => {
  const stands = standing(repetition(1, []), [{ ...review("incorrect", "2026-11-24T09:00"), left_behind_at: "2026-11-24T10:00" }]);

  expect(stands.label).toBe("correct");
  expect(stands.review).toBeNull();
});

test("the most frequent fault comes first and shows its worst moment", () => {
  const groups = groupFindings([repetition(1, [finding("lean", 95), finding("depth", 85)]), repetition(2, [finding("depth", 70)])]);

  expect(groups.map((group) => [group.code, group.repetitions, group.example.measured])).toEqual([["depth", [1, 2], 70], ["lean", [1], 95]]);
});

test("a fault marks the side that moved, or both", () => {
  expect(faultyParts(finding("depth", 80), "left")).toEqual(["knee_left"]);
  expect(faultyParts(finding("depth", 80), "both")).toEqual(["knee_left", "knee_right"]);
  expect(faultyParts({ ...finding("depth", 80), side: "right" }, "both")).toEqual(["knee_right"]);
});
