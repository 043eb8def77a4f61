import { useState } from "react";
import { useTranslation } from "react-i18next";
import { getParticipants, postInvitation } from "../../api/endpoints";
import { useOrganisation } from "../../api/session";
import type { NewInvitation, Role } from "../../api/types";
import { useAction } from "../../api/useAction";
import { useResource } from "../../api/useResource";
import { Field, Refusal, SelectField } from "../../ui/Field";

const ROLES: readonly Role[] = ["participant", "professional", "guest", "admin"];
const GUEST_DAYS = 30;

/** An address and a role; a guest also names whose clips it may see, and for how long. */
export function InviteForm({ onInvited }: { onInvited: () => void }) {
  const { t } = useTranslation();
  const { org, kind } = useOrganisation();
  const action = useAction();
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>("participant");
  const [sees, setSees] = useState("");
  const [sent, setSent] = useState<string | null>(null);
  const [once, setOnce] = useState(() => crypto.randomUUID());
  const participants = useResource(role === "guest" ? `participants/${org}` : null, () => getParticipants(org));
  const submit = () =>
    void action.run(async () => {
      setSent(null);
      const guest: Partial<NewInvitation> = role === "guest" ? { sees, expires_at: new Date(Date.now() + GUEST_DAYS * 86_400_000).toISOString() } : {};
      await postInvitation(org, { email: email.trim(), role, ...guest }, once);
      setOnce(crypto.randomUUID());
      setSent(email.trim());
      setEmail("");
      onInvited();
    });
  return (
    <section className="block" aria-labelledby="invite">
      <h2 id="invite">{t("invite.title")}</h2>
      <form className="invite dense" onSubmit={(event) => { event.preventDefault(); submit(); }}>
        <Field label={t("sign_in.email")} type="email" required value={email} onChange={(event) => setEmail(event.target.value)} error={action.fields.email} />
        <SelectField label={t("members.role")} value={role} onChange={(value) => setRole(value as Role)}>
          {ROLES.map((item) => <option key={item} value={item}>{t(`role.${kind}.${item}`)}</option>)}
        </SelectField>
        {role === "guest" && (
          <SelectField label={t("invite.sees")} value={sees} onChange={setSees}>
            <option value="">{t("upload.choose")}</option>
            {(participants.data?.results ?? []).map((item) => <option key={item.id} value={item.id}>{item.name}</option>)}
          </SelectField>
        )}
        <button className="btn main" disabled={action.busy || (role === "guest" && sees === "")}>{t("invite.send")}</button>
      </form>
      {action.refusal !== null && <Refusal>{action.refusal}</Refusal>}
      {sent !== null && <p role="status" className="second">{t("invite.sent", { email: sent })}</p>}
    </section>
  );
}
