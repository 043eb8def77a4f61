import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useParams } from "react-router";
import { acceptInvitation, getInvitation } from "../../api/endpoints";
import { useSession } from "../../api/session";
import { useResource } from "../../api/useResource";
import { dayOf } from "../../i18n/format";
import { Field, Refusal } from "../../ui/Field";
import { useTitle } from "../../ui/useTitle";
import { Door } from "./Door";
import { useAttempt } from "./useAttempt";

export function InvitationPage() {
  const { t, i18n } = useTranslation();
  const { token = "" } = useParams();
  const navigate = useNavigate();
  const { me, refresh } = useSession();
  const attempt = useAttempt();
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const invitation = useResource(`invitation/${token}`, () => getInvitation(token));
  const preview = invitation.data;
  useTitle(t("invitation.title"));

  if (preview === null) {
    if (invitation.loading) return <Door title={t("invitation.looking")}><span className="bone" /></Door>;
    const gone = invitation.error?.status !== 0;
    return (
      <Door title={t(gone ? "invitation.gone" : "failure.title")} text={gone ? invitation.error?.message || t("invitation.gone_text") : t("failure.no_connection")}>
        {gone ? <p><Link to="/sign-in">{t("reset.back")}</Link></p> : <button className="btn main big" onClick={invitation.reload}>{t("retry")}</button>}
      </Door>
    );
  }
  const accept = () =>
    void attempt.run(async () => {
      const { org } = await acceptInvitation(token, { name: name.trim(), password });
      await refresh();
      await navigate(`/o/${org}`);
    });
  const mine = me !== null && me.email === preview.email;
  return (
    <Door title={t("invitation.to", { org: preview.org_name })} text={t("invitation.by", { inviter: preview.inviter_name, role: t(`role.${preview.kind}.${preview.role}`), date: dayOf(preview.expires_at, i18n.language) })}>
      <form className="stack big" onSubmit={(event) => { event.preventDefault(); accept(); }}>
        <p><span className="label">{t("sign_in.email")}</span><br />{preview.email}</p>
        {!preview.has_account && <Field label={t("invitation.name")} autoComplete="name" required value={name} onChange={(event) => setName(event.target.value)} error={attempt.fields.name} hint={t("invitation.name_hint")} />}
        {!mine && <Field label={preview.has_account ? t("sign_in.password") : t("password.new")} type="password" autoComplete={preview.has_account ? "current-password" : "new-password"} required value={password} onChange={(event) => setPassword(event.target.value)} error={attempt.fields.password} hint={preview.has_account ? t("invitation.has_account") : t("password.rule")} />}
        {attempt.refusal !== null && <Refusal>{attempt.refusal}</Refusal>}
        <button className="btn main" type="submit" disabled={attempt.busy}>{t("invitation.accept")}</button>
      </form>
    </Door>
  );
}
