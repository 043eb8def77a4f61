import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Report } from "../../api/types";

const CARD = /^docs\/cards\/([a-z-]+)\.md$/;

/** What judged this clip, each with its card. */
export function JudgedBy({ org, report }: { org: string; report: Report }) {
  const { t } = useTranslation();
  const names = [...new Set(report.models.map((model) => CARD.exec(model.card)?.[1]).filter((name) => name !== undefined))];
  if (names.length === 0) return null;
  return (
    <p className="judged-by second">
      {t("models.judged_by")}{" "}
      {names.map((name, i) => <span key={name}>{i > 0 && ", "}<Link to={`/o/${org}/models/${name}`}>{t(`models.short.${name}`, { defaultValue: name })}</Link></span>)}
    </p>
  );
}
