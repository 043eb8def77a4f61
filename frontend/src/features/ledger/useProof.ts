import { useCallback, useEffect, useRef, useState } from "react";
import { Refusal } from "../../ledger/refusal";
import type { Sentence } from "../../ledger/refusal";
import { trustParse } from "../../ledger/trust";
import type { Trust } from "../../ledger/trust";
import { checked, NOTHING } from "./checking";
import type { Check } from "./checking";
import { bytesOf, kindOf } from "./files";
import type { FileKind } from "./files";

export interface Picked<T> {
  readonly name: string;
  readonly value: T;
}

/** Why a file was not taken: it cannot be read, is neither of the two, or is no trust file. */
export type NotTaken = { readonly name: string; readonly why: "unreadable" | "neither" } | { readonly name: string; readonly why: "no_trust"; readonly sentence: Sentence };

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
