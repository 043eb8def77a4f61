import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Exercise } from "../../api/types";
import { Still } from "../../ui/Still";

interface Props {
  exercises: readonly Exercise[];
  loading: boolean;
  value: string | null;
  onChange: (id: string | null) => void;
}

/** Which movement the clip shows; without a choice the server recognises it. */
export function ExerciseChoice({ exercises, loading, value, onChange }: Props) {
  const { t } = useTranslation();
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-pressed="true"]')?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [exercises.length]);
  const chosen = exercises.find((item) => item.id === value);
  return (
    <fieldset className="plain-set">
      <legend>{t("upload.exercise")}</legend>
      <div className="choices" ref={list}>
        {loading && [1, 2, 3].map((n) => <span key={n} className="bone tall" />)}
        {exercises.map((item) => (
          <button key={item.id} type="button" aria-pressed={item.id === value} onClick={() => onChange(item.id === value ? null : item.id)}>
            <Still exercise={item.id} />
            <span>{item.name}</span>
          </button>
        ))}
      </div>
      <p className="hint">{chosen === undefined ? t("upload.any_exercise") : chosen.camera_advice}</p>
    </fieldset>
  );
}
