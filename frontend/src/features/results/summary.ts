import type { TFunction } from "i18next";
import type { Quality, VerdictLabel } from "../../api/types";
import type { LiveRepetition } from "./applyEvents";
import { isPartial } from "./counting";
import { findingSpan } from "./moments";
import { groupFindings, joinPlace, tally } from "./verdicts";
import type { Standing } from "./verdicts";

type Translate = TFunction;

/** One sentence for a professional: what was found, and where. */
export function professionalSummary(t: Translate, language: string, all: readonly LiveRepetition[], quality: readonly Quality[]): string {
  const repetitions = all.filter((repetition) => !isPartial(repetition));
  if (all.length === 0) return quality.find((item) => item.severity === "blocking")?.sentence ?? t("summary.nothing");
  const list = new Intl.ListFormat(language, { type: "conjunction" });
  const groups = groupFindings(all).slice(0, 2);
  if (groups.length > 0) {
    return groups.map((group) => {
      const what = t(`finding.${group.code}`, { defaultValue: joinPlace(t, group.example) });
      return t("summary.finding", { what, where: t("findings.in", { count: group.repetitions.length, list: list.format(group.repetitions.map(String)) }) });
    }).join(" ");
  }
  if (repetitions.length === 0) return t("summary.all_partial", { count: all.length });
  const counts = tally(repetitions.map((repetition) => repetition.verdict?.label ?? null));
  if (counts.correct === repetitions.length) return t("summary.all_correct", { count: repetitions.length });
  if (counts.none === repetitions.length) return t("summary.counted", { count: repetitions.length });
  if (counts.cannot_tell === repetitions.length) return t("summary.none_judged", { count: repetitions.length });
  return t("summary.not_all_seen");
}

/** Two things for the person who moved: what went well, and one thing to change. */
export interface PlainSummary {
  well: string;
  change: { text: string; start_s: number; end_s: number; repetition: number } | null;
  cannotTell: string | null;
}

export function plainSummary(t: Translate, all: readonly LiveRepetition[], standings: ReadonlyMap<number, Standing>, quality: readonly Quality[]): PlainSummary {
  const full = all.filter((repetition) => !isPartial(repetition));
  const labels = full.map((repetition) => standings.get(repetition.index)?.label ?? null);
  const unsure = full.filter((_, i) => labels[i] === "cannot_tell").map((repetition) => repetition.index);
  const top = groupFindings(all).find((group) => group.repetitions.some((n) => standings.get(n)?.label !== "correct"));
  const why = (quality.find((item) => item.severity !== "note") ?? quality[0])?.sentence ?? "";
  return {
    well: wentWell(t, labels, all.length - full.length),
    change: top === undefined ? null : { text: top.example.sentence_patient, ...findingSpan(top.example), repetition: top.exampleRepetition },
    cannotTell: all.length === 0 ? why || null : notTold(t, unsure, full.length, why),
  };
}

function wentWell(t: Translate, labels: readonly (VerdictLabel | null)[], partial: number): string {
  const count = labels.length;
  if (count === 0) return partial > 0 ? t("plain.all_partial", { count: partial }) : t("plain.nothing");
  const { correct, incorrect } = tally(labels);
  const well = correct + incorrect === 0 ? t("plain.counted", { count }) : correct === count ? t("plain.all", { count }) : correct === 0 ? t("plain.none", { count }) : t("plain.some", { correct, count });
  return partial === 0 ? well : `${well} ${t("plain.partial", { count: partial })}`;
}

function notTold(t: Translate, unsure: readonly number[], of: number, why: string): string | null {
  if (unsure.length === 0) return null;
  if (unsure.length > 1 && unsure.length === of) return t("plain.cannot_tell_all", { why }).trim();
  const list = new Intl.ListFormat(document.documentElement.lang || "en").format(unsure.map(String));
  return t("plain.cannot_tell", { count: unsure.length, list, why }).trim();
}
