import { useState } from "react";
import { useTranslation } from "react-i18next";
import { addPasskey, passkeyCreationOptions, removePasskeys } from "../../api/allauth";
import type { Authenticator } from "../../api/allauth";
import { createPasskey, passkeysWork } from "../../api/webauthn";
import { dayOf } from "../../i18n/format";
import { Field, Refusal } from "../../ui/Field";
import { useAttempt } from "./useAttempt";
import type { Guarded } from "./useGuarded";

interface Props {
  passkeys: readonly Authenticator[];
  guarded: Guarded;
  onChanged: () => void;
}

export function Passkeys({ passkeys, guarded, onChanged }: Props) {
  const { t, i18n } = useTranslation();
  const attempt = useAttempt();
  const [name, setName] = useState("");
  const date = (seconds: number) => dayOf(new Date(seconds * 1000).toISOString(), i18n.language);
  const add = () =>
    void attempt.run(async () => {
      const options = await guarded.run(passkeyCreationOptions);
      const credential = await createPasskey(options.data.creation_options.publicKey);
      await guarded.run(() => addPasskey(name.trim() === "" ? t("passkey.default_name") : name.trim(), credential));
      setName("");
      onChanged();
    });
  const remove = (id: number) =>
    void attempt.run(async () => {
      await guarded.run(() => removePasskeys([id]));
      onChanged();
    });
  return (
    <section className="block" aria-labelledby="account-passkeys">
      <h2 id="account-passkeys">{t("passkey.title")}</h2>
      <p className="second">{t("passkey.text")}</p>
      {passkeys.length > 0 && (
        <ul className="plain-list">
          {passkeys.map((passkey) => (
            <li key={passkey.id}>
              <span><strong>{passkey.name}</strong><br /><span className="label">{t("passkey.added", { date: date(passkey.created_at) })}{passkey.last_used_at !== null && `, ${t("passkey.used", { date: date(passkey.last_used_at) })}`}</span></span>
              <button className="btn push" disabled={attempt.busy} onClick={() => { if (passkey.id !== undefined) remove(passkey.id); }} aria-label={t("passkey.remove_named", { name: passkey.name })}>{t("remove")}</button>
            </li>
          ))}
        </ul>
      )}
      {passkeysWork() ? (
        <form className="row form-row dense" onSubmit={(event) => { event.preventDefault(); add(); }}>
          <Field label={t("passkey.name")} placeholder={t("passkey.default_name")} value={name} onChange={(event) => setName(event.target.value)} maxLength={100} />
          <button className="btn" disabled={attempt.busy}>{t("passkey.add")}</button>
        </form>
      ) : (
        <p className="second">{t("passkey.unsupported")}</p>
      )}
      {attempt.refusal !== null && <Refusal>{attempt.refusal}</Refusal>}
    </section>
  );
}
