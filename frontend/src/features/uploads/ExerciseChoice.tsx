import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ROUTINE } from "../../api/catalogue";
import type { Exercise } from "../../api/types";
import { ExerciseSheet } from "./ExerciseSheet";
import { HowTo } from "./HowTo";

interface Props {
  exercises: readonly Exercise[];
  loading: boolean;
  value: string | null;
  onChange: (id: string | null) => void;
}

/** Which movement the clip shows, how it looks and where the phone should stand. */
export function ExerciseChoice({ exercises, loading, value, onChange }: Props) {
  const { t } = useTranslation();
  const [choosing, setChoosing] = useState(false);
  const chosen = exercises.find((item) => item.id === value);
  return (
    <section className="choice" aria-label={t("upload.exercise")}>
      {loading ? <span className="bone tall" /> : value === ROUTINE ? (
        <div className="stack tight8">
          <h2 className="t18 strong">{t("elements.routine_name")}</h2>
          <p>{t("elements.routine_text")}</p>
          <p className="hint">{t("elements.routine_hint")}</p>
          <div><button className="btn" aria-haspopup="dialog" onClick={() => setChoosing(true)}>{t("picker.change")}</button></div>
        </div>
      ) : chosen === undefined ? (
        <>
          <div className="row">
            <button className="btn roomy" aria-haspopup="dialog" onClick={() => setChoosing(true)}>{t("picker.choose")}</button>
            <button className="btn roomy" onClick={() => onChange(ROUTINE)}>{t("elements.routine_name")}</button>
          </div>
          <p className="hint">{t("picker.none")}. {t("picker.without_hint")}</p>
        </>
      ) : (
        <div className="chosen">
          <HowTo exercise={chosen} />
          <div className="stack tight8">
            <h2 className="t18 strong">{chosen.name}</h2>
            <p>{t(`view.${chosen.view}`)}</p>
            <p className="hint">{chosen.camera_advice}</p>
            <div><button className="btn" aria-haspopup="dialog" onClick={() => setChoosing(true)}>{t("picker.change")}</button></div>
          </div>
        </div>
      )}
      {choosing && <ExerciseSheet exercises={exercises} value={value} onChoose={(id) => { onChange(id); setChoosing(false); }} onClose={() => setChoosing(false)} />}
    </section>
  );
}
