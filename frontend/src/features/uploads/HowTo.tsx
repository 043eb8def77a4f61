import { useTranslation } from "react-i18next";
import type { Exercise } from "../../api/types";
import { pictureOf } from "../../ui/pictures";
import { Still } from "../../ui/Still";

/** How the exercise looks from where the phone should stand: start and far point, or the posture to hold. */
export function HowTo({ exercise }: { exercise: Exercise }) {
  const { t } = useTranslation();
  const start = exercise.hold ? null : pictureOf(exercise.id, "start");
  const far = pictureOf(exercise.id, "far");
  const word = exercise.hold ? "hold" : "far";
  return (
    <div className="howto">
      {start !== null && <figure><img src={start} alt={t("picker.start_of", { name: exercise.name })} /><figcaption className="label">{t("picker.start")}</figcaption></figure>}
      <figure>
        {far === null ? <Still exercise={exercise.id} className="drawn" /> : <img src={far} alt={t(`picker.${word}_of`, { name: exercise.name })} />}
        {far !== null && <figcaption className="label">{t(`picker.${word}`)}</figcaption>}
      </figure>
    </div>
  );
}
