import { sameHead } from "./anchor";
import type { Anchor } from "./anchor";
import { bundleParse } from "./bundle";
import type { Bundle, Entry } from "./bundle";
import { checkpointParse } from "./checkpoint";
import type { Checkpoint } from "./checkpoint";
import { checkOpening, entryOf, isWhole, named } from "./commitments";
import { checkActor, checkContent } from "./content";
import type { Content } from "./content";
import { hex, sameBytes } from "./encoding";
import { leafHash, verifyConsistency, verifyInclusion } from "./merkle";
import { noteParse, verifyEd25519 } from "./note";
import type { Note } from "./note";
import { checkQuorum, logKeys } from "./policy";
import { Refusal } from "./refusal";
import type { Sentence, Values } from "./refusal";
import type { Trust } from "./trust";

/** The steps of a verification, each named, in order (docs/formats/bundle.md section 4). */

export const STEPS = ["format", "checkpoint", "log", "witnesses", "tenant", "record", "inclusion", "content", "history", "anchor"] as const;

export type StepName = (typeof STEPS)[number];
export type Strength = "proved" | "vouched" | "claimed";

/** A step that was taken; `sentence` is a key of `proof.ok` where it passed, else of `proof.why`. */
export interface Step {
  readonly name: StepName;
  readonly isOk: boolean;
  readonly strength: Strength;
  readonly sentence: Sentence;
}

/** How far a step has come. */
export interface Progress {
  readonly step: StepName;
  readonly done: number;
  readonly of: number;
}

/** The steps up to the first that failed, and what was read when none did. */
export interface Verdict {
  readonly steps: readonly Step[];
  readonly isOk: boolean;
  readonly found: Found | null;
}

/** What a verified bundle says. */
export interface Found {
  readonly bundle: Bundle;
  readonly content: Content;
}

type Passed = readonly [strength: Strength, key: string, values?: Values];

/** Check a bundle's bytes against a trust file. Pure: no file, no network, no clock; `nowS` is POSIX seconds. */
export function verify(data: Uint8Array, trust: Trust, nowS: number): Verdict {
  const run = verifying(data, trust, nowS);
  for (;;) {
    const next = run.next();
    if (next.done === true) return next.value;
  }
}

/** The same, piece by piece, so that a page can draw in between. */
export function* verifying(data: Uint8Array, trust: Trust, nowS: number): Generator<Progress | Step, Verdict> {
  const run = new Run(data, trust, nowS);
  const steps: Step[] = [];
  for (const name of STEPS) {
    let step: Step;
    try {
      const [strength, key, values = {}] = name === "history" ? yield* run.history() : run[name]();
      step = { name, isOk: true, strength, sentence: { key, values } };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      step = { name, isOk: false, strength: "proved", sentence: error };
    }
    steps.push(step);
    yield step;
    if (!step.isOk) return { steps, isOk: false, found: null };
  }
  return { steps, isOk: true, found: { bundle: run.known("bundle"), content: run.known("said") } };
}

interface Learnt {
  bundle: Bundle;
  note: Note;
  head: Checkpoint;
  owner: Uint8Array;
  said: Content;
}

/** One verification: each step is a method that leaves what later ones need. */
class Run {
  private readonly learnt: Partial<Learnt> = {};

  constructor(
    private readonly data: Uint8Array,
    private readonly trust: Trust,
    private readonly nowS: number,
  ) {}

  known<K extends keyof Learnt>(name: K): Learnt[K] {
    const found = this.learnt[name];
    if (found === undefined) throw new TypeError(`${name} comes from an earlier step.`);
    return found;
  }

  format(): Passed {
    this.learnt.bundle = bundleParse(this.data);
    return ["proved", "format"];
  }

  checkpoint(): Passed {
    const note = noteParse(this.known("bundle").checkpoint);
    const head = checkpointParse(note.text);
    const tenant = this.trust.tenants.get(head.origin);
    if (tenant === undefined) throw new Refusal("unknown_log", { origin: head.origin });
    Object.assign(this.learnt, { note, head, owner: tenant });
    return ["proved", "checkpoint", { origin: head.origin, size: head.size.toString() }];
  }

  log(): Passed {
    const [key] = verifyEd25519(this.known("note"), logKeys(this.trust.policy, this.known("head").origin));
    return ["proved", "log", { id: key.id }];
  }

  witnesses(): Passed {
    const { policy } = this.trust;
    const names = checkQuorum(this.known("note"), this.known("head"), policy, this.nowS);
    if (policy.quorum === "none") return ["claimed", "no_witness"];
    return ["vouched", "witnesses", { names: names.join(", "), count: names.length }];
  }

  tenant(): Passed {
    const tenant = this.known("owner");
    const { entry, history } = this.known("bundle");
    if ([entry, ...history].some((one) => !sameBytes(one.opening.record.tenant, tenant))) throw new Refusal("other_tenant");
    return ["proved", "tenant", { tenant: hex(tenant) }];
  }

  record(): Passed {
    const { opening } = this.known("bundle").entry;
    checkOpening(opening);
    return ["proved", isWhole(opening) ? "whole_record" : "part_of_record", { count: named(opening).length }];
  }

  inclusion(): Passed {
    const { entry } = this.known("bundle");
    this.checkIncluded(entry);
    return ["proved", "inclusion", { index: entry.index, size: this.known("head").size.toString(), count: entry.proof.length }];
  }

  content(): Passed {
    this.learnt.said = checkContent(this.known("bundle").entry.opening, this.trust.models);
    return ["proved", this.trust.models !== null && this.learnt.said.models.length > 0 ? "content_and_model" : "content"];
  }

  *history(): Generator<Progress, Passed> {
    const { entry, history } = this.known("bundle");
    const own = this.known("said");
    if (history.length === 0 && own.seq === null) return ["proved", "no_subject"];
    if (history.length === 0 && this.trust.history === "optional") return ["claimed", "no_history"];
    const found = [{ index: entry.index, content: own }];
    for (const [at, one] of history.entries()) {
      yield { step: "history", done: at, of: history.length };
      found.push({ index: one.index, content: this.checkHistory(one) });
    }
    const rises = history.every((one, at) => at === 0 || (history[at - 1]?.index ?? 0) < one.index);
    if (!rises || history.some((one) => one.index === entry.index)) throw new Refusal("history_order");
    found.sort((a, b) => a.index - b.index);
    if (found.some(({ content }, at) => content.seq !== at + 1)) throw new Refusal("history_gap");
    if (found.at(-1)?.content.kind !== "proof_exported") throw new Refusal("history_end");
    return ["proved", "history", { count: found.length }];
  }

  anchor(): Passed {
    const { anchor, history } = this.known("bundle");
    const { chain } = this.trust;
    if (anchor === null) {
      if (chain !== null) throw new Refusal("not_anchored");
      return ["claimed", "no_anchor"];
    }
    this.checkContinues(anchor);
    if (chain === null) return ["claimed", "no_chain"];
    if (anchor.chainId !== chain.chainId || anchor.contract !== chain.contract) throw new Refusal("other_chain");
    const covered = history.filter((one) => one.index < anchor.head.size).length;
    const values = { covered, of: history.length, block: anchor.head.blockNumber };
    if (chain.demand === "claimed") return ["claimed", "claimed_anchor", values];
    if (!chain.heads.some((head) => sameHead(head, anchor.head))) throw new Refusal("not_pinned");
    return ["proved", "anchor", values];
  }

  private checkIncluded({ index, opening, proof }: Entry): void {
    const { size, root } = this.known("head");
    verifyInclusion(leafHash(entryOf(opening.record, opening.salt)), BigInt(index), size, proof, root);
  }

  private checkHistory(entry: Entry): Content {
    try {
      checkOpening(entry.opening);
      this.checkIncluded(entry);
      const content = checkContent(entry.opening, this.trust.models);
      checkActor(entry.opening);
      const own = this.known("said");
      if (content.subjectKind !== own.subjectKind || content.subjectId !== own.subjectId) throw new Refusal("other_subject");
      return content;
    } catch (error) {
      if (error instanceof Refusal) throw new Refusal("history_entry", { index: entry.index, why: error });
      throw error;
    }
  }

  private checkContinues({ head, consistency }: Anchor): void {
    const { size, root } = this.known("head");
    if (head.tenant !== `0x${hex(this.known("owner"))}`) throw new Refusal("anchor_tenant");
    if (this.known("bundle").entry.index >= head.size) throw new Refusal("anchor_too_old");
    verifyConsistency(BigInt(head.size), size, head.root, root, consistency);
  }
}
