import type { TFunction } from "i18next";
import type { Exercise } from "./types";

/** What stands in place of an exercise where difficulty elements are to be looked for. */
export const ROUTINE = "routine";

export type ExerciseGroup = Exercise["group"];

/** In this order everywhere. */
export const GROUPS: readonly ExerciseGroup[] = ["legs", "arms", "trunk", "floor", "bars", "whole"];

/** Exercises of one group, by name. */
export interface Grouped {
  group: ExerciseGroup;
  items: readonly Exercise[];
}

/** What a clip shows, in words. */
export function clipName(t: TFunction, id: string | null | undefined, exercises: readonly Exercise[] | null): string {
  if (id === ROUTINE) return t("exercise.routine");
  return exercises?.find((exercise) => exercise.id === id)?.name ?? t("exercise.unknown");
}

/** What a search compares: small letters, no accents, words apart by one space. */
const plain = (text: string) =>
  text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();

/**
 * The exercises that hold every word of the search in their name, an alias or their group's name (`groupName`).
 * An empty search finds all; groups without a match are left out.
 */
export function findExercises(exercises: readonly Exercise[], search: string, groupName: (group: ExerciseGroup) => string): Grouped[] {
  const words = plain(search).split(" ").filter(Boolean);
  const fits = (exercise: Exercise) => {
    const text = plain([exercise.name, ...exercise.aliases, groupName(exercise.group)].join(" "));
    return words.every((word) => text.includes(word));
  };
  return GROUPS.map((group) => ({
    group,
    items: exercises.filter((exercise) => exercise.group === group && fits(exercise)).toSorted((a, b) => a.name.localeCompare(b.name)),
  })).filter(({ items }) => items.length > 0);
}

/** The alias that a search found although the name lacks it, so that people see why the exercise is in the list. */
export function foundAlias(exercise: Exercise, search: string): string | null {
  const words = plain(search).split(" ").filter(Boolean);
  if (words.length === 0 || words.every((word) => plain(exercise.name).includes(word))) return null;
  const alias = exercise.aliases.find((name) => words.some((word) => plain(name).includes(word) && !plain(exercise.name).includes(word)));
  return alias === undefined ? null : alias.replaceAll("_", " ");
}
