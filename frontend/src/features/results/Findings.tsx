import { useTranslation } from "react-i18next";
import type { Quality } from "../../api/types";
import { clock, withDegreeSign } from "../../i18n/format";
import { Icon } from "../../ui/Icon";
import { Mark } from "../../ui/Mark";
import { findingMoment, findingSpan, isThroughout, reasonName } from "./moments";
import type { Span } from "./moments";
import { joinPlace } from "./verdicts";
import type { FindingGroup } from "./verdicts";

/** The reason that says more than one person was seen. */
export const SEVERAL = "several_people";

interface Props {
  groups: readonly FindingGroup[];
  quality: readonly Quality[];
  duration_s: number;
  onShow: (start_s: number, end_s: number) => void;
  /** Says that somebody else is meant; null where nobody may. */
  onOtherPerson: (() => void) | null;
  own: boolean;
}

/** By importance; each plays its second at half speed. What was not seen stands here too. */
export function Findings({ groups, quality, duration_s, onShow, onOtherPerson, own }: Props) {
  const { t, i18n } = useTranslation();
  if (groups.length === 0 && quality.length === 0) return null;
  const list = new Intl.ListFormat(i18n.language, { type: "conjunction" });
  return (
    <section aria-label={t("findings.label")}>
      <ol className="finds">
        {groups.map((group) => {
          const place = joinPlace(t, group.example);
          const name = t(`finding.${group.code}`, { defaultValue: place });
          return (
            <li key={group.code}>
              <Mark shape="incorrect" />
              <div>
                <strong>{name}</strong>
                <p>{withDegreeSign(group.example.sentence_clinician)}</p>
                <p className="label">{name !== place && `${place}. `}<span className="num">{t("findings.at", { count: group.repetitions.length, list: list.format(group.repetitions.map(String)) })}</span></p>
              </div>
              <ShowMe {...findingSpan(group.example)} at_s={findingMoment(group.example)} what={name} onShow={onShow} />
            </li>
          );
        })}
        {quality.map((item) => {
          const throughout = isThroughout(item, duration_s);
          return (
          <li key={`${item.reason}${item.start_s}`}>
            <Mark shape="unsure" />
            <div>
              <strong>{reasonName(t, item)}</strong>
              <p>{item.sentence} {!throughout && <span className="num">{t("findings.span", { from: clock(item.start_s), to: clock(item.end_s) })}</span>}</p>
              {item.reason === SEVERAL && onOtherPerson !== null && item === quality.find((one) => one.reason === SEVERAL) && <button className="link" aria-haspopup="dialog" onClick={onOtherPerson}>{t(own ? "person.not_me" : "person.other")}</button>}
            </div>
            {!throughout && <ShowMe start_s={item.start_s} end_s={item.end_s} at_s={item.start_s} what={reasonName(t, item)} onShow={onShow} />}
          </li>
          );
        })}
      </ol>
    </section>
  );
}

function ShowMe({ start_s, end_s, at_s, what, onShow }: Span & { at_s: number; what: string; onShow: Props["onShow"] }) {
  const { t } = useTranslation();
  return (
    <button className="btn plain" onClick={() => onShow(start_s, end_s)}>
      <Icon name="play" />
      {t("findings.show")}
      <span className="vh">{what}</span>
      <span className="label num">{clock(at_s)}</span>
    </button>
  );
}
