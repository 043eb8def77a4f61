import { useTranslation } from "react-i18next";
import type { Element, ElementFound, Outcome } from "../../api/elements";
import { Mark } from "../../ui/Mark";
import { SHAPES } from "./words";

interface Props {
  found: readonly ElementFound[];
  tables: readonly Element[];
  /** As a coach's word leaves it. */
  outcomes: ReadonlyMap<number, Outcome>;
  duration_s: number;
  current: number | null;
  onElement: (element: ElementFound) => void;
}

const GROUPS = ["A", "B", "C", null] as const;

/** One lane for each group of the code, on the time axis of the video. */
export function Lanes({ found, tables, outcomes, duration_s, current, onElement }: Props) {
  const { t } = useTranslation();
  const at = (time_s: number) => `${duration_s <= 0 ? 0 : Math.min(100, (time_s / duration_s) * 100)}%`;
  const of = (element: ElementFound) => tables.find((one) => one.id === element.id);
  const lanes = GROUPS.map((group) => ({ group, items: found.filter((element) => (of(element)?.group ?? null) === group) })).filter(({ items }) => items.length > 0);
  if (lanes.length === 0) return <><div className="gut">{t("elements.title")}</div><div className="track lane" /></>;
  return lanes.map(({ group, items }) => (
    <div className="lane-row" key={group ?? "none"}>
      <div className="gut"><span>{t(`elements.group.${group ?? "none"}`)} {group !== null && <small>{group}</small>}</span></div>
      <div className="track lane">
        {items.map((element) => {
          const outcome = outcomes.get(element.index) ?? element.outcome;
          const shape = SHAPES[outcome];
          return (
            <span key={element.index}>
              <span className="ext" style={{ left: at(element.start_s), width: `calc(${at(element.end_s)} - ${at(element.start_s)})` }} />
              <button className={`span is-${shape}`} style={{ left: at((element.start_s + element.end_s) / 2) }} aria-current={element.index === current ? "true" : undefined}
                aria-label={t("elements.lane_item", { n: element.index, name: of(element)?.name ?? element.id, outcome: t(`elements.outcome.${outcome}`) })} onClick={() => onElement(element)}>
                <Mark shape={shape} /><i>{element.index}</i>
              </button>
            </span>
          );
        })}
      </div>
    </div>
  ));
}
