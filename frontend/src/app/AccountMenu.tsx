import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "react-router";
import { signOut } from "../api/allauth";
import { may } from "../api/ledger";
import { forgetSignedIn } from "../api/signedIn";
import type { Me, Membership } from "../api/types";
import { unsentCount, wipeOutbox } from "../features/uploads/outbox";
import { initials } from "../i18n/format";
import { Dialog } from "../ui/Dialog";
import { chooseTheme, chosenTheme } from "./theme";
import type { Theme } from "./theme";

const THEMES: readonly Theme[] = ["system", "light", "dark"];

export function AccountMenu({ me, membership }: { me: Me; membership: Membership | null }) {
  const { t } = useTranslation();
  const location = useLocation();
  const menu = useRef<HTMLDetailsElement>(null);
  const [theme, setTheme] = useState<Theme>(chosenTheme);
  const [asking, setAsking] = useState(0);

  useEffect(() => {
    if (menu.current !== null) menu.current.open = false;
  }, [location]);
  useEffect(() => {
    const shut = (event: Event) => {
      const element = menu.current;
      if (element === null || !element.open) return;
      if (event instanceof KeyboardEvent) {
        if (event.key !== "Escape") return;
        element.querySelector("summary")?.focus();
      } else if (event.target instanceof Node && element.contains(event.target)) return;
      element.open = false;
    };
    document.addEventListener("pointerdown", shut);
    document.addEventListener("keydown", shut);
    return () => {
      document.removeEventListener("pointerdown", shut);
      document.removeEventListener("keydown", shut);
    };
  }, []);

  const leave = async () => {
    await wipeOutbox();
    await signOut();
    forgetSignedIn();
    // A fresh page: nothing of the person stays in memory.
    window.location.assign("/sign-in");
  };
  const ask = () => {
    const waiting = unsentCount();
    if (waiting > 0) setAsking(waiting);
    else void leave();
  };

  return (
    <details className="menu" ref={menu}>
      <summary>
        <span className="who" aria-hidden="true">{initials(me.name)}</span>
        <span className="vh">{t("menu.open", { name: me.name })}</span>
      </summary>
      <div>
        <p className="name"><strong>{me.name}</strong><br /><span className="label">{membership === null ? me.email : `${membership.org_name}, ${t(`role.${membership.kind}.${membership.role}`)}`}</span></p>
        <hr />
        <Link to="/account">{t("menu.account")}</Link>
        {membership !== null && membership.permissions.includes("consent:give") && <Link to={`/o/${membership.org}/consent`}>{t("menu.consent")}</Link>}
        {membership?.role === "participant" && may(membership, "grant:list") && <Link to={`/o/${membership.org}/ledger/access`}>{t("nav.seen_by")}</Link>}
        <Link to="/verify">{t("proof.title")}</Link>
        {me.memberships.filter((item) => item.org !== membership?.org).map((item) => <Link key={item.org} to={`/o/${item.org}`}>{t("menu.switch", { name: item.org_name })}</Link>)}
        <hr />
        <div className="seg" role="group" aria-label={t("menu.theme")}>
          {THEMES.map((value) => (
            <button key={value} className="btn" aria-pressed={theme === value} onClick={() => { chooseTheme(value); setTheme(value); }}>{t(`theme.${value}`)}</button>
          ))}
        </div>
        <button className="item" onClick={ask}>{t("menu.sign_out")}</button>
      </div>
      {asking > 0 && (
        <Dialog title={t("menu.unsent_title", { count: asking })} onClose={() => setAsking(0)}>
          <p>{t("menu.unsent_text")}</p>
          <div className="row">
            <button className="btn main" onClick={() => setAsking(0)}>{t("menu.stay")}</button>
            <button className="btn danger" onClick={() => void leave()}>{t("menu.leave_anyway")}</button>
          </div>
        </Dialog>
      )}
    </details>
  );
}
