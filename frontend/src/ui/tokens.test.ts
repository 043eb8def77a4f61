import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const drawn = join(import.meta.dirname, "../../../../shared/look/tokens.css");
const own = readFileSync(join(import.meta.dirname, "tokens.css"), "utf8");
const withoutFont = (css: string) => css.replace(/@font-face[^}]*\}/, "");

test.skipIf(!existsSync(drawn))("tokens are those of the drawing (skipped without ../shared)", () => {
  expect(withoutFont(own)).toBe(withoutFont(readFileSync(drawn, "utf8")));
});

test("no other style sheet names a colour", () => {
  const other = ["components.css", "app.css", "picker.css", "result.css"].map((name) => readFileSync(join(import.meta.dirname, name), "utf8")).join("\n");
  expect(other.match(/#[0-9a-f]{3,8}\b(?![^{]*\{)/gi)?.filter((word) => !["#FFFFFF"].includes(word)) ?? []).toEqual([]);
});
