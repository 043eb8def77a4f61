import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Link, NavLink, useLocation, useParams } from "react-router";
import { may } from "../api/ledger";
import { useSession } from "../api/session";
import type { Membership, Permission } from "../api/types";
import { BrandMark } from "../ui/Plumb";
import { AccountMenu } from "./AccountMenu";

interface Entry {
  to: string;
  label: string;
  perm: Permission;
  end?: boolean;
}

function entries(membership: Membership): Omit<Entry, "perm">[] {
  const base = `/o/${membership.org}`;
  const all: Entry[] = membership.role === "participant"
    ? [{ to: base, label: "nav.today", perm: "assessment:view", end: true }, { to: `${base}/clips`, label: "nav.results", perm: "assessment:view" }]
    : [{ to: base, label: membership.role === "professional" ? "nav.queue" : "nav.clips", perm: "assessment:view", end: true }];
  const rest: Entry[] = [
    { to: `${base}/new`, label: "nav.upload", perm: "assessment:create" },
    { to: `${base}/members`, label: "nav.members", perm: "member:list" },
    { to: `${base}/devices`, label: "nav.devices", perm: "device:list" },
    { to: `${base}/models`, label: "nav.models", perm: "agreement:view" },
  ];
  const ledger = may(membership, "ledger:view") ? [{ to: `${base}/ledger`, label: "nav.ledger" }] : may(membership, "grant:request") ? [{ to: `${base}/ledger/access`, label: "nav.access" }] : [];
  return [...[...all, ...rest].filter((entry) => membership.permissions.includes(entry.perm)), ...ledger];
}

export function TopBar({ through = false }: { through?: boolean }) {
  const { t } = useTranslation();
  const { me } = useSession();
  const { org } = useParams();
  const { pathname } = useLocation();
  const nav = useRef<HTMLElement>(null);
  // On a phone the bar slides; where one is stays in sight.
  useEffect(() => {
    nav.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [pathname]);
  const membership = me?.memberships.find((item) => item.org === org) ?? null;
  return (
    <header className={membership?.role === "participant" ? "top for-participant" : "top"}>
      <Link className="brand" to="/" aria-label={t("nav.home")}>
        <BrandMark through={through} />
        <span className="word">Plumbline</span>
      </Link>
      {membership !== null && (
        <nav ref={nav} aria-label={t("nav.main")} className={membership.role === "participant" ? "only-wide" : undefined}>
          {entries(membership).map((entry) => (
            <NavLink key={entry.to} to={entry.to} end={entry.end ?? false}>{t(entry.label)}</NavLink>
          ))}
        </nav>
      )}
      <span className="push" />
      {me !== null && <AccountMenu me={me} membership={membership} />}
    </header>
  );
}
