import { useTranslation } from "react-i18next";
import { NavLink } from "react-router";
import { useOrganisation } from "../../api/session";

/** The pages about what judges, as far as the role sees them. */
export function ModelsNav() {
  const { t } = useTranslation();
  const { org, permissions } = useOrganisation();
  const base = `/o/${org}/models`;
  const shown = [
    { to: base, label: "models.title", seen: true },
    { to: `${base}/agreement`, label: "agreement.title", seen: permissions.includes("agreement:view") },
    { to: `${base}/again`, label: "again.page", seen: permissions.includes("assessment:again") },
  ].filter((one) => one.seen);
  if (shown.length < 2) return null;
  return <nav className="subnav" aria-label={t("models.title")}>{shown.map((one) => <NavLink key={one.to} to={one.to} end>{t(one.label)}</NavLink>)}</nav>;
}
