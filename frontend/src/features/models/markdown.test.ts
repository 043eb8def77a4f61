import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { blocksOf, piecesOf } from "./markdown";

const CARDS = join(import.meta.dirname, "..", "..", "..", "..", "docs", "cards");

test("headings, paragraphs, lists and tables are told apart", () => {
  const blocks = blocksOf("# Card: x\n\nOne line\nand the next.\n\n- first\n- second\n\n| a | b |\n| --- | ---: |\n| 1 | 2 |\n");

  expect(blocks).toEqual([
    { kind: "heading", level: 1, text: "Card: x" },
    { kind: "paragraph", text: "One line and the next." },
    { kind: "list", items: ["first", "second"] },
    { kind: "table", head: ["a", "b"], rows: [["1", "2"]] },
  ]);
});

test("a heading right above its text is a block of its own", () => {
  expect(blocksOf("## Limits\nNone.")).toEqual([{ kind: "heading", level: 2, text: "Limits" }, { kind: "paragraph", text: "None." }]);
});

test("code and strong words are pieces, a link is its words, and markup stays text", () => {
  expect(piecesOf("see [the page](../x.md) and `a|b` **now** <script>")).toEqual([
    { kind: "text", text: "see the page and " },
    { kind: "code", text: "a|b" },
    { kind: "text", text: " " },
    { kind: "strong", text: "now" },
    { kind: "text", text: " <script>" },
  ]);
});

test("every card of the code is read without leftovers of tables", () => {
  const cards = readdirSync(CARDS).filter((name) => name.endsWith(".md"));
  expect(cards.length).toBeGreaterThan(2);
  const paragraphs = cards.flatMap((name) => blocksOf(readFileSync(join(CARDS, name), "utf8"))).filter((block) => block.kind === "paragraph");
  expect(paragraphs.filter((block) => block.text.startsWith("|"))).toEqual([]);
});
