import { useEffect, useState } from "react";
import type { SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useSearchParams } from "react-router";
import { passkeyLogin, passkeyLoginOptions, pendingFlow, signIn } from "../../api/allauth";
import type { AuthAnswer, Flow } from "../../api/allauth";
import { ApiError } from "../../api/http";
import { useSession } from "../../api/session";
import { assertPasskey, passkeysWork } from "../../api/webauthn";
import { Field, Refusal } from "../../ui/Field";
import { Icon } from "../../ui/Icon";
import { useTitle } from "../../ui/useTitle";
import { Door } from "./Door";
import { SecondStep } from "./SecondStep";
import { useAttempt } from "./useAttempt";

/** Only addresses of our own: a link must not send people elsewhere after they signed in. */
function safeNext(next: string | null): string {
  return next?.startsWith("/") === true && !next.startsWith("//") && !next.startsWith("/\\") ? next : "/";
}

export function SignInPage() {
  const { t } = useTranslation();
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const { me, refresh } = useSession();
  const attempt = useAttempt();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [pending, setPending] = useState<Flow | null>(null);
  useTitle(t("sign_in.title"));
  const next = safeNext(search.get("next"));

  useEffect(() => {
    if (me !== null) void navigate(next, { replace: true });
  }, [me, next, navigate]);

  const proceed = async (answer: AuthAnswer) => {
    const flow = answer.status === 200 ? null : pendingFlow(answer);
    setPending(flow);
    if (flow === null) await refresh();
  };
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    void attempt.run(async () => {
      try {
        await proceed(await signIn(email.trim(), password));
      } catch (error) {
        // Signed in already, in another tab or before this browser's storage was emptied.
        if (!(error instanceof ApiError) || error.status !== 409) throw error;
        await refresh();
      }
    });
  };
  const withPasskey = () =>
    void attempt.run(async () => {
      const options = await passkeyLoginOptions();
      await proceed(await passkeyLogin(await assertPasskey(options.data.request_options.publicKey)));
    });

  if (pending?.id === "mfa_authenticate") return <SecondStep flow={pending} onAnswer={proceed} onBack={() => setPending(null)} />;
  if (pending?.id === "verify_email") {
    return (
      <Door title={t("verify.title")} text={t("verify.text", { email: email === "" ? t("verify.your_address") : email })}>
        <p><button className="link" onClick={() => setPending(null)}>{t("sign_in.other")}</button></p>
      </Door>
    );
  }
  return (
    <Door title={t("sign_in.title")} text={t("sign_in.text")}>
      <form className="stack big" onSubmit={submit}>
        <Field label={t("sign_in.email")} type="email" name="email" autoComplete="username webauthn" required value={email} onChange={(event) => setEmail(event.target.value)} error={attempt.fields.email} />
        <Field label={t("sign_in.password")} type="password" name="password" autoComplete="current-password" required value={password} onChange={(event) => setPassword(event.target.value)} error={attempt.fields.password} />
        {attempt.refusal !== null && <Refusal>{attempt.refusal}</Refusal>}
        <button className="btn main" type="submit" disabled={attempt.busy}>{attempt.busy ? t("sign_in.busy") : t("sign_in.submit")}</button>
        {passkeysWork() && <button className="btn" type="button" disabled={attempt.busy} onClick={withPasskey}><Icon name="key" />{t("sign_in.passkey")}</button>}
      </form>
      <p><Link to="/reset-password">{t("sign_in.forgot")}</Link></p>
      <p><Link to="/verify">{t("proof.title")}</Link></p>
      <p className="second">{t("sign_in.invited")}</p>
    </Door>
  );
}
