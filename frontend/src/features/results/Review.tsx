import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Assessment, Review as ReviewRecord, ReviewLabel } from "../../api/types";
import { moment } from "../../i18n/format";
import { Refusal } from "../../ui/Field";
import { Icon } from "../../ui/Icon";
import { Mark } from "../../ui/Mark";
import type { LiveRepetition } from "./applyEvents";
import { shapeOf } from "./verdicts";
import type { Standing } from "./verdicts";
import { VerdictWord } from "./VerdictWord";

const LABELS: readonly { label: ReviewLabel; key: string }[] = [
  { label: "correct", key: "1" },
  { label: "incorrect", key: "2" },
  { label: "cannot_tell", key: "3" },
];

interface Props {
  assessment: Assessment;
  repetition: LiveRepetition | null;
  standing: Standing | null;
  refusal: string | null;
  busy: boolean;
  onLabel: (label: ReviewLabel, note: string) => void;
  onUndo: () => void;
  onSign: () => void;
  onUnsign: () => void;
  onKeys: () => void;
}

/** The human word beside the machine's: both stay, with name and time. */
export function Review({ assessment, repetition, standing, refusal, busy, onLabel, onUndo, onSign, onUnsign, onKeys }: Props) {
  const { t } = useTranslation();
  const [note, setNote] = useState("");
  const review = standing?.review ?? null;
  const subject = repetition === null ? t("review.whole") : t("review.repetition", { n: repetition.index });
  return (
    <section className="review" aria-label={t("review.label")}>
      <div className="head">
        <strong>{t("review.yours", { subject })}</strong>
        <button className="keyhint label" onClick={onKeys}><kbd>J</kbd><kbd>K</kbd>{t("review.other")}</button>
      </div>
      <div className="seg" role="group" aria-label={t("review.verdict")}>
        {LABELS.map(({ label, key }) => (
          <button key={label} className="btn" disabled={busy} aria-pressed={(standing?.label ?? null) === label} aria-keyshortcuts={key} onClick={() => { onLabel(label, note); setNote(""); }}>
            <Mark shape={shapeOf(label)} />{t(`verdict.${label}`)} <kbd>{key}</kbd>
          </button>
        ))}
      </div>
      {standing !== null && <Said machine={standing.machine} review={review} />}
      {review === null ? (
        <label className="note"><span className="vh">{t("review.note")}</span><input value={note} placeholder={t("review.note_placeholder")} onChange={(event) => setNote(event.target.value)} maxLength={500} /></label>
      ) : (
        <div><button className="btn plain" onClick={onUndo} aria-keyshortcuts="U"><Icon name="undo" />{t("review.undo")} <kbd>U</kbd></button></div>
      )}
      {refusal !== null && <Refusal>{refusal}</Refusal>}
      <div className="row">
        {assessment.reviewed_at === null ? (
          <button className="btn main" disabled={busy} onClick={onSign} aria-keyshortcuts="S">{t("review.sign")} <kbd>S</kbd></button>
        ) : (
          <>
            <span className="v is-correct"><Icon name="check" /><b>{t("review.signed", { name: assessment.reviewer_name ?? "", when: moment(assessment.reviewed_at, t) })}</b></span>
            <button className="btn plain push" onClick={onUnsign}>{t("review.unsign")}</button>
          </>
        )}
      </div>
    </section>
  );
}

function Said({ machine, review }: { machine: Standing["machine"]; review: ReviewRecord | null }) {
  const { t } = useTranslation();
  if (review === null) return null;
  return (
    <ul className="who-said">
      <li><span className="second">{t("review.measured")}</span><VerdictWord label={machine} /></li>
      <li><span className="second">{t("review.said", { name: review.reviewer_name, when: moment(review.created_at, t) })}</span><VerdictWord label={review.label} />{review.note !== "" && <q className="second">{review.note}</q>}</li>
    </ul>
  );
}
