import { useTranslation } from "react-i18next";
import type { Grant } from "../../api/ledger";
import { dayAndTime, dayOf } from "../../i18n/format";
import { personOf } from "./grants";

/** Grants as a table; a card each on a phone. */
export function GrantList({ id, title, grants, onWithdraw }: { id: string; title: string; grants: readonly Grant[]; onWithdraw: ((grant: Grant) => void) | null }) {
  const { t, i18n } = useTranslation();
  return (
    <section className="block" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <div className="tablewrap">
        <table className="people in-rows grants" aria-labelledby={id}>
          <thead><tr><th>{t("access.who")}</th><th>{t("access.sees")}</th><th>{t("access.until")}</th><th>{t("access.uses")}</th><th>{t("access.reason")}</th>{onWithdraw !== null && <th><span className="vh">{t("members.actions")}</span></th>}</tr></thead>
          <tbody>
            {grants.map((grant) => (
              <tr key={grant.id}>
                <td><strong>{grant.grantee.name}</strong><br /><span className="label">{t(`access.kind.${grant.grantee.kind}`)}</span></td>
                <td data-label={t("access.sees")}>{personOf(t, grant)}</td>
                <td data-label={t("access.until")}>{untilWords(t, i18n.language, grant)}</td>
                <td className="second" data-label={t("access.uses")}>{grant.uses === 0 || grant.last_used_at === null ? t("access.unused") : t("access.used", { count: grant.uses, when: dayAndTime(grant.last_used_at, t) })}</td>
                <td className="second reason" data-label={t("access.reason")}>{grant.reason}</td>
                {onWithdraw !== null && <td className="end"><button className="btn" onClick={() => onWithdraw(grant)} aria-label={t("access.withdraw_named", { name: grant.grantee.name })}>{t("access.withdraw")}</button></td>}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function untilWords(t: ReturnType<typeof useTranslation>["t"], language: string, { state, until, decided_at, decided_by }: Grant): string {
  const when = decided_at === null ? "" : dayOf(decided_at, language);
  if (state === "refused") return t("access.refused_on", { when, name: decided_by ?? "" });
  if (state === "withdrawn") return t("access.withdrawn_on", { when });
  return until === null ? "–" : t(state === "expired" || new Date(until) <= new Date() ? "access.ended" : "access.until_day", { when: dayOf(until, language) });
}
