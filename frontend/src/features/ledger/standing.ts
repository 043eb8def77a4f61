import type { LedgerStatus } from "../../api/ledger";

/** How far the log has come, as knots of one line: written, logged, cosigned, anchored. */

export interface Knot {
  readonly name: "logged" | "checkpoint" | "cosigned" | "anchored";
  /** `off`: not set up, or nothing there yet. */
  readonly state: "ok" | "wait" | "off";
  /** A sentence below `ledger.knot` and what stands in it; times are left as they came. */
  readonly key: string;
  readonly values: { readonly names?: readonly string[]; readonly size?: number; readonly block?: number; readonly count?: number; readonly of?: number; readonly quorum?: number };
  readonly at?: string;
}

export function knotsOf(status: LedgerStatus): readonly Knot[] {
  return [logged(status), checkpoint(status), cosigned(status), anchored(status)];
}

function logged({ size, waiting }: LedgerStatus): Knot {
  if (size === 0 && waiting === 0) return { name: "logged", state: "off", key: "empty", values: {} };
  return { name: "logged", state: waiting > 0 ? "wait" : "ok", key: waiting > 0 ? "waiting" : "logged", values: { count: waiting > 0 ? waiting : size, size } };
}

function checkpoint({ head, size }: LedgerStatus): Knot {
  if (head === null) return { name: "checkpoint", state: "off", key: "no_checkpoint", values: {} };
  const isNewest = head.size >= size;
  return { name: "checkpoint", state: isNewest ? "ok" : "wait", key: isNewest ? "checkpoint" : "checkpoint_behind", values: { size: head.size, count: size - head.size }, at: head.at };
}

function cosigned({ head, witnesses, quorum }: LedgerStatus): Knot {
  if (witnesses.length === 0) return { name: "cosigned", state: "off", key: "no_witness", values: {} };
  const names = head?.cosigned_by ?? [];
  const values = { names, of: witnesses.length, quorum, count: Math.max(0, quorum - names.length) };
  if (names.length === 0) return { name: "cosigned", state: "wait", key: "not_cosigned", values };
  const isEnough = names.length >= quorum;
  return { name: "cosigned", state: isEnough ? "ok" : "wait", key: isEnough ? "cosigned" : "too_few", values };
}

function anchored({ anchored: head, chain, size, anchorings }: LedgerStatus): Knot {
  if (chain.kind === "none") return { name: "anchored", state: "off", key: "no_chain", values: {} };
  const planned = anchorings.find((one) => one.state !== "refused");
  const when = planned === undefined ? {} : { at: planned.planned_at };
  if (head === null) return { name: "anchored", state: "wait", key: planned === undefined ? "not_anchored" : "anchor_planned", values: {}, ...when };
  const rest = Math.max(0, size - head.size);
  return { name: "anchored", state: rest === 0 ? "ok" : "wait", key: rest === 0 ? "anchored" : "anchored_behind", values: { size: head.size, block: head.block_number, count: rest }, at: head.block_time };
}
