import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { getMembers } from "../../api/endpoints";
import type { EntryFilter, LedgerEntry } from "../../api/ledger";
import { useOrganisation } from "../../api/session";
import { useResource } from "../../api/useResource";
import en from "../../i18n/en.json";
import { Icon } from "../../ui/Icon";
import { STATES } from "./entryFilter";
import { whoWords } from "./who";
import { kindWords, short } from "./words";

/** Kinds of the journal that have words. */
const KINDS = Object.keys(en.proof.kind);

interface Props {
  filter: EntryFilter;
  entries: readonly LedgerEntry[];
  onChange: (change: Partial<EntryFilter>) => void;
}

export function EntryFilters({ filter, entries, onChange }: Props) {
  const { t, i18n } = useTranslation();
  const { org, permissions } = useOrganisation();
  const members = useResource(permissions.includes("member:list") ? `members/${org}/` : null, () => getMembers(org, ""));
  const kinds = useMemo(() => KINDS.map((kind) => ({ kind, words: kindWords(t, kind) })).sort((a, b) => a.words.localeCompare(b.words, i18n.language)), [t, i18n.language]);
  const people = members.data?.results ?? [];
  const isMember = people.some((one) => one.user_id === filter.actor);
  const actor = entries.find((one) => one.actor.id === filter.actor)?.actor;
  return (
    <div className="entry-filters">
      <div className="filters" role="group" aria-label={t("ledger.how_far")}>
        {["", ...STATES].map((state) => <button key={state} aria-pressed={filter.state === state} onClick={() => onChange({ state })}>{t(state === "" ? "ledger.every_state" : `ledger.state.${state}`)}</button>)}
      </div>
      <div className="row gap8 entry-more">
        <select className="search" aria-label={t("ledger.what")} value={filter.kind} onChange={(event) => onChange({ kind: event.target.value })}>
          <option value="">{t("ledger.every_kind")}</option>
          {kinds.map(({ kind, words }) => <option key={kind} value={kind}>{words}</option>)}
        </select>
        {people.length > 0 && (
          <select className="search" aria-label={t("ledger.who")} value={isMember ? filter.actor : ""} onChange={(event) => onChange({ actor: event.target.value })}>
            <option value="">{t("ledger.everybody")}</option>
            {people.map((one) => <option key={one.id} value={one.user_id}>{one.name}</option>)}
          </select>
        )}
        <label className="day"><span>{t("ledger.from")}</span><input type="date" value={filter.from} max={filter.to || undefined} onChange={(event) => onChange({ from: event.target.value })} /></label>
        <label className="day"><span>{t("ledger.to")}</span><input type="date" value={filter.to} min={filter.from || undefined} onChange={(event) => onChange({ to: event.target.value })} /></label>
        {filter.subject !== "" && <Chip text={t("ledger.only_about", { id: short(filter.subject) })} onOff={() => onChange({ subject: "" })} />}
        {filter.actor !== "" && !isMember && <Chip text={t("ledger.only_by", { name: actor === undefined ? short(filter.actor) : whoWords(t, actor) })} onOff={() => onChange({ actor: "" })} />}
      </div>
    </div>
  );
}

function Chip({ text, onOff }: { text: string; onOff: () => void }) {
  const { t } = useTranslation();
  return <button className="btn chip-off" onClick={onOff} aria-label={t("ledger.chip_off", { text })}>{text}<Icon name="close" /></button>;
}
