import { useState } from "react";
import { useTranslation } from "react-i18next";
import { activateTotp, getRecoveryCodes, getTotp, makeRecoveryCodes, removeTotp } from "../../api/allauth";
import type { Authenticator } from "../../api/allauth";
import { Field, Refusal } from "../../ui/Field";
import { QrCode } from "./QrCode";
import { useAttempt } from "./useAttempt";
import type { Guarded } from "./useGuarded";

interface Props {
  totp: Authenticator | null;
  codes: Authenticator | null;
  guarded: Guarded;
  onChanged: () => void;
}

/** A second step by an authenticator app, with recovery codes for a lost phone. */
export function TwoStep({ totp, codes, guarded, onChanged }: Props) {
  const { t } = useTranslation();
  const attempt = useAttempt();
  const [setup, setSetup] = useState<{ secret: string; url: string } | null>(null);
  const [code, setCode] = useState("");
  const [shown, setShown] = useState<string[] | null>(null);

  const begin = () =>
    void attempt.run(async () => {
      const answer = await guarded.run(getTotp);
      if (typeof answer.meta.secret === "string" && typeof answer.meta.totp_url === "string") setSetup({ secret: answer.meta.secret, url: answer.meta.totp_url });
    });
  const activate = () =>
    void attempt.run(async () => {
      await guarded.run(() => activateTotp(code.replaceAll(" ", "")));
      setSetup(null);
      setCode("");
      onChanged();
      setShown((await guarded.run(getRecoveryCodes)).data.unused_codes ?? null);
    });
  const remove = () =>
    void attempt.run(async () => {
      await guarded.run(removeTotp);
      setShown(null);
      onChanged();
    });
  const show = (make: boolean) =>
    void attempt.run(async () => {
      setShown((await guarded.run(make ? makeRecoveryCodes : getRecoveryCodes)).data.unused_codes ?? []);
      onChanged();
    });

  return (
    <section className="block" aria-labelledby="account-totp">
      <h2 id="account-totp">{t("totp.title")}</h2>
      <p className="second">{totp === null ? t("totp.off") : t("totp.on")}</p>
      {totp === null && setup === null && <div><button className="btn" disabled={attempt.busy} onClick={begin}>{t("totp.begin")}</button></div>}
      {setup !== null && (
        <form className="stack dense" onSubmit={(event) => { event.preventDefault(); activate(); }}>
          <p>{t("totp.scan")}</p>
          <div className="row gap24 top-aligned">
            <QrCode text={setup.url} label={t("totp.qr")} />
            <div className="stack grow"><p className="second">{t("totp.by_hand")}</p><p className="secret">{setup.secret}</p></div>
          </div>
          <div className="row form-row">
            <Field label={t("second.code")} inputMode="numeric" autoComplete="one-time-code" required value={code} onChange={(event) => setCode(event.target.value)} error={attempt.fields.code} />
            <button className="btn main" disabled={attempt.busy}>{t("totp.activate")}</button>
            <button className="btn" type="button" onClick={() => setSetup(null)}>{t("cancel")}</button>
          </div>
        </form>
      )}
      {shown !== null && (
        <div className="stack" role="status">
          <p>{t("totp.codes_text")}</p>
          <ul className="codes">{shown.map((item) => <li key={item}>{item}</li>)}</ul>
        </div>
      )}
      {totp !== null && (
        <div className="row">
          <button className="btn" disabled={attempt.busy} onClick={() => show(codes === null)}>{t("totp.codes", { count: codes?.unused_code_count ?? 0 })}</button>
          {codes !== null && <button className="btn" disabled={attempt.busy} onClick={() => show(true)}>{t("totp.new_codes")}</button>}
          <button className="btn danger push" disabled={attempt.busy} onClick={remove}>{t("totp.remove")}</button>
        </div>
      )}
      {attempt.refusal !== null && <Refusal>{attempt.refusal}</Refusal>}
    </section>
  );
}
