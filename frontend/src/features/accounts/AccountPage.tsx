import { useState } from "react";
import { useTranslation } from "react-i18next";
import { changePassword, getAuthenticators } from "../../api/allauth";
import { patchMe } from "../../api/endpoints";
import { useSession } from "../../api/session";
import { useResource } from "../../api/useResource";
import { Field, Refusal } from "../../ui/Field";
import { useTitle } from "../../ui/useTitle";
import { Passkeys } from "./Passkeys";
import { Reauthenticate } from "./Reauthenticate";
import { Sessions } from "./Sessions";
import { TwoStep } from "./TwoStep";
import { useAttempt } from "./useAttempt";
import { useGuarded } from "./useGuarded";

export function AccountPage() {
  const { t } = useTranslation();
  const { refresh } = useSession();
  const authenticators = useResource("authenticators", async () => (await getAuthenticators()).data);
  const guarded = useGuarded();
  useTitle(t("account.title"));
  const changed = () => {
    authenticators.reload();
    void refresh();
  };
  const list = authenticators.data ?? [];
  return (
    <div className="wrap narrow">
      <div className="head2"><h1>{t("account.title")}</h1></div>
      <Name />
      <Password />
      <TwoStep totp={list.find((item) => item.type === "totp") ?? null} codes={list.find((item) => item.type === "recovery_codes") ?? null} guarded={guarded} onChanged={changed} />
      <Passkeys passkeys={list.filter((item) => item.type === "webauthn")} guarded={guarded} onChanged={changed} />
      <Sessions />
      {guarded.asking && <Reauthenticate guarded={guarded} />}
    </div>
  );
}

function Name() {
  const { t } = useTranslation();
  const { me, refresh } = useSession();
  const attempt = useAttempt();
  const [name, setName] = useState(me?.name ?? "");
  return (
    <section className="block dense" aria-labelledby="account-name">
      <h2 id="account-name">{t("account.name")}</h2>
      <form className="row form-row" onSubmit={(event) => { event.preventDefault(); void attempt.run(async () => { await patchMe({ name: name.trim() }); await refresh(); }); }}>
        <Field label={t("invitation.name")} autoComplete="name" required value={name} onChange={(event) => setName(event.target.value)} error={attempt.fields.name} />
        <button className="btn" disabled={attempt.busy || name.trim() === me?.name || name.trim() === ""}>{t("save")}</button>
      </form>
      {attempt.refusal !== null && <Refusal>{attempt.refusal}</Refusal>}
      <p className="second">{me?.email}</p>
    </section>
  );
}

function Password() {
  const { t } = useTranslation();
  const attempt = useAttempt();
  const [old, setOld] = useState("");
  const [fresh, setFresh] = useState("");
  const [done, setDone] = useState(false);
  const submit = () =>
    void attempt.run(async () => {
      setDone(false);
      await changePassword(old, fresh);
      setOld("");
      setFresh("");
      setDone(true);
    });
  return (
    <section className="block dense" aria-labelledby="account-password">
      <h2 id="account-password">{t("sign_in.password")}</h2>
      <form className="row form-row" onSubmit={(event) => { event.preventDefault(); submit(); }}>
        <Field label={t("account.old_password")} type="password" autoComplete="current-password" required value={old} onChange={(event) => setOld(event.target.value)} error={attempt.fields.current_password} />
        <Field label={t("password.new")} type="password" autoComplete="new-password" required value={fresh} onChange={(event) => setFresh(event.target.value)} error={attempt.fields.new_password} />
        <button className="btn" disabled={attempt.busy}>{t("account.change")}</button>
      </form>
      {attempt.refusal !== null && <Refusal>{attempt.refusal}</Refusal>}
      {done && <p role="status" className="second">{t("account.password_changed")}</p>}
    </section>
  );
}
