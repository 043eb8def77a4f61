import { useState } from "react";
import { useTranslation } from "react-i18next";
import { passkeyStep, passkeyStepOptions, secondStepCode } from "../../api/allauth";
import type { AuthAnswer, Flow } from "../../api/allauth";
import { assertPasskey, passkeysWork } from "../../api/webauthn";
import { Field, Refusal } from "../../ui/Field";
import { Icon } from "../../ui/Icon";
import { Door } from "./Door";
import { useAttempt } from "./useAttempt";

interface Props {
  flow: Flow;
  onAnswer: (answer: AuthAnswer) => Promise<void>;
  onBack: () => void;
}

/** The second step: a code of the authenticator app, a recovery code, or a passkey. */
export function SecondStep({ flow, onAnswer, onBack }: Props) {
  const { t } = useTranslation();
  const attempt = useAttempt();
  const [code, setCode] = useState("");
  const types = flow.types ?? ["totp"];
  const withPasskey = () =>
    void attempt.run(async () => {
      const options = await passkeyStepOptions();
      await onAnswer(await passkeyStep(await assertPasskey(options.data.request_options.publicKey)));
    });
  return (
    <Door title={t("second.title")} text={t("second.text")}>
      <form className="stack big" onSubmit={(event) => { event.preventDefault(); void attempt.run(async () => onAnswer(await secondStepCode(code.replaceAll(" ", "")))); }}>
        {types.some((type) => type !== "webauthn") && (
          <>
            <Field label={t("second.code")} inputMode="numeric" autoComplete="one-time-code" autoFocus required value={code} onChange={(event) => setCode(event.target.value)} error={attempt.fields.code} hint={t("second.recovery")} />
            {attempt.refusal !== null && <Refusal>{attempt.refusal}</Refusal>}
            <button className="btn main" type="submit" disabled={attempt.busy}>{t("second.submit")}</button>
          </>
        )}
        {types.includes("webauthn") && passkeysWork() && <button className="btn" type="button" disabled={attempt.busy} onClick={withPasskey}><Icon name="key" />{t("sign_in.passkey")}</button>}
      </form>
      <p><button className="link" onClick={onBack}>{t("sign_in.other")}</button></p>
    </Door>
  );
}
