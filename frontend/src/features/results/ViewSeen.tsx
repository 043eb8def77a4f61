import { useTranslation } from "react-i18next";
import type { Exercise, Report } from "../../api/types";
import { Mark } from "../../ui/Mark";
import type { LiveRepetition } from "./applyEvents";
import { joinPlace } from "./verdicts";
import { hiddenRules, viewSeen } from "./viewFound";

interface Props {
  exercise: Exercise | null;
  report: Report | null;
  repetitions: readonly LiveRepetition[];
}

/** From where it was filmed, and what from there can't be told. */
export function ViewSeen({ exercise, report, repetitions }: Props) {
  const { t, i18n } = useTranslation();
  const seen = viewSeen(report, repetitions);
  if (seen === null) return null;
  const hidden = hiddenRules(exercise, seen).map((rule) => t(`finding.${rule.code}`, { defaultValue: joinPlace(t, rule) }));
  const names = new Intl.ListFormat(i18n.language, { type: "conjunction" }).format([...new Set(hidden)].map((name) => name.charAt(0).toLocaleLowerCase() + name.slice(1)));
  return (
    <p className="with-mark seen">
      {hidden.length > 0 ? <Mark shape="unsure" /> : <span />}
      <span>{t(seen.side === null ? `seen.${seen.name}` : `seen.side_${seen.side}`, { defaultValue: t("seen.unknown") })} {hidden.length > 0 && t("seen.cannot", { list: names })}</span>
    </p>
  );
}
