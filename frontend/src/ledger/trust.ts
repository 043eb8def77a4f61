import { headParse, placeParse } from "./anchor";
import type { Head } from "./anchor";
import type { Json } from "./json";
import { policyParse } from "./policy";
import type { Policy } from "./policy";
import { Refusal } from "./refusal";
import { array, document, hexBytes, isSha256, members, text } from "./schema";

/** The trust file: what a verifier decides to trust (docs/formats/bundle.md section 3). */

export const TRUST_FORMAT = "plumbline-trust/1";
const MAX_MODELS = 1000;
const MAX_HEADS = 100_000;

export interface Chain {
  readonly chainId: number;
  readonly contract: string;
  readonly demand: "pinned" | "claimed";
  readonly heads: readonly Head[];
}

export interface Trust {
  readonly policy: Policy;
  /** Origin of a log to the 32 bytes of its tenant. */
  readonly tenants: ReadonlyMap<string, Uint8Array>;
  readonly history: "whole" | "optional";
  readonly models: ReadonlySet<string> | null;
  readonly chain: Chain | null;
}

/** Throws Refusal: then there is no trust anchor, and no verdict. */
export function trustParse(data: Uint8Array): Trust {
  const found = members(document(data), ["format", "policy", "tenants", "history", "models", "chain"], "trust");
  if (found("format") !== TRUST_FORMAT) throw new Refusal("format", { format: TRUST_FORMAT });
  const policy = policyParse(text(found("policy"), "policy"));
  const origins = new Set(policy.logs.map((key) => key.name));
  if (origins.size === 0) throw new Refusal("no_log");
  const tenants = members(found("tenants"), origins, "tenants");
  const [history, models, chain] = [found("history"), found("models"), found("chain")];
  if (history !== "whole" && history !== "optional") throw new Refusal("one_of", { where: "history", words: "whole, optional" });
  return {
    policy,
    tenants: new Map([...origins].map((origin) => [origin, hexBytes(tenants(origin), "tenants", 32)])),
    history,
    models: models === null ? null : new Set(array(models, modelParse, "models", MAX_MODELS)),
    chain: chain === null ? null : chainParse(chain),
  };
}

function modelParse(value: Json, where: string): string {
  if (!isSha256(value)) throw new Refusal("not_sha256", { where });
  return value;
}

function chainParse(value: Json): Chain {
  const found = members(value, ["chain_id", "contract", "anchor", "heads"], "chain");
  const demand = found("anchor");
  if (demand !== "pinned" && demand !== "claimed") throw new Refusal("one_of", { where: "chain.anchor", words: "pinned, claimed" });
  return { ...placeParse(found, "chain"), demand, heads: array(found("heads"), headParse, "chain.heads", MAX_HEADS) };
}
