import { useTranslation } from "react-i18next";
import { Link } from "react-router";

interface Props {
  trouble: "denied" | "none" | "busy" | "lost";
  onAgain: () => void;
  pick: string;
}

/** No picture: why, what to do, and the other way to the same end. */
export function FilmTrouble({ trouble, onAgain, pick }: Props) {
  const { t } = useTranslation();
  return (
    <div className="foot">
      <p>{t(`film.trouble_${trouble}_text`)}</p>
      <div className="row big film-choices">
        <button className="btn main" onClick={onAgain}>{t("retry")}</button>
        <Link className="btn" to={pick}>{t("film.pick_instead")}</Link>
      </div>
    </div>
  );
}
