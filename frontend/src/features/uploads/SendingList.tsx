import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { clipName } from "../../api/catalogue";
import { cancelAssessment } from "../../api/endpoints";
import type { Exercise } from "../../api/types";
import { inSentence, megabytes } from "../../i18n/format";
import { Refusal } from "../../ui/Field";
import { Icon } from "../../ui/Icon";
import { Walk } from "../../ui/Plumb";
import { discard, pauseEntry, resumeEntry } from "./outbox";
import type { Sending } from "./outbox";
import { useOutbox } from "./useOutbox";

/** Every clip on its way: how much has arrived, how fast, how long still; pause, go on, away. */
export function SendingList({ org, exercises }: { org: string; exercises: readonly Exercise[] }) {
  const { t } = useTranslation();
  const list = useOutbox().filter((entry) => entry.org === org);
  if (list.length === 0) return null;
  return (
    <section aria-label={t("sending.title")}>
      <h2 className="t18 strong">{t("sending.title")}</h2>
      <ul className="sending">
        {list.map((entry) => <Row key={entry.id} entry={entry} exercise={entry.exercise === null ? null : clipName(t, entry.exercise, exercises)} />)}
      </ul>
      {list.some((entry) => entry.state !== "sent") && <p className="hint">{t("sending.keep")}</p>}
    </section>
  );
}

function Row({ entry, exercise }: { entry: Sending; exercise: string | null }) {
  const { t, i18n } = useTranslation();
  const total = entry.size ?? entry.sent;
  const percent = entry.state === "sent" ? 100 : total === 0 ? 0 : Math.min(99, Math.floor((entry.sent / total) * 100));
  const stop = async () => {
    await discard(entry.id);
    // The server keeps a started upload for a day; telling it now frees the place in the list at once.
    if (entry.assessment !== null) await cancelAssessment(entry.org, entry.assessment).catch(() => undefined);
  };
  const left_s = entry.bytesPerSecond !== null && entry.bytesPerSecond > 0 && entry.size !== null ? (entry.size - entry.sent) / entry.bytesPerSecond : null;
  return (
    <li>
      <div><strong>{entry.filename}</strong>{exercise !== null && <span className="second">, {inSentence(exercise, i18n.language)}</span>}</div>
      <span className="num pct">{entry.state === "sent" ? <span className="v is-correct"><Icon name="check" /><b>{t("sending.sent")}</b></span> : `${percent} %`}</span>
      {entry.state !== "sent" && <Walk percent={percent} />}
      <div className="sub" role="status">
        {entry.state === "sending" && (
          <>
            <span className="num">{t("sending.bytes", { sent: megabytes(entry.sent, i18n.language), total: megabytes(total, i18n.language) })}</span>
            {entry.bytesPerSecond !== null && <span className="num">{t("sending.speed", { mb: megabytes(entry.bytesPerSecond, i18n.language) })}</span>}
            {left_s !== null && <span className="num">{left(t, left_s)}</span>}
          </>
        )}
        {entry.state === "waiting" && <span>{t("sending.waiting")}</span>}
        {entry.state === "paused" && <span>{t("sending.paused", { sent: megabytes(entry.offset, i18n.language) })}</span>}
        {entry.state === "offline" && <span>{t("sending.offline", { sent: megabytes(entry.offset, i18n.language) })}</span>}
        {entry.state === "lost" && <span>{t("sending.lost")}</span>}
        {entry.state === "sent" && <span>{t("sending.arrived", { mb: megabytes(total, i18n.language) })}</span>}
        {!entry.kept && entry.state !== "sent" && entry.state !== "lost" && <span>{t("sending.not_kept")}</span>}
      </div>
      {entry.state === "refused" && <div className="sub"><Refusal>{entry.reason ?? t("sending.refused")}</Refusal></div>}
      <div className="row gap8 wide-cell">
        {(entry.state === "sending" || entry.state === "waiting" || entry.state === "offline") && <button className="btn" onClick={() => pauseEntry(entry.id)}>{t("sending.pause")}</button>}
        {entry.state === "paused" && <button className="btn main" onClick={() => resumeEntry(entry.id)}>{t("sending.resume")}</button>}
        {(entry.state === "offline" || entry.state === "refused") && <button className="btn" onClick={() => resumeEntry(entry.id)}>{t("sending.now")}</button>}
        {entry.assessment !== null && (entry.state === "sent" || entry.state === "sending") && <Link className={entry.state === "sent" ? "btn main" : "btn"} to={`/o/${entry.org}/clips/${entry.assessment}`}>{t("sending.watch")}</Link>}
        {entry.state === "sent" ? <button className="btn plain" onClick={() => void discard(entry.id)}>{t("sending.dismiss")}</button> : <button className="btn plain" onClick={() => void stop()}>{t("sending.discard")}</button>}
      </div>
    </li>
  );
}

function left(t: TFunction, left_s: number): string {
  if (left_s < 2) return t("left.moment");
  if (left_s < 90) return t("left.seconds", { n: left_s < 20 ? Math.ceil(left_s) : Math.ceil(left_s / 10) * 10 });
  return t("left.minutes", { count: Math.round(left_s / 60) });
}
