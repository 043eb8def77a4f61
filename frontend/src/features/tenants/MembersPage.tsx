import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { nextPage } from "../../api/client";
import { deleteMember, getMembers, patchMember } from "../../api/endpoints";
import { may } from "../../api/ledger";
import { useOrganisation, useSession } from "../../api/session";
import type { Member, Role } from "../../api/types";
import { useAction } from "../../api/useAction";
import { useResource } from "../../api/useResource";
import { moment } from "../../i18n/format";
import { Dialog } from "../../ui/Dialog";
import { Refusal } from "../../ui/Field";
import { useTitle } from "../../ui/useTitle";
import { Invitations } from "./Invitations";
import { InviteForm } from "./InviteForm";

const CHANGEABLE: readonly Role[] = ["admin", "professional", "participant"];

export function MembersPage() {
  const { t } = useTranslation();
  const { me } = useSession();
  const membership = useOrganisation();
  const { org, kind, org_name, permissions } = membership;
  const [q, setQ] = useState("");
  const members = useResource(`members/${org}/${q}`, () => getMembers(org, q));
  const [turn, setTurn] = useState(0);
  const [leaving, setLeaving] = useState<Member | null>(null);
  const action = useAction();
  const manages = permissions.includes("member:manage");
  const erases = may(membership, "participant:erase");
  useTitle(t("members.title"));
  const list = members.data?.results ?? [];
  const more = members.data?.next ?? null;

  return (
    <div className="wrap">
      <div className="head2">
        <h1>{t("members.title")}</h1>
        <span className="second">{org_name}</span>
        <input className="search push" type="search" placeholder={t("members.find")} aria-label={t("members.find")} value={q} onChange={(event) => setQ(event.target.value)} />
      </div>
      {permissions.includes("invitation:manage") && <InviteForm onInvited={() => setTurn((value) => value + 1)} />}
      {members.error !== null && <div className="row"><Refusal>{members.error.message || t("failure.no_connection")}</Refusal><button className="btn" onClick={members.reload}>{t("retry")}</button></div>}
      {action.refusal !== null && <Refusal>{action.refusal}</Refusal>}
      <div className="tablewrap">
        <table className="people in-rows">
          <caption className="vh">{t("members.title")}</caption>
          <thead><tr><th>{t("members.name")}</th><th>{t("members.role")}</th><th>{t("members.seen")}</th>{manages && <th><span className="vh">{t("members.actions")}</span></th>}</tr></thead>
          <tbody>
            {members.loading && [1, 2, 3].map((row) => <tr key={row} aria-hidden="true"><td><span className="bone" style={{ "--w": "10rem" }} /></td><td><span className="bone" style={{ "--w": "6rem" }} /></td><td><span className="bone" style={{ "--w": "6rem" }} /></td>{manages && <td />}</tr>)}
            {list.map((member) => (
              <tr key={member.id}>
                <td><strong>{member.name}</strong><br /><span className="label">{member.email}</span></td>
                <td data-label={t("members.role")}>
                  {manages && member.user_id !== me?.id && CHANGEABLE.includes(member.role) ? (
                    <select aria-label={t("members.role_of", { name: member.name })} value={member.role} disabled={action.busy}
                      onChange={(event) => void action.run(async () => {
                        const fresh = await patchMember(org, member.id, event.target.value as Role);
                        members.set((page) => ({ ...page, results: page.results.map((item) => (item.id === fresh.id ? fresh : item)) }));
                      })}>
                      {CHANGEABLE.map((role) => <option key={role} value={role}>{t(`role.${kind}.${role}`)}</option>)}
                    </select>
                  ) : t(`role.${kind}.${member.role}`)}
                  {member.expires_at !== null && <><br /><span className="label">{t("members.until", { when: moment(member.expires_at, t) })}</span></>}
                </td>
                <td className="second" data-label={t("members.seen")}>{member.last_seen_at === null ? t("members.never") : moment(member.last_seen_at, t)}</td>
                {manages && <td className="end"><span className="row gap8 at-end-row">{erases && member.role === "participant" && <Link className="btn" to={`/o/${org}/members/${member.id}/erasure`} aria-label={t("members.erase_named", { name: member.name })}>{t("members.erase")}</Link>}{member.user_id !== me?.id && <button className="btn" onClick={() => setLeaving(member)} aria-label={t("members.remove_named", { name: member.name })}>{t("remove")}</button>}</span></td>}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {!members.loading && list.length === 0 && members.error === null && <p className="second">{t("members.nobody")}</p>}
      {more !== null && <div className="more"><button className="btn" onClick={() => void action.run(async () => { const page = await nextPage<Member>(more); members.set((before) => ({ ...page, results: [...before.results, ...page.results] })); })}>{t("queue.more")}</button></div>}
      {permissions.includes("invitation:list") && <Invitations turn={turn} />}
      {leaving !== null && (
        <Dialog title={t("members.remove_title", { name: leaving.name })} onClose={() => setLeaving(null)}>
          <p>{t("members.remove_text")}</p>
          <div className="row">
            <button className="btn danger" disabled={action.busy} onClick={() => void action.run(async () => { await deleteMember(org, leaving.id); setLeaving(null); members.reload(); })}>{t("members.remove_go")}</button>
            <button className="btn" onClick={() => setLeaving(null)}>{t("cancel")}</button>
          </div>
          {action.refusal !== null && <Refusal>{action.refusal}</Refusal>}
        </Dialog>
      )}
    </div>
  );
}
