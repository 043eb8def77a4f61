import { expect, test } from "vitest";
import type { Finding, Quality } from "../../api/types";
import { findingMoment, findingSpan, inRows, isThroughout } from "./moments";

const finding: Finding = { code: "depth", joint: "knee", phase: "bottom", start_s: 4, end_s: 4.5, measured: 84, expected: 90, unit: "deg", sentence_patient: "", sentence_clinician: "" };
const reason = (start_s: number, end_s: number): Quality => ({ reason: "feet_out", start_s, end_s, severity: "warning", sentence: "Step back." });

test("the telling moment is played with a little around it, a phase for at least a second", () => {
  expect(findingSpan({ ...finding, at_s: 0.5 })).toEqual({ start_s: 0, end_s: 1.3 });
  expect(findingSpan(finding)).toEqual({ start_s: 4, end_s: 5 });
  expect(findingMoment({ ...finding, at_s: 4.2 })).toBe(4.2);
  expect(findingMoment(finding)).toBe(4.25);
});

test("reasons at the same time get rows of their own", () => {
  expect(inRows([reason(4, 6), reason(0, 5), reason(6, 7)]).map(({ item, row }) => [item.start_s, row])).toEqual([[0, 0], [4, 1], [6, 0]]);
  expect([isThroughout(reason(0, 10), 10), isThroughout(reason(0, 9), 10)]).toEqual([true, false]);
});
