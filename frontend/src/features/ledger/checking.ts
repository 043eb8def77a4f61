import type { Trust } from "../../ledger/trust";
import { verifying } from "../../ledger/verify";
import type { Progress, Step, Verdict } from "../../ledger/verify";

/** A verification as a page shows it: step by step, without standing still. */

/** The page draws at least this often while it counts. */
const SLICE_MS = 30;

export interface Check {
  readonly steps: readonly Step[];
  readonly progress: Progress | null;
  readonly verdict: Verdict | null;
  readonly tookMs: number;
}

/** Before the first step. */
export const NOTHING: Check = { steps: [], progress: null, verdict: null, tookMs: 0 };

/** Verify in slices; `show` says whether anybody still looks. */
export async function checked(data: Uint8Array, trust: Trust, show: (check: Check) => boolean): Promise<void> {
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
