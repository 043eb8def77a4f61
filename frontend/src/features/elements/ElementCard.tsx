import { useTranslation } from "react-i18next";
import type { ElementWord, SheetRow } from "../../api/elements";
import { clock, moment } from "../../i18n/format";
import { Mark } from "../../ui/Mark";
import { Moment } from "./Moment";
import type { RoutineSlots } from "../../api/routine";
import { checkWords, gauge, SHAPES, toldWords } from "./words";

interface Props {
  row: SheetRow;
  slots: RoutineSlots;
  current: boolean;
  onShow: () => void;
  /** Opens the coach's word; null for who may not say one. */
  onSay: (() => void) | null;
  onTakeBack: ((word: ElementWord) => void) | null;
}

/** One element: the posture that decides, how far it turned, each requirement, and who says so. */
export function ElementCard({ row, slots, current, onShow, onSay, onTakeBack }: Props) {
  const { t } = useTranslation();
  const { word } = row;
  const name = word !== null && word.said === null ? t("elements.none_named", { name: row.element.name }) : row.element.name;
  const bar = word === null ? gauge(row.checks) : null;
  const shape = SHAPES[row.outcome];
  const told = toldWords(t, row.measured);
  return (
    <article className="card el" aria-current={current ? "true" : undefined} id={`element-${row.index}`}>
      <div className="el-head">
        <Moment track={slots.track} version={slots.version} at_s={row.at_s} aspect={slots.aspect} name={name} />
        <div>
          <h2>{row.index}. {name}</h2>
          <span className={`v is-${shape}`}><Mark shape={shape} /><b>{t(`elements.outcome.${row.outcome}`)}</b></span>
          <p className="label">{row.side === null ? clock(row.start_s, 1) : t("elements.turned", { at: clock(row.start_s, 1), side: t(`side.${row.side}`) })}</p>
        </div>
      </div>
      {bar !== null && <div className="gauge" role="img" aria-label={t("elements.gauge", { turns: bar.words[0].toFixed(2), needed: bar.words[1].toFixed(2) })}><i className={`is-${shape}`} style={{ inlineSize: `${bar.filled * 100}%` }} /><u style={{ left: `${bar.bound * 100}%` }} /></div>}
      {row.downgrade !== null && word === null && <p className="strong">{row.downgrade}</p>}
      <ul className="need2">
        {row.checks.map((check) => (
          <li key={check.requirement}><Mark shape={SHAPES[check.outcome]} /><span>{checkWords(t, check)}<span className="vh">, {t(`elements.outcome.${check.outcome}`)}</span></span></li>
        ))}
      </ul>
      {word !== null && (
        <div className="said">
          <p>{t("elements.said", { name: word.reviewer_name, when: moment(word.created_at, t) })} <q>{word.note}</q></p>
          <p className="label">{t("elements.measured_as", { name: row.measured_as.name })}</p>
        </div>
      )}
      {told !== "" && <p className="label">{told}</p>}
      <div className="row">
        <button className="btn" onClick={onShow}>{t("findings.show")}<span className="vh"> {name}</span></button>
        {onSay !== null && <button className="link" aria-haspopup="dialog" onClick={onSay}>{t("elements.say")}<span className="vh"> {name}</span></button>}
        {onTakeBack !== null && word !== null && <button className="link" onClick={() => onTakeBack(word)}>{t("elements.take_back")}<span className="vh"> {name}</span></button>}
      </div>
    </article>
  );
}
