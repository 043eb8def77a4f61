import { expect, test } from "vitest";
import { canonicalText } from "./canonical";
import { base64Decode, base64Encode, decimalParse, hexDecode, utf8 } from "./encoding";
import { parseExact } from "./json";
import type { Json } from "./json";
import { readJson } from "./testing/vectors";

const parse = (text: string) => parseExact(utf8(text));

test("a value is read with its order, its escapes and white space around it", () => {
  expect(parse(' \t\r\n{"b" : [1, -20,0 ,true,false,null], "a":"\\u00e5\\ud83d\\ude02\\n\\/"} ')).toEqual(
    new Map<string, Json>([["b", [1, -20, 0, true, false, null]], ["a", "å😂\n/"]]),
  );
});

test("the largest safe integers are read, and no key means anything", () => {
  expect(parse("[9007199254740991,-9007199254740991]")).toEqual([9007199254740991, -9007199254740991]);
  expect(parse('{"__proto__":1,"constructor":2}')).toEqual(new Map([["__proto__", 1], ["constructor", 2]]));
});

test.each([
  ["key_twice", '{"a":1,"a":1}'],
  ["key_twice", '{"a":1,"\\u0061":2}'],
  ["key_twice", '[{"x":{"a":1,"b":2,"a":3}}]'],
  ["number_form", "1.0"],
  ["number_form", "1e0"],
  ["number_form", "1E5"],
  ["number_form", "-0"],
  ["number_form", "0.0"],
  ["number_form", "9007199254740992"],
  ["number_form", "-9007199254740993"],
  ["number_form", "1e999"],
  ["half_pair", '"\\ud800"'],
  ["half_pair", '{"\\udfff":1}'],
  ["half_pair", '"\\ude02\\ud83d"'],
  ["not_json", ""],
  ["not_json", " "],
  ["not_json", "01"],
  ["not_json", "+1"],
  ["not_json", ".5"],
  ["not_json", "-"],
  ["not_json", "NaN"],
  ["not_json", "Infinity"],
  ["not_json", "1 2"],
  ["not_json", "{} {}"],
  ["not_json", "[1,]"],
  ["not_json", '{"a":1,}'],
  ["not_json", "[1 2]"],
  ["not_json", "{a:1}"],
  ["not_json", "{'a':1}"],
  ["not_json", '{"a" 1}'],
  ["not_json", '{"a":1'],
  ["not_json", '"\n"'],
  ["not_json", '"\\x41"'],
  ["not_json", '"\\u12g4"'],
  ["not_json", '"\\u 123"'],
  ["not_json", '"abc'],
  ["not_json", "\ufeff1"],
  ["not_json", "\u00a01"],
  ["not_json", "// no\n1"],
  ["not_json", "nul"],
  ["not_json", "[".repeat(40) + "]".repeat(40)],
])("%s: %s", (key, text) => {
  expect(() => parse(text)).toThrow(expect.objectContaining({ name: "Refusal", key }) as Error);
});

interface Canonical {
  readonly why: string;
  readonly input: string;
  readonly canonical: string | null;
}

const { cases } = readJson("tests/vectors/ledger/canonical.json") as { readonly cases: readonly Canonical[] };

test.each(cases)("canonical text: $why", ({ why, input, canonical }) => {
  // A record and its files hold no other numbers than integers in their one form.
  const isRefused = canonical === null || why === "numbers in one form";
  if (isRefused) expect(() => parse(input)).toThrow(expect.objectContaining({ name: "Refusal" }) as Error);
  else expect(canonicalText(parse(input))).toBe(canonical);
});

test("base64 is read in its one form alone", () => {
  for (let size = 0; size < 8; size++) {
    const data = Uint8Array.from({ length: size }, (_, at) => 251 - 37 * at);
    expect(base64Encode(data)).toBe(Buffer.from(data).toString("base64"));
    expect(base64Decode(base64Encode(data))).toEqual(data);
  }
  for (const text of ["A", "AA", "AAA", "AB==", "AAB=", "AA=A", "A===", "====", "AA==AAAA", "-_==", "AA= =", "AAA\n", "AAAé"]) {
    expect(() => base64Decode(text), text).toThrow("base64");
  }
});

test("hex and decimals are read in their one form alone", () => {
  expect(hexDecode("0x00ff", 2)).toEqual(Uint8Array.of(0, 255));
  for (const text of ["00ff", "0x00FF", "0x0ff", "0x00ff0", "0x00fg", "0X00ff", "0x0 ff"]) expect(() => hexDecode(text, 2), text).toThrow("hex");
  expect(decimalParse("9223372036854775807")).toBe(2n ** 63n - 1n);
  for (const text of ["", "01", "-1", "+1", " 1", "1 ", "1e3", "9223372036854775808", "١"]) expect(() => decimalParse(text), text).toThrow("decimal");
});
