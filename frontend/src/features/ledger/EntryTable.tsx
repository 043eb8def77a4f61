import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { LedgerEntry } from "../../api/ledger";
import { dayAndTime } from "../../i18n/format";
import { useKeys } from "../../ui/useKeys";
import { StateWord } from "./StateWord";
import { whoWords } from "./who";
import { aboutWords, kindWords } from "./words";

/** Newest first; arrow keys walk, Enter opens. A row is a card on a phone. */
export function EntryTable({ entries, busy, onOpen }: { entries: readonly LedgerEntry[] | null; busy: boolean; onOpen: (entry: LedgerEntry) => void }) {
  const { t } = useTranslation();
  const body = useRef<HTMLTableSectionElement>(null);
  const [chosen, setChosen] = useState(0);
  const move = (by: number) => {
    const next = Math.min(Math.max(0, chosen + by), (entries?.length ?? 1) - 1);
    setChosen(next);
    body.current?.querySelectorAll<HTMLButtonElement>("button.entry")[next]?.focus();
  };
  useKeys({ ArrowDown: () => move(1), ArrowUp: () => move(-1), j: () => move(1), k: () => move(-1) });
  return (
    <table className="entries" aria-busy={busy}>
      <caption className="vh">{t("ledger.entries")}</caption>
      <thead><tr><th className="end">{t("ledger.place")}</th><th>{t("ledger.what")}</th><th>{t("ledger.who")}</th><th>{t("ledger.about")}</th><th>{t("ledger.when")}</th><th>{t("ledger.how_far")}</th></tr></thead>
      <tbody ref={body}>
        {entries === null && [9, 12, 8, 11, 10, 9].map((width, row) => <tr key={row} aria-hidden="true">{[2, width, 8, 6, 7, 5].map((cell, at) => <td key={at}><span className="bone" style={{ "--w": `${cell}rem` }} /></td>)}</tr>)}
        {entries?.map((entry, at) => (
          <tr key={entry.event} aria-current={at === chosen ? "true" : undefined} onClick={() => onOpen(entry)}>
            <td className="end num at-place" data-label={t("ledger.place")}>{entry.index ?? "–"}</td>
            <td className="what"><button className="entry" onFocus={() => setChosen(at)} onClick={(event) => { event.stopPropagation(); onOpen(entry); }}>{kindWords(t, entry.kind)}</button>{entry.erased && <span className="second"> {t("ledger.erased_short")}</span>}</td>
            <td>{whoWords(t, entry.actor)}</td>
            <td className="second about">{aboutWords(t, entry.subject.kind)}</td>
            <td className="second num when">{dayAndTime(entry.at, t)}</td>
            <td><StateWord state={entry.state} /></td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
