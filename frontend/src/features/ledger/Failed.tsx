import { useTranslation } from "react-i18next";
import type { ApiError } from "../../api/http";
import { Refusal } from "../../ui/Field";

/** What could not be shown, why, and the way on. */
export function Failed({ error, onRetry }: { error: ApiError; onRetry: () => void }) {
  const { t } = useTranslation();
  const why = error.message !== "" ? error.message : t(error.status === 0 ? "failure.no_connection" : "failure.text");
  return <div className="row failed-row"><Refusal>{why}</Refusal><button className="btn" onClick={onRetry}>{t("retry")}</button></div>;
}
