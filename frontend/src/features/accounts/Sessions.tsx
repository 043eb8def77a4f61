import { useTranslation } from "react-i18next";
import { endBrowserSessions, getBrowserSessions } from "../../api/allauth";
import { useResource } from "../../api/useResource";
import { dayOf } from "../../i18n/format";
import { Refusal } from "../../ui/Field";
import { useAttempt } from "./useAttempt";

/** Where else this account is signed in. Absent where the server does not keep such a list. */
export function Sessions() {
  const { t, i18n } = useTranslation();
  const attempt = useAttempt();
  const sessions = useResource("sessions", async () => {
    const answer = await getBrowserSessions();
    return answer.status === 200 && Array.isArray(answer.data) ? answer.data : [];
  });
  const list = sessions.data ?? [];
  const others = list.filter((item) => !item.is_current).map((item) => item.id);
  if (list.length === 0) return null;
  return (
    <section className="block" aria-labelledby="account-sessions">
      <h2 id="account-sessions">{t("sessions.title")}</h2>
      <ul className="plain-list">
        {list.map((item) => (
          <li key={item.id}>
            <span>{browserName(item.user_agent)}{item.is_current && <strong> {t("sessions.this")}</strong>}<br /><span className="label">{t("sessions.since", { date: dayOf(new Date(item.created_at * 1000).toISOString(), i18n.language) })}</span></span>
          </li>
        ))}
      </ul>
      {others.length > 0 && <div><button className="btn" disabled={attempt.busy} onClick={() => void attempt.run(async () => { await endBrowserSessions(others); sessions.reload(); })}>{t("sessions.end")}</button></div>}
      {attempt.refusal !== null && <Refusal>{attempt.refusal}</Refusal>}
    </section>
  );
}

/** "Firefox, Android": enough to recognise one's own machine. */
function browserName(agent: string): string {
  const browser = ["Firefox", "Edg", "OPR", "Chrome", "Safari"].find((name) => agent.includes(name)) ?? "";
  const system = ["Android", "iPhone", "iPad", "Windows", "Mac OS X", "Linux"].find((name) => agent.includes(name)) ?? "";
  return [{ Edg: "Edge", OPR: "Opera" }[browser] ?? browser, system === "Mac OS X" ? "macOS" : system].filter(Boolean).join(", ") || agent.slice(0, 40);
}
