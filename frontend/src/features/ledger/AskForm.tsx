import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { askForGrant } from "../../api/ledger";
import type { Grant } from "../../api/ledger";
import { useOrganisation } from "../../api/session";
import { useAction } from "../../api/useAction";
import { Field, Refusal, SelectField } from "../../ui/Field";
import { SPANS_DAYS, untilOf } from "./grants";
import { UntilField } from "./UntilField";

/** Ask to see one person's clips: somebody seen before, or by the number that the organisation gave. */
export function AskForm({ known, onDone }: { known: readonly Grant[]; onDone: (sentence: string) => void }) {
  const { t } = useTranslation();
  const { org } = useOrganisation();
  const [search] = useSearchParams();
  const people = [...new Map(known.filter((one) => one.participant.name !== "").map((one) => [one.participant.id, one.participant.name]))];
  const [person, setPerson] = useState(search.get("person") ?? people[0]?.[0] ?? "");
  const [reason, setReason] = useState("");
  const [days, setDays] = useState<number>(SPANS_DAYS[0]);
  const action = useAction();
  const isKnown = people.some(([id]) => id === person);
  const ask = () =>
    void action.run(async () => {
      await askForGrant(org, { participant: person.trim(), reason: reason.trim(), until: untilOf(days, new Date()) });
      setReason("");
      onDone(t("access.asked_done"));
    });
  return (
    <section className="block" aria-labelledby="ask">
      <h2 id="ask">{t("access.ask_title")}</h2>
      <form className="give-form dense" onSubmit={(event) => { event.preventDefault(); ask(); }}>
        {people.length > 0 && (
          <SelectField label={t("access.sees")} value={isKnown ? person : ""} onChange={setPerson}>
            {people.map(([id, name]) => <option key={id} value={id}>{name}</option>)}
            <option value="">{t("access.somebody_else")}</option>
          </SelectField>
        )}
        {!isKnown && <Field label={t("access.number")} hint={t("access.number_hint")} value={person} required onChange={(event) => setPerson(event.target.value)} error={action.fields.participant} />}
        <UntilField days={days} onChange={setDays} />
        <Field label={t("access.reason")} value={reason} required maxLength={200} onChange={(event) => setReason(event.target.value)} error={action.fields.reason} />
        <button className="btn main" disabled={action.busy || person.trim() === ""}>{t("access.ask")}</button>
      </form>
      {Object.entries(action.fields).filter(([name]) => !["reason", "participant"].includes(name)).map(([name, why]) => <Refusal key={name}>{why}</Refusal>)}
      {action.refusal !== null && <Refusal>{action.refusal}</Refusal>}
    </section>
  );
}
