import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useParams } from "react-router";
import { requestReset, resetPassword } from "../../api/allauth";
import { useSession } from "../../api/session";
import { Field, Refusal } from "../../ui/Field";
import { useTitle } from "../../ui/useTitle";
import { Door } from "./Door";
import { useAttempt } from "./useAttempt";

export function ResetRequestPage() {
  const { t } = useTranslation();
  const attempt = useAttempt();
  const [email, setEmail] = useState("");
  const [sent, setSent] = useState(false);
  useTitle(t("reset.title"));
  if (sent) {
    return (
      <Door title={t("reset.sent_title")} text={t("reset.sent_text", { email })}>
        <p><Link to="/sign-in">{t("reset.back")}</Link></p>
      </Door>
    );
  }
  return (
    <Door title={t("reset.title")} text={t("reset.text")}>
      <form className="stack big" onSubmit={(event) => { event.preventDefault(); void attempt.run(async () => { await requestReset(email.trim()); setSent(true); }); }}>
        <Field label={t("sign_in.email")} type="email" autoComplete="username" required value={email} onChange={(event) => setEmail(event.target.value)} error={attempt.fields.email} />
        {attempt.refusal !== null && <Refusal>{attempt.refusal}</Refusal>}
        <button className="btn main" type="submit" disabled={attempt.busy}>{t("reset.send")}</button>
      </form>
      <p><Link to="/sign-in">{t("reset.back")}</Link></p>
    </Door>
  );
}

export function ResetPage() {
  const { t } = useTranslation();
  const { key = "" } = useParams();
  const navigate = useNavigate();
  const { refresh } = useSession();
  const attempt = useAttempt();
  const [password, setPassword] = useState("");
  useTitle(t("reset.new_title"));
  const submit = () =>
    void attempt.run(async () => {
      await resetPassword(key, password);
      await navigate((await refresh()) === null ? "/sign-in" : "/");
    });
  return (
    <Door title={t("reset.new_title")} text={t("password.rule")}>
      <form className="stack big" onSubmit={(event) => { event.preventDefault(); submit(); }}>
        <Field label={t("password.new")} type="password" autoComplete="new-password" required minLength={10} value={password} onChange={(event) => setPassword(event.target.value)} error={attempt.fields.password ?? attempt.fields.key} />
        {attempt.refusal !== null && <Refusal>{attempt.refusal}</Refusal>}
        <button className="btn main" type="submit" disabled={attempt.busy}>{t("reset.save")}</button>
      </form>
      <p><Link to="/reset-password">{t("reset.again")}</Link></p>
    </Door>
  );
}
