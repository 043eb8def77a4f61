import type { TFunction } from "i18next";
import type { Quality } from "../../api/types";
import type { LiveRepetition } from "./applyEvents";
import { groupFindings, tally } from "./verdicts";
import type { Standing } from "./verdicts";

type Translate = TFunction;

/** One sentence for a professional: what was found, and where. */
export function professionalSummary(t: Translate, language: string, repetitions: readonly LiveRepetition[], quality: readonly Quality[]): string {
  if (repetitions.length === 0) return quality.find((item) => item.severity === "blocking")?.sentence ?? t("summary.nothing");
  const list = new Intl.ListFormat(language, { type: "conjunction" });
  const groups = groupFindings(repetitions).slice(0, 2);
  if (groups.length > 0) {
    return groups.map((group) => {
      const what = t(`finding.${group.code}`, { defaultValue: t("finding.other") });
      return t("summary.finding", { what, where: t("findings.in", { count: group.repetitions.length, list: list.format(group.repetitions.map(String)) }) });
    }).join(" ");
  }
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

export function plainSummary(t: Translate, repetitions: readonly LiveRepetition[], standings: ReadonlyMap<number, Standing>, quality: readonly Quality[]): PlainSummary {
  const counts = tally(repetitions.map((repetition) => standings.get(repetition.index)?.label ?? null));
  const judged = counts.correct + counts.incorrect;
  const well = repetitions.length === 0
    ? t("plain.nothing")
    : judged === 0
      ? t("plain.counted", { count: repetitions.length })
      : counts.correct === repetitions.length
        ? t("plain.all", { count: repetitions.length })
        : counts.correct === 0
          ? t("plain.none", { count: repetitions.length })
          : t("plain.some", { correct: counts.correct, count: repetitions.length });
  const top = groupFindings(repetitions).find((group) => group.repetitions.some((n) => standings.get(n)?.label !== "correct"));
  const unsure = repetitions.filter((repetition) => standings.get(repetition.index)?.label === "cannot_tell").map((repetition) => repetition.index);
  const why = (quality.find((item) => item.severity !== "note") ?? quality[0])?.sentence ?? "";
  return {
    well,
    change: top === undefined ? null : { text: top.example.sentence_patient, start_s: top.example.start_s, end_s: top.example.end_s, repetition: top.exampleRepetition },
    cannotTell: unsure.length > 1 && unsure.length === repetitions.length ? t("plain.cannot_tell_all", { why }).trim() : unsure.length > 0 ? t("plain.cannot_tell", { count: unsure.length, list: new Intl.ListFormat(document.documentElement.lang || "en").format(unsure.map(String)), why }).trim() : repetitions.length === 0 ? why || null : null,
  };
}
