import { useTranslation } from "react-i18next";
import { Link, Navigate } from "react-router";
import { useSession } from "../api/session";
import { Empty } from "../ui/Empty";
import { TopBar } from "./TopBar";

/** One membership: straight to it. Several: choose. None: say why nothing is here. */
export function Start() {
  const { t } = useTranslation();
  const { me } = useSession();
  const memberships = me?.memberships ?? [];
  const only = memberships[0];
  if (memberships.length === 1 && only !== undefined) return <Navigate to={`/o/${only.org}`} replace />;
  return (
    <div className="shell">
      <TopBar through />
      <main className="wrap">
        {memberships.length === 0 ? (
          <Empty title={t("start.none")} text={t("start.none_text")} />
        ) : (
          <Empty title={t("start.choose")} text={t("start.choose_text")}>
            <ul className="stack">
              {memberships.map((item) => (
                <li key={item.org}>
                  <Link className="btn" to={`/o/${item.org}`}>{item.org_name}<span className="label">{t(`role.${item.kind}.${item.role}`)}</span></Link>
                </li>
              ))}
            </ul>
          </Empty>
        )}
      </main>
    </div>
  );
}
