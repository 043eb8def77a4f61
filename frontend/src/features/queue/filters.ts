import type { AssessmentState } from "../../api/types";

export interface Filter {
  id: "review" | "all" | "working" | "stopped" | "signed";
  /** Empty: every state. */
  states: readonly AssessmentState[];
  reviewed?: boolean;
}

export const ALL: Filter = { id: "all", states: [] };

/** What failed or was parked is in "review" and "all" too: it never vanishes. */
export const FILTERS: readonly Filter[] = [
  { id: "review", states: [], reviewed: false },
  ALL,
  { id: "working", states: ["uploading", "queued", "working"] },
  { id: "stopped", states: ["failed", "parked", "cancelled"] },
  { id: "signed", states: [], reviewed: true },
];
