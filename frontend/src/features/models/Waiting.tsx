import { useTranslation } from "react-i18next";
import type { Resource } from "../../api/useResource";
import { Refusal } from "../../ui/Field";

/** Bones while it loads; what went wrong and the way out where it did not. */
export function Waiting<T>({ of }: { of: Resource<T> }) {
  const { t } = useTranslation();
  return (
    <>
      {of.error !== null && <div className="row failed-row"><Refusal>{of.error.message || t("failure.no_connection")}</Refusal><button className="btn" onClick={of.reload}>{t("retry")}</button></div>}
      {of.loading && <div aria-busy="true" className="stack tight">{[1, 2, 3, 4, 5].map((row) => <span key={row} className="bone" style={{ "--w": `${14 + row}rem` }} />)}</div>}
    </>
  );
}
