import { useTranslation } from "react-i18next";
import { clock } from "../../i18n/format";
import { Icon } from "../../ui/Icon";
import type { Sending } from "./outbox";

export type FilmStep = "ready" | "counting" | "recording" | "stopped";

interface Props {
  step: FilmStep;
  light: boolean | null;
  ready: boolean;
  filmed_s: number;
  entry: Sending | null;
  onStart: () => void;
  onStop: () => void;
  onAgain: () => void;
  onWatch: () => void;
}

/** Within the thumb's reach: what is needed, the one big button, and how much is already safe. */
export function FilmFoot({ step, light, ready, filmed_s, entry, onStart, onStop, onAgain, onWatch }: Props) {
  const { t } = useTranslation();
  if (step === "ready") {
    return (
      <div className="foot">
        <ul className="need">
          <li>{light === null ? <Icon name="dash" /> : light ? <span className="v-correct"><Icon name="check" /></span> : <Diamond />}{t(light === null ? "film.light_unknown" : light ? "film.light_good" : "film.light_bad")}</li>
          <li><Icon name="dash" />{t("film.body")}</li>
        </ul>
        <button className="stop start" disabled={!ready} onClick={onStart}>{t("film.start")}</button>
        <p className="faint">{t("film.countdown")}</p>
      </div>
    );
  }
  if (step === "counting") {
    return (
      <div className="foot">
        <button className="stop" onClick={onAgain}>{t("cancel")}</button>
      </div>
    );
  }
  const share = entry === null || entry.recorded === 0 ? 0 : entry.state === "sent" ? 1 : Math.min(1, entry.offset / entry.recorded);
  // A piece comes each second, so what is recorded lies up to a second behind what is filmed.
  const safe_s = share * Math.max(0, step === "recording" ? filmed_s - 1 : filmed_s);
  const words = entry?.state === "sent" ? t("film.all_safe") : entry?.state === "offline" ? t("film.offline") : t("film.safe", { safe: clock(safe_s), filmed: clock(filmed_s) });
  return (
    <div className="foot">
      <div>
        <div className="bar2"><i style={{ "--p": `${Math.round((filmed_s > 0 ? safe_s / filmed_s : 0) * 100)}%` }} /></div>
        <p className="safe num" role="status">{words}</p>
      </div>
      {step === "recording" ? (
        <button className="stop" onClick={onStop}>{t("film.stop")}<span className="num">{clock(filmed_s)}</span></button>
      ) : (
        <div className="row big film-choices">
          <button className="btn main" disabled={entry?.assessment == null} onClick={onWatch}>{t("film.watch")}</button>
          <button className="btn" onClick={onAgain}>{t("plain.film_again")}</button>
        </div>
      )}
    </div>
  );
}

const Diamond = () => <svg className="v-incorrect diamond" viewBox="0 0 12 12" aria-hidden="true"><path d="M6 0 12 6 6 12 0 6Z" fill="currentColor" /></svg>;
