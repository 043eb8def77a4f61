import type { AssessmentItem } from "../../api/types";

export type Why = "uploading" | "queued" | "working" | "failed" | "parked" | "cancelled" | "unsure" | "faults" | "new" | "signed";

/** Why a clip stands where it stands, in one word of the list. */
export function whyOf(item: AssessmentItem): Why {
  if (item.state !== "done") return item.state;
  if (item.reviewed_at !== null) return "signed";
  if (item.verdicts.length === 0 || item.verdicts.some((label) => label === "cannot_tell")) return "unsure";
  return item.verdicts.some((label) => label === "incorrect") ? "faults" : "new";
}

const ORDER: readonly Why[] = ["parked", "failed", "unsure", "faults", "new", "working", "queued", "uploading", "cancelled", "signed"];

/** What needs a person comes first; within the same reason the oldest, except what is over. */
export function byUrgency(a: AssessmentItem, b: AssessmentItem): number {
  const order = ORDER.indexOf(whyOf(a)) - ORDER.indexOf(whyOf(b));
  if (order !== 0) return order;
  const older = a.created_at.localeCompare(b.created_at);
  return ["signed", "cancelled"].includes(whyOf(a)) ? -older : older;
}
