import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Navigate, Outlet, useLocation, useParams } from "react-router";
import { OrganisationContext, useSession } from "../api/session";
import { startOutbox } from "../features/uploads/outbox";
import { UploadTray } from "../features/uploads/UploadTray";
import { NotFound } from "./NotFound";
import { TabBar } from "./TabBar";
import { TopBar } from "./TopBar";

/** Sends strangers to the door and remembers where they wanted to go. */
export function RequireSession() {
  const { me } = useSession();
  const location = useLocation();
  useEffect(() => (me === null ? undefined : startOutbox(me.id)), [me]);
  if (me === null) return <Navigate to={`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`} replace />;
  return <Outlet />;
}

export function OrganisationFrame() {
  const { me } = useSession();
  const { org } = useParams();
  const membership = me?.memberships.find((item) => item.org === org) ?? null;
  if (membership === null) return <NotFound />;
  return (
    <OrganisationContext value={membership}>
      <Outlet />
    </OrganisationContext>
  );
}

/** Top bar, page, upload tray, and the tabs of a phone. After each change of address the page takes the focus. */
export function Frame() {
  const { t } = useTranslation();
  const { me } = useSession();
  const { org } = useParams();
  const membership = me?.memberships.find((item) => item.org === org);
  const { pathname } = useLocation();
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    main.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [pathname]);
  return (
    <div className={/\/clips\/./.test(pathname) && membership?.role === "participant" ? "shell own-bar" : "shell"}>
      <a className="skip" href="#page">{t("skip")}</a>
      <TopBar />
      <main id="page" ref={main} tabIndex={-1}>
        <Outlet />
      </main>
      <UploadTray />
      <TabBar />
    </div>
  );
}
