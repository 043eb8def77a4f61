import { expect, test } from "vitest";
import type { LiveRepetition } from "./applyEvents";
import { isPartial, isSided, setsOf } from "./counting";

const repetition = (index: number, values: Partial<LiveRepetition> = {}): LiveRepetition => ({ index, start_s: index, end_s: index + 1, side: "both", phases: [], measures: {}, verdict: null, findings: [], ...values });

test("a report of before has one set, no partial repetition and no side", () => {
  const list = [repetition(1), repetition(2)];

  expect(setsOf(list).map(({ n, items }) => [n, items.length])).toEqual([[1, 2]]);
  expect(list.some(isPartial)).toBe(false);
  expect(isSided(list)).toBe(false);
});

test("repetitions stand in their sets", () => {
  const list = [repetition(1, { set: 1, side: "left" }), repetition(2, { set: 1, partial: true }), repetition(3, { set: 2 })];

  expect(setsOf(list).map(({ n, items }) => [n, items.map((item) => item.index)])).toEqual([[1, [1, 2]], [2, [3]]]);
  expect(list.map(isPartial)).toEqual([false, true, false]);
  expect(isSided(list)).toBe(true);
});
