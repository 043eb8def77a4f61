import { useTranslation } from "react-i18next";
import type { LedgerStatus } from "../../api/ledger";
import { dayAndTime } from "../../i18n/format";
import { Refusal } from "../../ui/Field";
import { Icon } from "../../ui/Icon";
import { Weight } from "../../ui/Plumb";
import { useNarrow } from "../../ui/useNarrow";
import { knotsOf } from "./standing";
import type { Knot } from "./standing";

const ICONS = { ok: "check", wait: "clock", off: "dash" } as const;

/** How far the log has come, on one line; below it where it is anchored and what that cost. */
export function LedgerStanding({ status }: { status: LedgerStatus }) {
  const { t, i18n } = useTranslation();
  const number = new Intl.NumberFormat(i18n.language);
  const { chain, anchorings } = status;
  const stopped = anchorings.filter((one) => one.state === "refused");
  return (
    <section className="standing" aria-label={t("ledger.standing")}>
      <p className="standing-size"><span className="n">{number.format(status.size)}</span><span className="of">{t("ledger.size", { count: status.size })}</span></p>
      {status.trouble !== "" && <Refusal>{status.trouble}</Refusal>}
      <ol className="string dense-string">
        {knotsOf(status).map((knot) => <Line key={knot.name} knot={knot} />)}
        <li className="last"><span className="bob"><Weight /></span><p>{chain.kind === "node" && chain.chain_id === null ? t("ledger.chain.node_new") : t(`ledger.chain.${chain.kind}`, { id: chain.chain_id })}</p></li>
      </ol>
      <Beside status={status} />
      {stopped.map((one) => <Refusal key={one.id}>{t("ledger.anchor_refused", { old: one.old_size, new: one.new_size, reason: one.reason, when: dayAndTime(one.planned_at, t) })}</Refusal>)}
    </section>
  );
}

/** What it costs and who else looks; on a phone behind a disclosure, so that the entries are near. */
function Beside({ status }: { status: LedgerStatus }) {
  const { t, i18n } = useTranslation();
  const narrow = useNarrow();
  const number = new Intl.NumberFormat(i18n.language);
  const { chain, gas } = status;
  if (chain.kind === "none" && status.witnesses.length === 0) return null;
  const shown = (
    <>
      {chain.kind !== "none" && (
        <dl className="plain-facts">
          <div><dt>{t("ledger.gas")}</dt><dd className="num">{number.format(gas.spent)}</dd></div>
          {gas.per_session !== null && <div><dt>{t("ledger.gas_session")}</dt><dd className="num">{number.format(Math.round(gas.per_session))}</dd></div>}
        </dl>
      )}
      {status.witnesses.length > 0 && (
        <div className="witnesses">
          <h2>{t("ledger.witnesses")}</h2>
          <ul>
            {status.witnesses.map((one) => (
              <li key={one.name}>
                <strong>{one.name}</strong>
                <span className="second">{one.at === null || one.size === null ? t("ledger.witness_never") : t("ledger.witness_at", { size: number.format(one.size), when: dayAndTime(one.at, t) })}</span>
                {one.trouble !== "" && <Refusal>{one.trouble}</Refusal>}
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
  return narrow ? <details className="more-details"><summary className="disc"><span>{t("ledger.beside")}</span><Icon name="down" /></summary>{shown}</details> : shown;
}

function Line({ knot }: { knot: Knot }) {
  const { t, i18n } = useTranslation();
  const { names, size, block, ...counts } = knot.values;
  const number = new Intl.NumberFormat(i18n.language);
  const values = {
    ...counts,
    names: new Intl.ListFormat(i18n.language).format(names ?? []),
    size: number.format(size ?? 0),
    block: number.format(block ?? 0),
    when: knot.at === undefined ? "" : dayAndTime(knot.at, t),
  };
  return (
    <li className={knot.state === "off" ? "off" : undefined} data-knot={knot.name} data-state={knot.state}>
      <span className={`knot ${knot.state === "ok" ? "proved" : knot.state === "wait" ? "claimed" : "off"}`}><Icon name={ICONS[knot.state]} /></span>
      <h2>{t(`ledger.knot_name.${knot.name}`)}</h2>
      <p>{t(`ledger.knot.${knot.key}`, values)}</p>
    </li>
  );
}

/** The standing before it is known. */
export function StandingBones() {
  return (
    <section className="standing" aria-hidden="true">
      <span className="bone big-bone" style={{ "--w": "7rem" }} />
      {[1, 2, 3, 4].map((row) => <div key={row} className="bone-pair"><span className="bone" style={{ "--w": "8rem" }} /><span className="bone" style={{ "--w": "90%" }} /></div>)}
    </section>
  );
}
