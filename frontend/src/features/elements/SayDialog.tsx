import { useState } from "react";
import type { SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";
import type { Element, SheetRow } from "../../api/elements";
import { Dialog } from "../../ui/Dialog";
import { Field, Refusal, SelectField } from "../../ui/Field";

interface Props {
  row: SheetRow;
  tables: readonly Element[];
  busy: boolean;
  refusal: string | null;
  onSay: (said: string, note: string) => void;
  onClose: () => void;
}

const LONGEST = 2000;

/** A coach's word on one element: which it is, or none, and why. The measurement stays beside it. */
export function SayDialog({ row, tables, busy, refusal, onSay, onClose }: Props) {
  const { t } = useTranslation();
  const [said, setSaid] = useState(row.word === null ? row.element.id : (row.word.said?.id ?? ""));
  const [note, setNote] = useState("");
  const [missing, setMissing] = useState(false);
  const send = (event: SyntheticEvent) => {
    event.preventDefault();
    setMissing(note.trim() === "");
    if (note.trim() !== "") onSay(said, note.trim());
  };
  const sorted = tables.toSorted((a, b) => a.name.localeCompare(b.name));
  return (
    <Dialog title={t("elements.say_title", { n: row.index })} onClose={onClose}>
      <form className="stack" onSubmit={send}>
        <SelectField label={t("elements.say_which")} value={said} onChange={setSaid}>
          <option value="">{t("elements.say_none")}</option>
          {sorted.map((one) => <option key={one.id} value={one.id}>{one.code === null ? one.name : `${one.name} (${one.code})`}</option>)}
        </SelectField>
        <Field label={t("elements.say_why")} hint={t("elements.say_hint")} error={missing ? t("elements.say_missing") : undefined} value={note} maxLength={LONGEST} onChange={(event) => setNote(event.target.value)} />
        {refusal !== null && <Refusal>{refusal}</Refusal>}
        <div className="row">
          <button className="btn main" disabled={busy}>{t("elements.say_save")}</button>
          <button type="button" className="btn plain" onClick={onClose}>{t("cancel")}</button>
        </div>
      </form>
    </Dialog>
  );
}
