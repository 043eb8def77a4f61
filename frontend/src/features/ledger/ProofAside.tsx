import { useTranslation } from "react-i18next";
import { Icon } from "../../ui/Icon";

const SHOWS = ["words", "time", "model", "looked", "same"] as const;
const CANNOT = ["right", "person", "unwritten", "earlier", "twice", "chain"] as const;
const STRENGTHS = ["proved", "vouched", "claimed"] as const;

/** What a proof shows, what it cannot, and what each step rests on. */
export function ProofAside() {
  const { t } = useTranslation();
  return (
    <aside className="aside">
      <div>
        <h2>{t("proof.rests.title")}</h2>
        <dl className="rests">{STRENGTHS.map((one) => <div key={one}><dt className={`strength ${one}`}>{t(`proof.strength.${one}`)}</dt><dd>{t(`proof.rests.${one}`)}</dd></div>)}</dl>
      </div>
      <div>
        <h2>{t("proof.shows.title")}</h2>
        <ul>{SHOWS.map((one) => <li key={one}><Icon name="check" /><span>{t(`proof.shows.${one}`)}</span></li>)}</ul>
      </div>
      <div>
        <h2>{t("proof.cannot.title")}</h2>
        <ul>{CANNOT.map((one) => <li key={one}><Icon name="dash" /><span>{t(`proof.cannot.${one}`)}</span></li>)}</ul>
      </div>
      <p className="second">{t("proof.without_us")} <code>python -m ledger verify</code></p>
      <p className="second">{t("intended")}</p>
    </aside>
  );
}
