import { useTranslation } from "react-i18next";
import { Empty } from "../ui/Empty";

export function FailurePage({ onRetry }: { onRetry: () => void }) {
  const { t } = useTranslation();
  return (
    <main className="wrap">
      <Empty title={t("failure.title")} text={t("failure.text")}>
        <button className="btn main" onClick={onRetry}>{t("retry")}</button>
      </Empty>
    </main>
  );
}
