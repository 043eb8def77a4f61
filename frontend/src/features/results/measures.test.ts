import i18next from "i18next";
import { beforeAll, expect, test } from "vitest";
import en from "../../i18n/en.json";
import type { LiveRepetition } from "./applyEvents";
import { chooseColumns, columnError, measureInWords, measureName, showMeasure } from "./measures";

beforeAll(async () => {
  await i18next.init({ lng: "en", resources: { en: { translation: en } }, interpolation: { escapeValue: false } });
});
const t = i18next.t.bind(i18next);
const repetition = (index: number, measures: LiveRepetition["measures"]): LiveRepetition => ({ index, start_s: index, end_s: index + 1, side: "both", phases: [], measures, verdict: null, findings: [] });

test("a measure is named by side, part and statistic", () => {
  expect(["knee_left_far", "hip_right_range", "trunk_lean_range", "elbow_right_descent_fastest", "knee_symmetry", "duration", "descent"].map((name) => measureName(t, name)))
    .toEqual(["L knee", "R hip, range", "Trunk lean, range", "R elbow, going down, fastest", "Knee, left to right", "Time", "Going down"]);
});

test("a name of an exercise's own is shown without underscores", () => {
  expect(["bar_path", "bar_path_left"].map((name) => measureName(t, name))).toEqual(["Bar path", "L bar path"]);
});

test("a figure says how far off it may be, if the report knows", () => {
  expect(measureInWords(t, { value: 83.7, unit: "deg", error: 5 })).toBe("84°, give or take 5");
  expect(measureInWords(t, { value: 0.42, unit: "torso" })).toBe("0.42");
  expect(measureInWords(t, { value: 1.26, unit: "s", error: 0.1 })).toBe("1.3 s, give or take 0.1");
});

test("a column has an error of its own only where all its figures share it", () => {
  const list = [repetition(1, { knee_left_far: { value: 80, unit: "deg", error: 5 }, hip_left_range: { value: 80, unit: "deg", error: 5 } }), repetition(2, { knee_left_far: { value: 90, unit: "deg", error: 5 }, hip_left_range: { value: 80, unit: "deg", error: 9 } })];

  expect(columnError(list, "knee_left_far")).toBe("± 5°");
  expect(columnError(list, "hip_left_range")).toBeNull();
});

test("the far point leads the columns, and what is missing is a dash", () => {
  const list = [repetition(1, { hip_left_range: { value: 80, unit: "deg" }, duration: { value: 2, unit: "s" }, knee_left_far: { value: 80, unit: "deg" }, knee_left_descent_range: { value: 80, unit: "deg" } })];

  expect(chooseColumns(list)).toEqual(["knee_left_far", "hip_left_range"]);
  expect(showMeasure(list[0]?.measures.knee_right_far)).toBe("–");
});
