import type { Checkpoint } from "./checkpoint";
import { cosignatureTime } from "./cosignature";
import { decimalParse, sameBytes } from "./encoding";
import { COSIGNATURE_ED25519, COSIGNATURE_MLDSA44, ED25519, keyParse } from "./keys";
import type { VerifierKey } from "./keys";
import { isLineOf } from "./note";
import type { Note } from "./note";
import { Refusal, within } from "./refusal";

/** Which logs and how many witnesses are enough (C2SP tlog-policy). */

const FUTURE_S = 300;
const MAX_LINES = 200;
const FORBIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f]/;

interface Group {
  readonly needed: bigint;
  readonly members: readonly string[];
}

export interface Policy {
  readonly logs: readonly VerifierKey[];
  readonly witnesses: ReadonlyMap<string, VerifierKey>;
  readonly groups: ReadonlyMap<string, Group>;
  readonly quorum: string;
}

export const logKeys = (policy: Policy, origin: string): readonly VerifierKey[] => policy.logs.filter((key) => key.name === origin);

/**
 * Names of the known witnesses that cosigned; lines of unknown keys are ignored. Throws Refusal for
 * a known witness whose line fails or lies in the future, and when the quorum is not met.
 */
export function checkQuorum(note: Note, checkpoint: Checkpoint, policy: Policy, nowS: number): readonly string[] {
  const cosigned = new Set<string>();
  for (const [name, key] of policy.witnesses) {
    for (const line of note.lines.filter((one) => isLineOf(one, key))) {
      if (cosignatureTime(checkpoint, line, key) > BigInt(nowS) + BigInt(FUTURE_S)) throw new Refusal("cosigned_later", { name: key.name });
      cosigned.add(name);
    }
  }
  if (!isMet(policy, cosigned, policy.quorum)) throw new Refusal("quorum", { count: cosigned.size, quorum: policy.quorum });
  return [...cosigned].sort();
}

function isMet(policy: Policy, cosigned: ReadonlySet<string>, name: string): boolean {
  if (name === "none") return true;
  const group = policy.groups.get(name);
  if (group === undefined) return cosigned.has(name);
  return BigInt(group.members.filter((one) => isMet(policy, cosigned, one)).length) >= group.needed;
}

/** Throws Refusal. */
export function policyParse(text: string): Policy {
  const lines = text.split("\n");
  if (lines.pop() !== "" || FORBIDDEN.test(text) || lines.length > MAX_LINES) throw new Refusal("policy", { line: "" });
  const draft = new Draft();
  for (const line of lines) {
    const words = line.split(/[ \t]+/).filter((word) => word !== "");
    if (words[0]?.startsWith("#") === false) draft.take(words, line.slice(0, 60));
  }
  return draft.policy();
}

/** A policy while its lines are read. */
class Draft {
  private readonly logs: VerifierKey[] = [];
  private readonly witnesses = new Map<string, VerifierKey>();
  private readonly groups = new Map<string, Group>();
  private quorum: string | null = null;

  policy(): Policy {
    if (this.quorum === null) throw new Refusal("policy", { line: "quorum" });
    return { logs: this.logs, witnesses: this.witnesses, groups: this.groups, quorum: this.quorum };
  }

  take([kind, ...words]: readonly string[], line: string): void {
    const isTaken = within(() => this.line(kind, words), () => new Refusal("policy", { line }));
    if (!isTaken) throw new Refusal("policy", { line });
  }

  private line(kind: string | undefined, words: readonly string[]): boolean {
    if (kind === "log") return this.log(words);
    if (kind === "witness") return this.witness(words);
    if (kind === "group") return this.group(words);
    return kind === "quorum" && this.quorumLine(words);
  }

  private log([text, ...url]: readonly string[]): boolean {
    if (text === undefined || url.length > 1) return false;
    const key = keyParse(text);
    if (key.kind !== ED25519 || isListed(key, this.logs)) return false;
    this.logs.push(key);
    return true;
  }

  private witness([name, text, ...url]: readonly string[]): boolean {
    if (name === undefined || text === undefined || url.length > 1 || !this.isNew(name)) return false;
    const key = keyParse(text);
    const isCosigner = key.kind === COSIGNATURE_ED25519 || key.kind === COSIGNATURE_MLDSA44;
    if (!isCosigner || isListed(key, [...this.witnesses.values()])) return false;
    this.witnesses.set(name, key);
    return true;
  }

  private group([name, number, ...members]: readonly string[]): boolean {
    if (name === undefined || number === undefined || members.length === 0 || !this.isNew(name)) return false;
    const grouped = new Set([...this.groups.values()].flatMap((group) => group.members));
    if (new Set(members).size !== members.length || members.some((one) => !this.isKnown(one) || grouped.has(one))) return false;
    const all = BigInt(members.length);
    const needed = number === "any" ? 1n : number === "all" ? all : decimalParse(number);
    if (needed < 1n || needed > all) return false;
    this.groups.set(name, { needed, members });
    return true;
  }

  private quorumLine([name, ...rest]: readonly string[]): boolean {
    if (name === undefined || rest.length > 0 || this.quorum !== null || (name !== "none" && !this.isKnown(name))) return false;
    this.quorum = name;
    return true;
  }

  private isNew(name: string): boolean {
    return name !== "none" && !this.isKnown(name);
  }

  private isKnown(name: string): boolean {
    return this.witnesses.has(name) || this.groups.has(name);
  }
}

const isListed = (key: VerifierKey, keys: readonly VerifierKey[]): boolean => keys.some((other) => sameBytes(other.publicKey, key.publicKey));
