import { named, valueOf } from "./commitments";
import type { Opening } from "./commitments";
import type { Json } from "./json";
import { Refusal } from "./refusal";
import { isSha256, isUuid } from "./schema";

/** What an opened record must say to be of use (docs/formats/bundle.md section 2). */

export const SHOWN_ALWAYS: ReadonlySet<string> = new Set(["/kind", "/at", "/subject/kind", "/subject/id", "/seq"]);
const REPORT = "report_recorded";
const ACTORS: ReadonlySet<string> = new Set(["user", "device", "guest", "system"]);
const KIND = /^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/;
const AT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;
const MODEL = /^\/report\/models\/\d+\/weights_sha256$/;
const DIGESTS: ReadonlySet<string> = new Set(["/payload/report_sha256", "/payload/video_sha256"]);

export interface Content {
  readonly kind: string;
  readonly at: string;
  readonly subjectKind: string;
  readonly subjectId: string | null;
  readonly seq: number | null;
  /** SHA-256 of the weights that are opened. */
  readonly models: readonly string[];
}

export interface Actor {
  readonly kind: string;
  readonly id: string | null;
}

/** The opened fields that every bundle needs, and the weights against `models`, if given. Throws Refusal. */
export function checkContent(opening: Opening, models: ReadonlySet<string> | null): Content {
  const fields = named(opening);
  const digest = fields.find(({ name, value }) => (DIGESTS.has(name) || MODEL.test(name)) && !isSha256(value));
  if (digest !== undefined) throw new Refusal("content_form", { name: digest.name });
  const subjectId = idAt(opening, "/subject/id");
  const found: Content = {
    kind: textAt(opening, "/kind", KIND),
    at: textAt(opening, "/at", AT),
    subjectKind: textAt(opening, "/subject/kind", KIND),
    subjectId,
    seq: seqOf(valueOf(opening, "/seq"), subjectId !== null),
    models: fields.flatMap(({ name, value }) => (MODEL.test(name) && isSha256(value) ? [value] : [])),
  };
  if (models !== null) checkModels(found, models);
  return found;
}

/** Who did it. Throws Refusal. */
export function checkActor(opening: Opening): Actor {
  const id = idAt(opening, "/actor/id");
  const kind = textAt(opening, "/actor/kind", KIND);
  if (!ACTORS.has(kind)) throw new Refusal("content_form", { name: "/actor/kind" });
  return { kind, id };
}

function checkModels(found: Content, models: ReadonlySet<string>): void {
  if (found.kind === REPORT && found.models.length === 0) throw new Refusal("no_model");
  if (found.models.some((one) => !models.has(one))) throw new Refusal("other_model");
}

function textAt(opening: Opening, name: string, form: RegExp): string {
  const value = valueOf(opening, name);
  if (typeof value !== "string" || !form.test(value)) throw new Refusal("content_form", { name });
  return value;
}

function idAt(opening: Opening, name: string): string | null {
  const value = valueOf(opening, name);
  if (value !== null && !isUuid(value)) throw new Refusal("content_form", { name });
  return value;
}

function seqOf(value: Json, hasSubject: boolean): number | null {
  if (!hasSubject && value === null) return null;
  if (hasSubject && typeof value === "number" && value >= 1) return value;
  throw new Refusal("content_form", { name: "/seq" });
}
