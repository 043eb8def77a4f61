import { useTranslation } from "react-i18next";
import { getAccesses } from "../../api/ledger";
import { useResource } from "../../api/useResource";
import { dayAndTime } from "../../i18n/format";
import { Failed } from "./Failed";
import { StateWord } from "./StateWord";
import { useRefresh } from "./useRefresh";
import { whoWords } from "./who";
import { kindWords } from "./words";

const AGAIN_MS = 15_000;

/** Who did what with one result, newest first; `turn` changes when something of our own was added. */
export function Accesses({ org, assessment, turn }: { org: string; assessment: string; turn: string }) {
  const { t } = useTranslation();
  const { data, error, loading, reload } = useResource(`accesses/${org}/${assessment}/${turn}`, () => getAccesses(org, assessment));
  const lines = data?.results ?? [];
  useRefresh(reload, lines.some((one) => one.state !== "anchored"), AGAIN_MS);
  return (
    <section className="block accesses" id="history" aria-busy={loading}>
      <h2>{t("accesses.title")}</h2>
      <p className="second">{t("accesses.text")}</p>
      {error !== null && <Failed error={error} onRetry={reload} />}
      {loading && <div aria-hidden="true">{[1, 2, 3].map((row) => <div key={row} className="bone-pair"><span className="bone" style={{ "--w": "12rem" }} /><span className="bone" style={{ "--w": "20rem" }} /></div>)}</div>}
      {data !== null && lines.length === 0 && <p>{t("accesses.none")}</p>}
      <ol className="lines">
        {lines.map((one) => (
          <li key={one.event}>
            <strong>{kindWords(t, one.kind)}</strong>
            <span>{whoWords(t, one.actor)}</span>
            <span className="second num">{dayAndTime(one.at, t)}</span>
            <StateWord state={one.state} />
          </li>
        ))}
      </ol>
    </section>
  );
}
