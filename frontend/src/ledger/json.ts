import { Refusal } from "./refusal";

/** A JSON value; objects are maps, so that no key, `__proto__` least of all, means anything. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export type JsonObject = ReadonlyMap<string, Json>;

/** Chosen: a bundle nests six deep; deeper values are refused by every page of docs/formats. */
const MAX_DEPTH = 32;
/** Digits and sign of 2^53 - 1; longer texts are not converted. */
const MAX_DIGITS = 17;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?/y;
const PLAIN_INTEGER = /^(?:0|-?[1-9][0-9]*)$/;
const SPACE = /[ \t\n\r]*/y;
const LETTERS = /[^"\\\u0000-\u001f]*/y;
const FOUR_HEX = /[0-9a-fA-F]{4}/y;
const HALF_OF_A_PAIR = /[\ud800-\udfff]/u;
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'], ["\\", "\\"], ["/", "/"], ["b", "\b"], ["f", "\f"], ["n", "\n"], ["r", "\r"], ["t", "\t"],
]);
const WORDS: ReadonlyMap<string, null | boolean> = new Map([["null", null], ["true", true], ["false", false]]);

/**
 * RFC 8259 read without grace: UTF-8 without a byte order mark, no key twice, every number an
 * integer within 2^53 - 1 in its one form, no half of a surrogate pair, nothing after the value.
 * JSON.parse takes the last of two keys, rounds numbers and keeps half pairs. Throws Refusal.
 */
export function parseExact(data: Uint8Array): Json {
  return new Reader(decode(data)).document();
}

function decode(data: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data);
  } catch {
    throw new Refusal("not_json");
  }
}

class Reader {
  private at = 0;
  private depth = 0;

  constructor(private readonly text: string) {}

  document(): Json {
    const value = this.value();
    if (this.at !== this.text.length) throw new Refusal("not_json");
    return value;
  }

  /** A value and the white space around it. */
  private value(): Json {
    this.take(SPACE);
    const value = this.bare();
    this.take(SPACE);
    return value;
  }

  private bare(): Json {
    const letter = this.text.charAt(this.at);
    if (letter === "{") return this.nested(() => this.object());
    if (letter === "[") return this.nested(() => this.array());
    if (letter === '"') return this.string();
    for (const [word, value] of WORDS) {
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length;
        return value;
      }
    }
    return this.number();
  }

  private nested<T>(read: () => T): T {
    this.at += 1;
    this.depth += 1;
    if (this.depth > MAX_DEPTH) throw new Refusal("not_json");
    const value = read();
    this.depth -= 1;
    return value;
  }

  private object(): JsonObject {
    const members = new Map<string, Json>();
    this.each("}", () => {
      this.take(SPACE);
      const key = this.string();
      this.take(SPACE);
      this.expect(":");
      if (members.has(key)) throw new Refusal("key_twice", { key: key.slice(0, 40) });
      members.set(key, this.value());
    });
    return members;
  }

  private array(): readonly Json[] {
    const items: Json[] = [];
    this.each("]", () => items.push(this.value()));
    return items;
  }

  /** Items with commas between them, up to `end`. */
  private each(end: string, item: () => void): void {
    this.take(SPACE);
    if (this.text.charAt(this.at) !== end) {
      item();
      while (this.text.charAt(this.at) === ",") {
        this.at += 1;
        item();
      }
    }
    this.expect(end);
  }

  private string(): string {
    this.expect('"');
    let found = this.take(LETTERS);
    while (this.text.charAt(this.at) === "\\") {
      this.at += 1;
      found += this.escape() + this.take(LETTERS);
    }
    this.expect('"');
    if (HALF_OF_A_PAIR.test(found)) throw new Refusal("half_pair");
    return found;
  }

  private escape(): string {
    const letter = this.text.charAt(this.at);
    this.at += 1;
    if (letter === "u") return String.fromCharCode(parseInt(this.take(FOUR_HEX), 16));
    const meant = ESCAPES.get(letter);
    if (meant === undefined) throw new Refusal("not_json");
    return meant;
  }

  private number(): number {
    const text = this.take(NUMBER);
    const value = Number(text);
    if (text.length > MAX_DIGITS || !PLAIN_INTEGER.test(text) || !Number.isSafeInteger(value)) {
      throw new Refusal("number_form", { number: text.slice(0, 20) });
    }
    return value;
  }

  private expect(letter: string): void {
    if (this.text.charAt(this.at) !== letter) throw new Refusal("not_json");
    this.at += 1;
  }

  /** The longest piece of `form` from here on. */
  private take(form: RegExp): string {
    form.lastIndex = this.at;
    const found = form.exec(this.text)?.[0];
    if (found === undefined) throw new Refusal("not_json");
    this.at += found.length;
    return found;
  }
}
