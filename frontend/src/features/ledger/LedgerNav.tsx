import { useTranslation } from "react-i18next";
import { NavLink } from "react-router";
import { may } from "../../api/ledger";
import { useOrganisation } from "../../api/session";

/** The three pages of the ledger, as far as the role sees them. */
export function LedgerNav() {
  const { t } = useTranslation();
  const membership = useOrganisation();
  const base = `/o/${membership.org}/ledger`;
  const all = [
    { to: base, label: "ledger.entries", permission: "ledger:view" },
    { to: `${base}/access`, label: "access.title", permission: "grant:list" },
    { to: `${base}/keys`, label: "keyring.short", permission: "ledger:manage" },
  ] as const;
  const shown = all.filter((one) => may(membership, one.permission));
  if (shown.length < 2) return null;
  return <nav className="subnav" aria-label={t("ledger.title")}>{shown.map((one) => <NavLink key={one.to} to={one.to} end>{t(one.label)}</NavLink>)}</nav>;
}
