import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ANCHOR_DEMANDS, getLedgerKeys, getTrustFile } from "../../api/ledger";
import type { AnchorDemand, LedgerKeys } from "../../api/ledger";
import { useOrganisation } from "../../api/session";
import { useAction } from "../../api/useAction";
import { useResource } from "../../api/useResource";
import { dayOf } from "../../i18n/format";
import { Refusal } from "../../ui/Field";
import { Icon } from "../../ui/Icon";
import { useTitle } from "../../ui/useTitle";
import { Failed } from "./Failed";
import { save } from "./files";
import "./ledger.css";
import { LedgerNav } from "./LedgerNav";
import "./proof.css";

const ROADS = ["other", "before", "new", "who"] as const;

/** Whose signatures hold the log, where it is anchored, and the trust file to hand out. */
export function KeysPage() {
  const { t } = useTranslation();
  const { org } = useOrganisation();
  const keys = useResource(`ledger-keys/${org}`, () => getLedgerKeys(org));
  useTitle(t("keyring.title"));
  return (
    <div className="wrap">
      <div className="head2"><h1>{t("keyring.title")}</h1><LedgerNav /></div>
      <div className="keys-page">
        <HandOver org={org} />
        <div>
          {keys.error !== null && <Failed error={keys.error} onRetry={keys.reload} />}
          {keys.loading && <div aria-busy="true">{[1, 2, 3, 4].map((row) => <div key={row} className="bone-pair"><span className="bone" style={{ "--w": "8rem" }} /><span className="bone" /></div>)}</div>}
          {keys.data !== null && <Shown keys={keys.data} />}
        </div>
      </div>
    </div>
  );
}

/** The trust file, and in plain words how it gets to people. */
function HandOver({ org }: { org: string }) {
  const { t } = useTranslation();
  const action = useAction();
  const [name, setName] = useState("");
  const [demand, setDemand] = useState<AnchorDemand>("none");
  const download = () =>
    void action.run(async () => {
      const file = await getTrustFile(org, demand);
      save(file.data, file.name);
      setName(file.name);
    });
  return (
    <section className="block hand-over">
      <h2>{t("keyring.trust")}</h2>
      <p>{t("keyring.trust_text")}</p>
      <ol className="roads">{ROADS.map((road) => <li key={road}>{t(`keyring.road.${road}`)}</li>)}</ol>
      <fieldset className="plain-set demands">
        <legend>{t("keyring.demand")}</legend>
        {ANCHOR_DEMANDS.map((one) => <label key={one} className="tick"><input type="radio" name="demand" checked={demand === one} onChange={() => setDemand(one)} /><span>{t(`keyring.demand_of.${one}`)}</span></label>)}
      </fieldset>
      <div className="row"><button className="btn main roomy" disabled={action.busy} onClick={download}>{t("keyring.download")}</button></div>
      {name !== "" && <p role="status" className="with-name"><Icon name="check" /><bdi>{name}</bdi></p>}
      {action.refusal !== null && <Refusal>{action.refusal}</Refusal>}
    </section>
  );
}

function Shown({ keys }: { keys: LedgerKeys }) {
  const { t, i18n } = useTranslation();
  const { chain } = keys;
  return (
    <>
      <section className="block">
        <h2>{t("keyring.log")}</h2>
        <p className="second">{t("keyring.log_text")}</p>
        <Code text={keys.log} />
        <dl className="facts small-facts"><div><dt>{t("keyring.tenant")}</dt><dd className="code">{keys.tenant}</dd></div></dl>
      </section>
      <section className="block">
        <h2>{t("keyring.witnesses")}</h2>
        <p className="second">{keys.witnesses.length === 0 ? t("keyring.no_witness") : t("keyring.quorum", { count: keys.quorum, of: keys.witnesses.length })}</p>
        {keys.witnesses.map((one) => <Code key={one} text={one} />)}
      </section>
      <section className="block">
        <h2>{t("keyring.chain")}</h2>
        <p className="second">{t(`keyring.chain_text.${chain?.kind ?? "none"}`)}</p>
        {chain !== null && chain.kind !== "none" && (
          <dl className="facts small-facts">
            <div><dt>{t("proof.figure.chain")}</dt><dd className="num">{chain.chain_id ?? "–"}</dd></div>
            <div><dt>{t("proof.figure.contract")}</dt><dd className="code">{chain.contract ?? t("keyring.not_yet")}</dd></div>
            {keys.sender !== null && <div><dt>{t("keyring.sender")}</dt><dd className="code">{keys.sender}</dd></div>}
          </dl>
        )}
        {keys.roles.length > 0 && (
          <div className="tablewrap">
            <table className="people in-rows">
              <caption className="vh">{t("keyring.roles")}</caption>
              <thead><tr><th>{t("keyring.role")}</th><th>{t("keyring.address")}</th><th>{t("access.until")}</th></tr></thead>
              <tbody>{keys.roles.map((one) => <tr key={`${one.role} ${one.address}`}><td><strong>{t(`keyring.of.${one.role}`)}</strong></td><td className="code" data-label={t("keyring.address")}>{one.address}</td><td className="second" data-label={t("access.until")}>{one.until === null ? t("keyring.always") : dayOf(one.until, i18n.language)}</td></tr>)}</tbody>
            </table>
          </div>
        )}
      </section>
      <section className="block">
        <h2>{t("keyring.policy")}</h2>
        <p className="second">{t("keyring.policy_text")}</p>
        <Code text={keys.policy} />
      </section>
    </>
  );
}

/** A text to be taken as it is. */
function Code({ text }: { text: string }) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  };
  return <div className="code-row"><pre className="code" tabIndex={0}>{text.trimEnd()}</pre><button className="btn" onClick={() => void copy()}>{t(copied ? "devices.copied" : "devices.copy")}</button></div>;
}
