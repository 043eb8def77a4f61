import { useCallback, useEffect, useRef, useState } from "react";
import { ApiError } from "../../api/http";
import { getTrustFile, makeProof } from "../../api/ledger";
import type { ServedFile } from "../../api/ledger";
import { bundleParse } from "../../ledger/bundle";
import { Refusal } from "../../ledger/refusal";
import { trustParse } from "../../ledger/trust";
import type { Trust } from "../../ledger/trust";
import { checked, NOTHING } from "./checking";
import type { Check } from "./checking";
import { save } from "./files";

/** `no_trust`: the proof is here and saved, but this Plumbline gave no trust file that can be read. */
export type Phase = "idle" | "making" | "checking" | "checked" | "no_trust" | "failed";

export interface Made {
  readonly phase: Phase;
  readonly file: ServedFile | null;
  readonly check: Check;
  readonly error: ApiError | null;
}

const BEFORE: Made = { phase: "idle", file: null, check: NOTHING, error: null };

/** Has the proof of a result made, hands it over as a file, and verifies it here with this organisation's trust file. */
export function useMadeProof(org: string, assessment: string) {
  const [made, setMade] = useState<Made>(BEFORE);
  const run = useRef(0);
  useEffect(() => () => {
    run.current += 1;
  }, []);

  const make = useCallback(async () => {
    const own = ++run.current;
    const show = (change: Partial<Made>) => {
      if (own === run.current) setMade((before) => ({ ...before, ...change }));
      return own === run.current;
    };
    setMade({ ...BEFORE, phase: "making" });
    try {
      const file = await makeProof(org, assessment);
      if (!show({ file })) return;
      save(file.data, file.name);
      const trust = await trustOf(org, file.data);
      if (!show({ phase: trust === null ? "no_trust" : "checking" }) || trust === null) return;
      await checked(file.data, trust, (check) => show({ check, ...(check.verdict === null ? {} : { phase: "checked" }) }));
    } catch (error) {
      show({ phase: "failed", error: error instanceof ApiError ? error : new ApiError(0, "error", "") });
    }
  }, [org, assessment]);

  return { made, make };
}

/** A proof of the last minutes has no anchor yet; one that has is held against the anchors that stand there now. */
async function trustOf(org: string, bundle: Uint8Array): Promise<Trust | null> {
  try {
    return trustParse((await getTrustFile(org, isAnchored(bundle) ? "pinned" : "none")).data);
  } catch (error) {
    if (error instanceof Refusal || error instanceof ApiError) return null;
    throw error;
  }
}

function isAnchored(bundle: Uint8Array): boolean {
  try {
    return bundleParse(bundle).anchor !== null;
  } catch (error) {
    if (error instanceof Refusal) return false; // the verification says why
    throw error;
  }
}
