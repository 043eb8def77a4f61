import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { getEntries, getLedger } from "../../api/ledger";
import type { EntryFilter, LedgerEntry } from "../../api/ledger";
import { useOrganisation } from "../../api/session";
import { useAction } from "../../api/useAction";
import { useResource } from "../../api/useResource";
import { Empty } from "../../ui/Empty";
import { Refusal } from "../../ui/Field";
import { useTitle } from "../../ui/useTitle";
import { EntryDetail } from "./EntryDetail";
import { filterOf, isFiltered, queryOf } from "./entryFilter";
import { EntryFilters } from "./EntryFilters";
import { EntryTable } from "./EntryTable";
import { Failed } from "./Failed";
import "./ledger.css";
import { LedgerNav } from "./LedgerNav";
import { LedgerStanding, StandingBones } from "./LedgerStanding";
import "./proof.css";
import { useRefresh } from "./useRefresh";

const AGAIN_MS = 15_000;

/** The organisation's log: how far it has come, and every entry. */
export function LedgerPage() {
  const { t } = useTranslation();
  const { org } = useOrganisation();
  const [search, setSearch] = useSearchParams();
  const filter = filterOf(search);
  const status = useResource(`ledger/${org}`, () => getLedger(org));
  const key = `entries/${org}/${search.toString()}`;
  const entries = useResource(key, () => getEntries(org, queryOf(filter), null));
  const [hasMore, setHasMore] = useState("");
  const [open, setOpen] = useState<LedgerEntry | null>(null);
  const more = useAction();
  useTitle(t("ledger.title"));
  useRefresh(() => { status.reload(); if (hasMore !== key) entries.reload(); }, true, AGAIN_MS);

  const change = (part: Partial<EntryFilter>) => {
    setOpen(null);
    setSearch((before) => {
      const next = new URLSearchParams(before);
      for (const [name, value] of Object.entries(part)) {
        if (value === "") next.delete(name);
        else next.set(name, value);
      }
      return next;
    }, { replace: true });
  };
  const next = entries.data?.next ?? null;
  const showMore = () =>
    void more.run(async () => {
      const page = await getEntries(org, queryOf(filter), next);
      setHasMore(key);
      entries.set((before) => ({ ...page, results: [...before.results, ...page.results] }));
    });
  const list = entries.data?.results ?? null;
  const isNew = list?.length === 0 && !isFiltered(filter);
  return (
    <div className="wrap">
      <div className="head2"><h1>{t("ledger.title")}</h1><LedgerNav /></div>
      <div className="ledger-page">
        <div>
          {status.error !== null && <Failed error={status.error} onRetry={status.reload} />}
          {status.data === null ? status.error === null && <StandingBones /> : <LedgerStanding status={status.data} />}
        </div>
        <section aria-label={t("ledger.entries")} className="entry-part">
          {isNew ? <Empty title={t("ledger.empty")} text={t("ledger.empty_text")} /> : <EntryFilters filter={filter} entries={list ?? []} onChange={change} />}
          {entries.error !== null && <Failed error={entries.error} onRetry={entries.reload} />}
          {!isNew && (list === null ? entries.error === null : list.length > 0) && <EntryTable key={key} entries={list} busy={list === null} onOpen={setOpen} />}
          {list?.length === 0 && !isNew && <p className="t18 second no-match">{t("ledger.no_match")} <button className="link" onClick={() => setSearch({}, { replace: true })}>{t("queue.clear")}</button></p>}
          {more.refusal !== null && <Refusal>{more.refusal}</Refusal>}
          {next !== null && <div className="more"><button className="btn" disabled={more.busy} onClick={showMore}>{t("queue.more")}</button></div>}
          {list !== null && list.length > 0 && (
            <div className="keys only-wide">
              <span><kbd>↑</kbd><kbd>↓</kbd> {t("queue.key_move")}</span>
              <span><kbd>↵</kbd> {t("queue.key_open")}</span>
            </div>
          )}
        </section>
      </div>
      {open !== null && <EntryDetail entry={open} onFilter={change} onClose={() => setOpen(null)} />}
    </div>
  );
}
