import type { AssessmentFilter } from "../../api/endpoints";

export interface Filter {
  id: "review" | "all" | "working" | "stopped" | "signed";
  query: AssessmentFilter;
}

/** `state` takes several values with commas. What failed or was parked is in "review" and "all" too: it never vanishes. */
export const FILTERS: readonly Filter[] = [
  { id: "review", query: { reviewed: false } },
  { id: "all", query: {} },
  { id: "working", query: { state: "uploading,queued,working" } },
  { id: "stopped", query: { state: "failed,parked,cancelled" } },
  { id: "signed", query: { reviewed: true } },
];
