import { useTranslation } from "react-i18next";
import type { ReactNode } from "react";
import { isWhole, named } from "../../ledger/commitments";
import type { Opening } from "../../ledger/commitments";
import type { Entry } from "../../ledger/bundle";
import type { Found } from "../../ledger/verify";
import { Icon } from "../../ui/Icon";
import { aboutWords, kindWords, momentOf, short } from "./words";

/** The opened text, or null. */
function open(opening: Opening, name: string): string | null {
  const value = opening.fields.find((field) => field.name === name)?.value;
  return typeof value === "string" ? value : null;
}

/** What a verified proof says: what, when, by which model, who looked, what stays hidden. */
export function Recorded({ found }: { found: Found }) {
  const { t, i18n } = useTranslation();
  const { opening } = found.bundle.entry;
  const { content } = found;
  const lines: [string, ReactNode][] = [
    ["what", kindWords(t, content.kind)],
    ["when", momentOf(content.at, i18n.language)],
    ["subject", content.subjectId === null ? aboutWords(t, content.subjectKind) : `${aboutWords(t, content.subjectKind)} ${content.subjectId}`],
    ["actor", actorWords(t, opening)],
    ["exercise", open(opening, "/report/exercise/id")?.replaceAll("_", " ") ?? null],
    ["verdict", open(opening, "/report/clip_verdict/label")?.replaceAll("_", " ") ?? null],
    ["model", content.models.length === 0 ? null : content.models.join(", ")],
    ["report", open(opening, "/payload/report_sha256")],
    ["video", open(opening, "/payload/video_sha256")],
  ];
  const fields = [...named(opening)].sort((a, b) => a.name.localeCompare(b.name, "en", { numeric: true }));
  return (
    <section className="recorded block">
      <h2>{t("proof.recorded.title")}</h2>
      <dl className="facts">
        {lines.filter(([, value]) => value !== null).map(([name, value]) => <div key={name}><dt>{t(`proof.recorded.${name}`)}</dt><dd>{value}</dd></div>)}
        <div><dt>{t("proof.recorded.hidden")}</dt><dd>{t(isWhole(opening) ? "proof.recorded.nothing_hidden" : "proof.recorded.rest_hidden")}</dd></div>
      </dl>
      <details className="more-details">
        <summary className="disc"><span>{t("proof.recorded.all", { count: fields.length })}</span><Icon name="down" /></summary>
        <dl className="tech wide-tech">
          {fields.map(({ name, value }) => <div key={name}><dt>{name}</dt><dd>{value instanceof Map ? "{}" : JSON.stringify(value)}</dd></div>)}
        </dl>
      </details>
    </section>
  );
}

function actorWords(t: ReturnType<typeof useTranslation>["t"], opening: Opening): string | null {
  const kind = open(opening, "/actor/kind");
  if (kind === null) return null;
  const id = open(opening, "/actor/id");
  return `${t(`proof.actor.${kind}`, { defaultValue: kind })}${id === null ? "" : ` ${short(id)}`}`;
}

/** Every line about the same subject, by its place in the log; people appear as numbers. */
export function History({ found }: { found: Found }) {
  const { t, i18n } = useTranslation();
  const { entry, history, anchor } = found.bundle;
  if (history.length === 0) return null;
  const lines: readonly Entry[] = [...history, entry].sort((a, b) => a.index - b.index);
  return (
    <section className="block">
      <h2>{t("proof.history.title")}</h2>
      <ol className="lines">
        {lines.map((line) => (
          <li key={line.index} aria-current={line === entry ? "true" : undefined}>
            <strong>{kindWords(t, open(line.opening, "/kind") ?? "")}</strong>
            <span className="second">{momentOf(open(line.opening, "/at") ?? "", i18n.language)}</span>
            <span className="second">{actorWords(t, line.opening)}</span>
            {anchor !== null && <span className="second">{t(line.index < anchor.head.size ? "proof.history.anchored" : "proof.history.not_anchored")}</span>}
          </li>
        ))}
      </ol>
      <p className="second">{t("proof.history.text")}</p>
    </section>
  );
}

/** What an expert compares with other sources. */
export function Figures({ found }: { found: Found }) {
  const { t, i18n } = useTranslation();
  const { bundle } = found;
  const [origin = "", size = "", root = ""] = bundle.checkpoint.split("\n");
  const { anchor, entry } = bundle;
  const lines: [string, string | number][] = [["log", origin], ["size", size], ["root", root], ["place", entry.index], ["event", entry.opening.record.event]];
  if (anchor !== null) {
    const { head } = anchor;
    lines.push(["chain", anchor.chainId], ["contract", anchor.contract], ["block", head.blockNumber], ["block_hash", head.blockHash], ["block_time", momentOf(head.blockTimeS * 1000, i18n.language)], ["transaction", head.txHash]);
  }
  return (
    <section>
      <details className="more-details">
        <summary className="disc"><span>{t("proof.figure.title")}</span><Icon name="down" /></summary>
        <dl className="tech wide-tech">{lines.map(([name, value]) => <div key={name}><dt>{t(`proof.figure.${name}`)}</dt><dd>{value}</dd></div>)}</dl>
      </details>
    </section>
  );
}
