import { expect, test } from "vitest";
import type { Exercise, Report } from "../../api/types";
import type { LiveRepetition } from "./applyEvents";
import { hiddenRules, viewSeen } from "./viewFound";

const report = (view: Report["view"]) => ({ view }) as Report;
const judged = (view: string): LiveRepetition => ({ index: 1, start_s: 1, end_s: 2, side: "both", phases: [], measures: {}, findings: [], verdict: { label: "correct", probability: null, source: "rubric", view } });

test("the report says from where it was filmed, or else its verdicts do", () => {
  expect(viewSeen(report({ name: "side", side: "left" }), [])).toEqual({ name: "side", side: "left" });
  expect(viewSeen(report({ name: "front", side: "left" }), [])).toEqual({ name: "front", side: null });
  expect(viewSeen(null, [judged("front"), judged("front")])).toEqual({ name: "front", side: null });
  expect(viewSeen(null, [judged("front"), judged("side")])).toBeNull();
});

test("what the view cannot show is named", () => {
  const rules = [{ code: "depth", joint: "hip", phase: "bottom", views: ["side"] }, { code: "knees_in", joint: "knee", phase: "bottom", views: ["front"] }];
  const exercise = { rules } as unknown as Exercise;

  expect(hiddenRules(exercise, { name: "front", side: null }).map((rule) => rule.code)).toEqual(["depth"]);
  expect(hiddenRules(exercise, null)).toEqual([]);
});
