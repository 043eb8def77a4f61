import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { Empty } from "../ui/Empty";
import { TopBar } from "./TopBar";

export function NotFound() {
  const { t } = useTranslation();
  return (
    <div className="shell">
      <TopBar through />
      <main className="wrap">
        <Empty title={t("not_found.title")} text={t("not_found.text")}>
          <Link className="btn main" to="/">{t("not_found.home")}</Link>
        </Empty>
      </main>
    </div>
  );
}
