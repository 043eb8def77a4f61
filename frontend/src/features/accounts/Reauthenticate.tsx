import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../../ui/Dialog";
import { Field, Refusal } from "../../ui/Field";
import { useAttempt } from "./useAttempt";
import type { Guarded } from "./useGuarded";

export function Reauthenticate({ guarded }: { guarded: Guarded }) {
  const { t } = useTranslation();
  const attempt = useAttempt();
  const [password, setPassword] = useState("");
  return (
    <Dialog title={t("account.confirm")} onClose={guarded.cancel}>
      <form className="stack" onSubmit={(event) => { event.preventDefault(); void attempt.run(() => guarded.confirm(password)); }}>
        <p className="second">{t("account.confirm_text")}</p>
        <Field label={t("sign_in.password")} type="password" autoComplete="current-password" autoFocus required value={password} onChange={(event) => setPassword(event.target.value)} error={attempt.fields.password} />
        {attempt.refusal !== null && <Refusal>{attempt.refusal}</Refusal>}
        <div className="row">
          <button className="btn main" disabled={attempt.busy}>{t("account.confirm_go")}</button>
          <button className="btn" type="button" onClick={guarded.cancel}>{t("cancel")}</button>
        </div>
      </form>
    </Dialog>
  );
}
