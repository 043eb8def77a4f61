import { expect, test } from "vitest";
import type { Exercise } from "./types";
import { findExercises, foundAlias } from "./catalogue";
import type { ExerciseGroup } from "./catalogue";

const exercise = (id: string, name: string, group: ExerciseGroup, aliases: string[] = []): Exercise => ({
  id, name, group, aliases, view: "side", views: ["side"], start_position: "Stand.", hold: false, camera_advice: "From the side.", principal: { curve: "knee_left", unit: "deg" }, curves: [], posture: "standing", rules: [],
});
const ALL = [
  exercise("push_up", "Push-up", "floor", ["press_up"]),
  exercise("side_lunge", "Side lunge", "legs"),
  exercise("deep_squat", "Deep squat", "legs", ["squat", "wall_slide_squat"]),
];
const names: Record<ExerciseGroup, string> = { legs: "Legs", arms: "Arms and shoulders", trunk: "Trunk", floor: "On the floor", bars: "On bars", whole: "Whole body" };
const find = (search: string) => findExercises(ALL, search, (group) => names[group]).map(({ group, items }) => [group, items.map((item) => item.id)]);

test("without a search every exercise stands in its group, by name", () => {
  expect(find("")).toEqual([["legs", ["deep_squat", "side_lunge"]], ["floor", ["push_up"]]]);
});

test("a search finds words of the name in any order and spelling", () => {
  expect(find("SQUAT deep")).toEqual([["legs", ["deep_squat"]]]);
  expect(find("push up")).toEqual([["floor", ["push_up"]]]);
});

test("an alias and the name of the group are found too", () => {
  expect(find("wall slide")).toEqual([["legs", ["deep_squat"]]]);
  expect(find("floor")).toEqual([["floor", ["push_up"]]]);
});

test("what fits nothing leaves no group", () => {
  expect(find("squat floor")).toEqual([]);
});

test("an alias is shown where it alone was found", () => {
  expect(ALL.map((item) => foundAlias(item, "press"))).toEqual(["press up", null, null]);
  expect(ALL.map((item) => foundAlias(item, "squat"))).toEqual([null, null, null]);
});
