import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import en from "../../i18n/en.json";
import { bundleParse } from "../../ledger/bundle";
import { read } from "../../ledger/testing/vectors";
import { kindOf, partName } from "./files";
import { momentOf } from "./words";
import { groupsOf, usualGroups } from "./groups";

const LEDGER = join(import.meta.dirname, "..", "..", "ledger");
const sources = readdirSync(LEDGER).filter((name) => name.endsWith(".ts") && !name.includes(".test.")).map((name) => readFileSync(join(LEDGER, name), "utf8")).join("\n");
const bare = (group: Record<string, string>) => [...new Set(Object.keys(group).map((key) => key.replace(/_(one|other)$/, "")))].sort();
const found = (form: RegExp) => [...new Set([...sources.matchAll(form)].map((match) => match[1]))].sort();

test("every refusal of the verifier has a sentence, and every sentence a refusal", () => {
  const whys = bare(en.proof.why);
  expect(found(/Refusal\("([a-z0-9_]+)"/g)).toEqual(whys);
  expect(whys.length).toBeGreaterThan(60);
});

test("every passed step has a sentence, and every sentence a step", () => {
  const said = new Set(found(/"(?:proved|vouched|claimed)", (?:[^"\]]*\? )?"([a-z_]+)"/g).concat(["part_of_record", "content"]));
  expect([...said].sort()).toEqual(bare(en.proof.ok));
});

test("a file is put into its place by the form that it names", () => {
  expect(kindOf(read("docs/examples/public-test-keys.bundle.json"))).toBe("bundle");
  expect(kindOf(read("docs/examples/public-test-keys.trust.json"))).toBe("trust");
  expect(kindOf(Uint8Array.of(0xff, 0xd8, 0xff))).toBeNull();
  expect(["a.bundle.json", "b.json", "c"].map(partName)).toEqual(["a-part.bundle.json", "b-part.json", "c-part.bundle.json"]);
});

test("fields are hidden in groups; what a trust file may ask for is shown at first", () => {
  const groups = groupsOf(bundleParse(read("docs/examples/public-test-keys.bundle.json")).entry.opening.fields);
  expect(groups.find((one) => one.name === "/report/repetitions/0")?.fields).toHaveLength(9);
  expect(groups.flatMap((one) => one.fields)).not.toContain("/kind");
  expect([...usualGroups(groups)]).toEqual(["/payload/report_sha256", "/payload/video_sha256", "/report/models/0"]);
});

test("a moment is said in the reader's language and in UTC; what is none stays as it is written", () => {
  expect(momentOf("2026-01-01T00:00:03.000000Z", "en-GB")).toBe("1 Jan 2026, 00:00:03 UTC");
  expect(momentOf(1767225600000, "de")).toContain("2026");
  expect(momentOf("2026-99-01T00:00:03.000000Z", "en")).toBe("2026-99-01T00:00:03.000000Z");
  expect(momentOf(Number.MAX_SAFE_INTEGER * 1000, "en")).toBe("9007199254740991000");
});
