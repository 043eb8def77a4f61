import type { TFunction } from "i18next";
import type { Finding, Review, Side, VerdictLabel } from "../../api/types";
import type { MarkShape } from "../../ui/Mark";
import type { LiveRepetition } from "./applyEvents";

/** What stands for a repetition now: the last human word not taken back, else the machine's. */
export interface Standing {
  label: VerdictLabel | null;
  machine: VerdictLabel | null;
  review: Review | null;
}

export const shapeOf = (label: VerdictLabel | null): MarkShape =>
  label === "correct" ? "correct" : label === "incorrect" ? "incorrect" : label === "cannot_tell" ? "unsure" : "ghost";

export function standingReview(reviews: readonly Review[], repetition: number | null): Review | null {
  const mine = reviews.filter((review) => review.repetition === repetition && review.withdrawn_at === null && review.left_behind_at === null);
  return mine.toSorted((a, b) => a.created_at.localeCompare(b.created_at)).at(-1) ?? null;
}

export function standing(repetition: LiveRepetition, reviews: readonly Review[]): Standing {
  const review = standingReview(reviews, repetition.index);
  const machine = repetition.verdict?.label ?? null;
  return { label: review?.label ?? machine, machine, review };
}

export function tally(labels: readonly (VerdictLabel | null)[]): Record<VerdictLabel, number> {
  const counts = { correct: 0, incorrect: 0, cannot_tell: 0, none: 0 };
  for (const label of labels) if (label !== null) counts[label] += 1;
  return counts;
}

/** One finding of the page: the same fault of several repetitions together. */
export interface FindingGroup {
  code: string;
  repetitions: number[];
  /** The worst of them, which "show me" plays. */
  example: Finding;
  exampleRepetition: number;
}

/** By importance: how many repetitions, then which came first. */
export function groupFindings(repetitions: readonly LiveRepetition[]): FindingGroup[] {
  const groups = new Map<string, FindingGroup>();
  for (const repetition of repetitions) {
    for (const finding of repetition.findings) {
      const group = groups.get(finding.code);
      if (group === undefined) {
        groups.set(finding.code, { code: finding.code, repetitions: [repetition.index], example: finding, exampleRepetition: repetition.index });
        continue;
      }
      group.repetitions.push(repetition.index);
      if (excess(finding) > excess(group.example)) {
        group.example = finding;
        group.exampleRepetition = repetition.index;
      }
    }
  }
  return [...groups.values()].toSorted((a, b) => b.repetitions.length - a.repetitions.length || (a.repetitions[0] ?? 0) - (b.repetitions[0] ?? 0));
}

function excess(finding: Finding): number {
  return typeof finding.expected === "number" && finding.measured !== null ? Math.abs(finding.measured - finding.expected) : 0;
}

const SIDED = new Set(["knee", "hip", "shoulder", "elbow", "ankle"]);
const PAIRED = new Set([...SIDED, "wrist", "foot", "arm", "leg"]);

/** "Left knee, bottom": where in the body and in the movement. */
export function joinPlace(t: TFunction, place: { joint: string | null; phase: string | null; side?: Side | undefined }): string {
  const part = t(`part.${place.joint ?? "body"}`, { defaultValue: place.joint ?? "" });
  const joint = (place.side === "left" || place.side === "right") && PAIRED.has(place.joint ?? "") ? t(`findings.side_${place.side}`, { joint: part.toLocaleLowerCase() }) : part;
  return place.phase === null ? joint : t("findings.where", { joint, phase: t(`phase.${place.phase}`, { defaultValue: place.phase.replaceAll("_", " ") }) });
}

/** The curves or parts that a finding marks on the picture: on its own side, else on that of the repetition. */
export function faultyParts(finding: Finding, repetitionSide: Side): string[] {
  const joint = finding.joint;
  const side = finding.side ?? repetitionSide;
  if (joint === null) return [];
  if (joint === "trunk") return ["trunk_lean"];
  if (!SIDED.has(joint)) return [joint];
  return side === "both" ? [`${joint}_left`, `${joint}_right`] : [`${joint}_${side}`];
}
