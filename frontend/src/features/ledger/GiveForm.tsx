import { useState } from "react";
import { useTranslation } from "react-i18next";
import { getDevices, getMembers, getParticipants } from "../../api/endpoints";
import { postGrant } from "../../api/ledger";
import type { NewGrant } from "../../api/ledger";
import { useOrganisation } from "../../api/session";
import { useAction } from "../../api/useAction";
import { useResource } from "../../api/useResource";
import { dayOf } from "../../i18n/format";
import { Field, Refusal, SelectField } from "../../ui/Field";
import { SPANS_DAYS, untilOf } from "./grants";
import { UntilField } from "./UntilField";

type Grantee = NewGrant["grantee"] & { name: string };

/** Give a guest or a device access to one person, until a day, for a reason. */
export function GiveForm({ isMain, onDone }: { isMain: boolean; onDone: (sentence: string) => void }) {
  const { t, i18n } = useTranslation();
  const { org, permissions } = useOrganisation();
  const members = useResource(permissions.includes("member:list") ? `members/${org}/guests` : null, () => getMembers(org, ""));
  const devices = useResource(permissions.includes("device:list") ? `devices/${org}` : null, () => getDevices(org));
  const participants = useResource(`participants/${org}`, () => getParticipants(org));
  const action = useAction();
  const [who, setWho] = useState("");
  const [person, setPerson] = useState("");
  const [reason, setReason] = useState("");
  const [days, setDays] = useState<number>(SPANS_DAYS[0]);
  const grantees: readonly Grantee[] = [
    ...(members.data?.results ?? []).filter((one) => one.role === "guest").map((one) => ({ kind: "guest" as const, id: one.id, name: one.name })),
    ...(devices.data?.results ?? []).filter((one) => one.revoked_at === null).map((one) => ({ kind: "device" as const, id: one.id, name: one.name })),
  ];
  const chosen = grantees.find((one) => one.id === who);
  const give = (grantee: Grantee) =>
    void action.run(async () => {
      const until = untilOf(days, new Date());
      const made = await postGrant(org, { grantee: { kind: grantee.kind, id: grantee.id }, participant: person, until, reason: reason.trim() });
      setReason("");
      setWho("");
      onDone(t("access.given", { name: made.grantee.name, person: made.participant.name, when: dayOf(until, i18n.language) }));
    });
  return (
    <section className="block" aria-labelledby="give">
      <h2 id="give">{t("access.give_title")}</h2>
      {members.data !== null && grantees.length === 0 ? (
        <p className="second">{t("access.nobody")}</p>
      ) : (
        <form className="give-form dense" onSubmit={(event) => { event.preventDefault(); if (chosen !== undefined) give(chosen); }}>
          <SelectField label={t("access.to_whom")} value={who} onChange={setWho}>
            <option value="">{t("upload.choose")}</option>
            {grantees.map((one) => <option key={one.id} value={one.id}>{one.name}, {t(`access.kind.${one.kind}`)}</option>)}
          </SelectField>
          <SelectField label={t("access.sees")} value={person} onChange={setPerson}>
            <option value="">{t("upload.choose")}</option>
            {(participants.data?.results ?? []).map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}
          </SelectField>
          <UntilField days={days} onChange={setDays} />
          <Field label={t("access.reason")} value={reason} required maxLength={200} onChange={(event) => setReason(event.target.value)} error={action.fields.reason} />
          <button className={isMain ? "btn main" : "btn"} disabled={action.busy || chosen === undefined || person === ""}>{t("access.give")}</button>
        </form>
      )}
      {Object.entries(action.fields).filter(([name]) => name !== "reason").map(([name, why]) => <Refusal key={name}>{why}</Refusal>)}
      {action.refusal !== null && <Refusal>{action.refusal}</Refusal>}
    </section>
  );
}
