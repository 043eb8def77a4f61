import { useTranslation } from "react-i18next";
import { NavLink, useLocation, useParams } from "react-router";
import { useSession } from "../api/session";
import { Icon } from "../ui/Icon";

/** A phone's tabs, within the thumb's reach; a result page has its own dock instead. */
export function TabBar() {
  const { t } = useTranslation();
  const { me } = useSession();
  const { org } = useParams();
  const { pathname } = useLocation();
  const membership = me?.memberships.find((item) => item.org === org);
  if (membership?.role !== "participant" || /\/clips\/./.test(pathname)) return null;
  const base = `/o/${membership.org}`;
  return (
    <nav className="tabs only-phone" aria-label={t("nav.main")}>
      <NavLink to={base} end><Icon name="today" />{t("nav.today")}</NavLink>
      <NavLink to={`${base}/new`}><Icon name="camera" />{t("nav.send")}</NavLink>
      <NavLink to={`${base}/clips`}><Icon name="results" />{t("nav.results")}</NavLink>
    </nav>
  );
}
