import { useTranslation } from "react-i18next";
import { Link, useLocation, useParams } from "react-router";
import { isUnsent } from "./entries";
import { useOutbox } from "./useOutbox";

/** On every page but the upload's own: one line that says what is still on its way. */
export function UploadTray() {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const { org } = useParams();
  const unsent = useOutbox().filter(isUnsent);
  const first = unsent[0];
  if (first === undefined || /\/(new|film)$/.test(pathname)) return null;
  const total = unsent.reduce((sum, entry) => sum + (entry.size ?? entry.sent), 0);
  const sent = unsent.reduce((sum, entry) => sum + entry.sent, 0);
  const percent = total === 0 ? 0 : Math.floor((sent / total) * 100);
  const stuck = unsent.some((entry) => entry.state === "offline");
  const refused = unsent.some((entry) => entry.state === "refused" || entry.state === "lost");
  return (
    <aside className="tray" aria-label={t("upload.tray")}>
      <strong>{t("upload.tray_count", { count: unsent.length })}</strong>
      <span className="miniwalk" style={{ "--p": `${percent}%` }}><i /></span>
      <span className="second num">{refused ? t("upload.needs_you") : stuck ? t("upload.offline_short") : t("upload.percent", { percent })}</span>
      <Link className="push" to={`/o/${org ?? first.org}/new`}>{t("upload.show")}</Link>
    </aside>
  );
}
