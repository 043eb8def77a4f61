import { describe, expect, test } from "vitest";
import { bundleNarrowed, bundleParse, bundleWrite } from "./bundle";
import { Refusal } from "./refusal";
import { applied, read, readJson } from "./testing/vectors";
import type { Edit } from "./testing/vectors";
import { trustParse } from "./trust";
import type { Trust } from "./trust";
import { STEPS, verify, verifying } from "./verify";

interface Tampering {
  readonly trust: string;
  readonly now_s: number;
  readonly cases: readonly { step: string; name: string; file: string; edits: readonly Edit[]; trust_edits: readonly Edit[] }[];
}
interface Verdicts {
  readonly trust: string;
  readonly cases: readonly { name: string; file: string; edits: readonly Edit[]; trust_edits: readonly Edit[]; now_s: number; steps: readonly unknown[] | null }[];
  readonly changed: string;
  readonly changes: readonly { path: string; value: unknown; step: string }[];
}

const tampering = readJson("tests/vectors/ledger/tampering.json") as Tampering;
const verdicts = readJson("tests/vectors/ledger/verdicts.json") as Verdicts;
const EXAMPLES = "docs/examples/";
const NOW_S = tampering.now_s;
const WHOLE = read(verdicts.changed);
const TRUST = trustParse(read(verdicts.trust));

const failed = (data: Uint8Array, trust: Trust, nowS: number): string | undefined => {
  const { steps, isOk } = verify(data, trust, nowS);
  return isOk ? undefined : steps.at(-1)?.name;
};

describe("what the Python verifier says, said again", () => {
  const original = readJson(verdicts.trust);

  test.each(verdicts.cases)("$name", ({ file, edits, trust_edits, now_s, steps }) => {
    const trustData = applied(original, trust_edits);
    if (steps === null) {
      expect(() => trustParse(trustData)).toThrow(Refusal);
      return;
    }
    const verdict = verify(applied(readJson(file), edits), trustParse(trustData), now_s);
    expect(verdict.steps.map((step) => [step.name, step.isOk, step.strength])).toEqual(steps);
  });

  test("each changed value of a bundle is refused at the same step", () => {
    const bundle = readJson(verdicts.changed);
    const found = verdicts.changes.map(({ path, value }) => ({ path, value, step: failed(applied(bundle, [{ op: "set", path, value }]), TRUST, NOW_S) }));
    expect(found).toEqual(verdicts.changes);
    expect(found.length).toBeGreaterThan(700);
  }, 60_000);
});

describe("forged bundles", () => {
  const trust = readJson(EXAMPLES + tampering.trust);

  test.each(tampering.cases)("$step: $name", ({ step, file, edits, trust_edits }) => {
    const verdict = verify(applied(readJson(EXAMPLES + file), edits), trustParse(applied(trust, trust_edits)), NOW_S);
    expect(verdict.isOk ? null : verdict.steps.at(-1)?.name).toBe(step);
    expect(verdict.steps.map(({ name }) => name)).toEqual(STEPS.slice(0, verdict.steps.length));
    expect(verdict.found).toBeNull();
  });

  test("unedited bundles pass every step", () => {
    for (const file of new Set(tampering.cases.map((one) => one.file))) {
      expect(verify(read(EXAMPLES + file), TRUST, NOW_S)).toMatchObject({ isOk: true, found: { content: { kind: "report_recorded" } } });
    }
  });
});

test("one verification gives the same verdict each time, with the steps in between", () => {
  const run = [...verifying(WHOLE, TRUST, NOW_S)];
  const { steps } = verify(WHOLE, TRUST, NOW_S);
  expect(run.filter((one) => "name" in one)).toEqual(steps);
  expect(run.filter((one) => "done" in one)).toEqual([0, 1, 2, 3].map((done) => ({ step: "history", done, of: 4 })));
});

test("a file that is too long is refused unread", () => {
  const verdict = verify(new Uint8Array((16 << 20) + 1).fill(32), TRUST, NOW_S);
  expect(verdict.steps).toMatchObject([{ name: "format", isOk: false, sentence: { key: "too_long" } }]);
});

test.each([
  ["a mark of byte order", [0xef, 0xbb, 0xbf, ...WHOLE]],
  ["bytes that are no UTF-8", [0xff, 0xfe, 0x7b, 0, 0x7d, 0]],
  ["brackets without end", Array.from({ length: 100_000 }, () => 0x5b)],
  ["digits without end", Array.from({ length: 10_000 }, () => 0x39)],
  ["something after the value", [...WHOLE, 0x30]],
])("hostile bytes are refused at the first step: %s", (_name, data) => {
  expect(failed(Uint8Array.from(data), TRUST, NOW_S)).toBe("format");
});

test("a bundle is read and written without loss", () => {
  for (const name of ["", "-one-field", "-erasure"]) {
    const data = read(`${EXAMPLES}public-test-keys${name}.bundle.json`);
    expect(bundleWrite(bundleParse(data))).toEqual(data);
  }
});

test("a holder narrows a whole bundle to one field without any key", () => {
  const label = "/report/clip_verdict/label";
  const bundle = bundleParse(WHOLE);
  const model = "/report/models/0/weights_sha256";
  const cut = bundleWrite(bundleNarrowed(bundle, new Set([label, model])));
  const verdict = verify(cut, TRUST, NOW_S);
  expect(verdict.isOk).toBe(true);
  expect(verdict.steps[5]?.sentence).toEqual({ key: "part_of_record", values: { count: 7 } });
  expect(verdict.found?.bundle.entry.opening.fields.map((field) => field.name).sort()).toEqual(
    ["/at", "/kind", label, model, "/seq", "/subject/id", "/subject/kind"].sort(),
  );
  expect(new TextDecoder().decode(cut)).not.toContain("squat_depth");
  expect(() => bundleNarrowed(bundleParse(cut), new Set())).toThrow("not_whole");
});

test("narrowing to the fields of the second example gives that example", () => {
  const one = bundleParse(read(`${EXAMPLES}public-test-keys-one-field.bundle.json`)).entry.opening;
  const names = new Set(one.fields.map((field) => field.name));
  expect(bundleNarrowed(bundleParse(WHOLE), names).entry.opening).toEqual(one);
});
