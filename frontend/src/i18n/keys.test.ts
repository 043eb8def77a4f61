import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import en from "./en.json";

const SOURCE = join(import.meta.dirname, "..");
const files = readdirSync(SOURCE, { recursive: true, encoding: "utf8" }).filter((name) => /\.tsx?$/.test(name) && !name.includes(".test."));
const text = files.map((name) => readFileSync(join(SOURCE, name), "utf8")).join("\n");
const known = new Set<string>();
const walk = (node: object, path: string) => {
  for (const [key, value] of Object.entries(node)) {
    if (typeof value === "string") known.add((path + key).replace(/_(zero|one|other)$/, ""));
    else walk(value as object, `${path}${key}.`);
  }
};
walk(en, "");
/** Whole keys in quotes after t( or as data; keys built from parts are matched by their fixed beginning. */
const used = [...text.matchAll(/\b(?:t|speak)\((?:[^()"`]*\? )?"([a-z_0-9.]+)"/g)].map((match) => match[1] ?? "");

test("every text that the code asks for exists", () => {
  expect(used.length).toBeGreaterThan(150);
  expect(used.filter((key) => !known.has(key) && ![...known].some((one) => one.startsWith(`${key}.`)))).toEqual([]);
});

test("every text is asked for", () => {
  const beginnings = [...text.matchAll(/`([a-z_]+[._][a-z_0-9.]*)\$\{/g)].map((match) => match[1] ?? "");
  const unused = [...known].filter((key) => !text.includes(`"${key}"`) && !beginnings.some((beginning) => key.startsWith(beginning)));
  expect(unused).toEqual([]);
});
