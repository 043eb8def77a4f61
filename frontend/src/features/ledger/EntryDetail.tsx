import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { EntryFilter, LedgerEntry } from "../../api/ledger";
import { useOrganisation } from "../../api/session";
import { Dialog } from "../../ui/Dialog";
import { StateWord } from "./StateWord";
import { whoWords } from "./who";
import { aboutWords, kindWords, momentOf } from "./words";

/** Everything that one entry says, and the ways on from it. */
export function EntryDetail({ entry, onFilter, onClose }: { entry: LedgerEntry; onFilter: (change: Partial<EntryFilter>) => void; onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const { org } = useOrganisation();
  const { subject, actor } = entry;
  const lines: [string, ReactNode][] = [
    ["when", momentOf(entry.at, i18n.language)],
    ["who", whoWords(t, actor)],
    ["about", subject.id === null ? aboutWords(t, subject.kind) : <>{aboutWords(t, subject.kind)} <span className="code">{subject.id}</span></>],
    ["seq", entry.seq],
    ["place", entry.index],
    ["leaf", entry.leaf === null ? null : <span className="code">{entry.leaf}</span>],
    ["event", <span className="code">{entry.event}</span>],
  ];
  return (
    <Dialog title={kindWords(t, entry.kind)} onClose={onClose} sheet>
      <div className="stack">
        <p><StateWord state={entry.state} /> <span className="second">{t(`ledger.state_text.${entry.state}`)}</span></p>
        {entry.erased && <p>{t("ledger.erased")}</p>}
        <dl className="facts small-facts">
          {lines.filter(([, value]) => value !== null).map(([name, value]) => <div key={name}><dt>{t(`ledger.fact.${name}`)}</dt><dd>{value}</dd></div>)}
        </dl>
        <div className="row">
          {subject.kind === "assessment" && subject.id !== null && !entry.erased && <Link className="btn main" to={`/o/${org}/clips/${subject.id}`}>{t("ledger.open_result")}</Link>}
          {subject.id !== null && <button className="btn" onClick={() => onFilter({ subject: subject.id ?? "" })}>{t("ledger.all_about")}</button>}
          {actor.id !== null && <button className="btn" onClick={() => onFilter({ actor: actor.id ?? "" })}>{t("ledger.all_by")}</button>}
        </div>
      </div>
    </Dialog>
  );
}
