import { useTranslation } from "react-i18next";
import { deleteInvitation, getInvitations, resendInvitation } from "../../api/endpoints";
import { useOrganisation } from "../../api/session";
import { useAction } from "../../api/useAction";
import { useResource } from "../../api/useResource";
import { moment } from "../../i18n/format";
import { Refusal } from "../../ui/Field";

/** Invitations not yet taken up. `turn` changes when one was sent. */
export function Invitations({ turn }: { turn: number }) {
  const { t } = useTranslation();
  const { org, kind, permissions } = useOrganisation();
  const invitations = useResource(`invitations/${org}/${turn}`, () => getInvitations(org));
  const action = useAction();
  const manages = permissions.includes("invitation:manage");
  const open = (invitations.data?.results ?? []).filter((item) => item.state !== "accepted");
  if (open.length === 0) return null;
  return (
    <section className="block spaced">
      <h2 id="invitations">{t("invitations.title")}</h2>
      {action.refusal !== null && <Refusal>{action.refusal}</Refusal>}
      <div className="tablewrap">
        <table className="people in-rows" aria-labelledby="invitations">
          <thead><tr><th>{t("sign_in.email")}</th><th>{t("members.role")}</th><th>{t("invitations.state")}</th>{manages && <th><span className="vh">{t("members.actions")}</span></th>}</tr></thead>
          <tbody>
            {open.map((item) => (
              <tr key={item.id}>
                <td>{item.email}</td>
                <td data-label={t("members.role")}>{t(`role.${kind}.${item.role}`)}</td>
                <td className="second" data-label={t("invitations.state")}>{t(`invitations.${item.state}`, { when: moment(item.expires_at, t) })}</td>
                {manages && (
                  <td className="end">
                    <span className="row gap8 at-end-row">
                      {item.state !== "revoked" && <button className="btn" disabled={action.busy} onClick={() => void action.run(async () => { await resendInvitation(org, item.id); invitations.reload(); })}>{t("invitations.resend")}</button>}
                      {item.state === "pending" && <button className="btn" disabled={action.busy} onClick={() => void action.run(async () => { await deleteInvitation(org, item.id); invitations.reload(); })}>{t("invitations.revoke")}</button>}
                    </span>
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
