import { useCallback, useEffect, useRef, useState } from "react";
import { Refusal } from "../../ledger/refusal";
import type { Sentence } from "../../ledger/refusal";
import { trustParse } from "../../ledger/trust";
import type { Trust } from "../../ledger/trust";
import { verifying } from "../../ledger/verify";
import type { Progress, Step, Verdict } from "../../ledger/verify";
import { bytesOf, kindOf } from "./files";
import type { FileKind } from "./files";

/** The page draws at least this often while it counts. */
const SLICE_MS = 30;

export interface Picked<T> {
  readonly name: string;
  readonly value: T;
}

/** Why a file was not taken: it cannot be read, is neither of the two, or is no trust file. */
export type NotTaken = { readonly name: string; readonly why: "unreadable" | "neither" } | { readonly name: string; readonly why: "no_trust"; readonly sentence: Sentence };

export interface Check {
  readonly steps: readonly Step[];
  readonly progress: Progress | null;
  readonly verdict: Verdict | null;
  readonly tookMs: number;
}

const NOTHING: Check = { steps: [], progress: null, verdict: null, tookMs: 0 };

/** Two files in, the steps of the verification out, one after the other. */
export function useProof() {
  const [bundle, setBundle] = useState<Picked<Uint8Array> | null>(null);
  const [trust, setTrust] = useState<Picked<Trust> | null>(null);
  const [notTaken, setNotTaken] = useState<NotTaken | null>(null);
  const [check, setCheck] = useState<Check>(NOTHING);
  const run = useRef(0);

  /** A verdict never stands beside a file that it is not about. */
  const forget = useCallback(() => {
    run.current += 1;
    setCheck(NOTHING);
  }, []);

  const takeTrust = useCallback((name: string, data: Uint8Array) => {
    forget();
    try {
      setTrust({ name, value: trustParse(data) });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      setTrust(null);
      setNotTaken({ name, why: "no_trust", sentence: error });
    }
  }, [forget]);

  const take = useCallback(async (files: readonly File[], meant: FileKind | null) => {
    setNotTaken(null);
    for (const file of files) {
      const data = await bytesOf(file);
      const kind = data === null ? null : (kindOf(data) ?? meant);
      if (data === null) setNotTaken({ name: file.name, why: "unreadable" });
      else if (kind === null) setNotTaken({ name: file.name, why: "neither" });
      else if (kind === "trust") takeTrust(file.name, data);
      else {
        forget();
        setBundle({ name: file.name, value: data });
      }
    }
  }, [forget, takeTrust]);

  useEffect(() => {
    const own = ++run.current;
    if (bundle !== null && trust !== null) void checked(bundle.value, trust.value, (next) => {
      if (own === run.current) setCheck(next);
      return own === run.current;
    });
  }, [bundle, trust]);

  return { bundle, trust, notTaken, check, take };
}

/** Verify in slices; `show` says whether anybody still looks. */
async function checked(data: Uint8Array, trust: Trust, show: (check: Check) => boolean): Promise<void> {
  await drawn();
  const began = performance.now();
  const run = verifying(data, trust, Math.floor(Date.now() / 1000));
  let steps: readonly Step[] = [];
  let until = began + SLICE_MS;
  for (;;) {
    const next = run.next();
    const tookMs = performance.now() - began;
    if (next.done === true) {
      show({ steps, progress: null, verdict: next.value, tookMs });
      return;
    }
    if ("name" in next.value) steps = [...steps, next.value];
    if (performance.now() < until) continue;
    if (!show({ steps, progress: "done" in next.value ? next.value : null, verdict: null, tookMs })) return;
    await drawn();
    until = performance.now() + SLICE_MS;
  }
}

const drawn = () => new Promise((resolve) => setTimeout(resolve));
