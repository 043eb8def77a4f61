import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { deleteElementReview, getElements, getSheet, postElementReview } from "../../api/elements";
import type { Element, ElementWord, Outcome, Sheet, SheetRow } from "../../api/elements";
import { ApiError } from "../../api/http";
import { useResource } from "../../api/useResource";
import { moment } from "../../i18n/format";
import { Refusal } from "../../ui/Field";
import { Mark } from "../../ui/Mark";
import { ElementCard } from "./ElementCard";
import "./elements.css";
import { Lanes } from "./Lanes";
import { SayDialog } from "./SayDialog";
import { SheetTable } from "./SheetTable";
import type { RoutineSlots } from "../../api/routine";
import { SHAPES } from "./words";

const NOTHING: readonly Element[] = [];
const OUTCOMES = ["met", "missed", "unknown"] as const;

/** A routine: the video, its elements in time, a card for each, and the sheet. Alive while the work goes on. */
export function RoutineResult(slots: RoutineSlots) {
  const { t } = useTranslation();
  const { org, assessment, found, over, current } = slots;
  const tables = useResource("elements", getElements);
  const sheet = useResource(over ? `sheet/${org}/${assessment.id}/${assessment.last_event_id}` : null, () => getSheet(org, assessment.id));
  const [saying, setSaying] = useState<number | null>(null);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const outcomes = useMemo(() => new Map<number, Outcome>(sheet.data?.rows.map((row) => [row.index, row.outcome])), [sheet.data]);
  const rows = sheet.data?.rows ?? [];
  const row = rows.find((one) => one.index === saying);

  const act = async (work: () => Promise<Sheet>) => {
    setBusy(true);
    setRefusal(null);
    try {
      const fresh = await work();
      sheet.set(() => fresh);
      setSaying(null);
    } catch (error) {
      setRefusal(error instanceof ApiError && error.message !== "" ? error.message : t("failure.no_connection"));
    }
    setBusy(false);
  };
  const lanes = <Lanes found={found} tables={tables.data ?? NOTHING} outcomes={outcomes} duration_s={slots.duration_s} current={current} onElement={(one) => slots.onMoment(one.at_s)} />;
  return (
    <div className="diff routine">
      <div>
        <div className="stage2">
          {slots.stage}
          <section className="stack tight">
            <div className="head"><h1 className="t22">{assessment.participant.name}</h1></div>
            <p className="second">{t("elements.routine_of", { when: moment(assessment.created_at, t) })}</p>
            {!over && slots.progress}
            {over && sheet.data !== null && <Summary sheet={sheet.data} />}
          </section>
        </div>
        {slots.timeline(lanes)}
        {over && sheet.data !== null && rows.length === 0 && <div className="card stack none-found"><h2 className="t18">{t("elements.empty")}</h2><p>{t("elements.empty_text")}</p></div>}
        {sheet.error !== null && <><Refusal>{sheet.error.message || t("failure.no_connection")}</Refusal><button className="btn" onClick={sheet.reload}>{t("retry")}</button></>}
        {saying === null && refusal !== null && <Refusal>{refusal}</Refusal>}
        <div className="cards">
          {sheet.loading && over && found.map((one) => <span key={one.index} className="bone tall" />)}
          {rows.map((one) => (
            <ElementCard key={one.index} row={one} slots={slots} current={one.index === current} onShow={() => slots.onShow(one.start_s - 0.5, one.end_s + 0.5)}
              onSay={assessment.permissions.review ? () => { setRefusal(null); setSaying(one.index); } : null}
              onTakeBack={assessment.permissions.review ? (word: ElementWord) => void act(() => deleteElementReview(org, assessment.id, word.id)) : null} />
          ))}
        </div>
      </div>
      <aside className="side" aria-label={t("elements.sheet")}>
        {sheet.data !== null && rows.length > 0 && <SheetTable org={org} sheet={sheet.data} participant={assessment.participant.id} current={current} onRow={(one: SheetRow) => slots.onMoment(one.at_s)} />}
        {slots.foot}
      </aside>
      {row !== undefined && <SayDialog row={row} tables={tables.data ?? NOTHING} busy={busy} refusal={refusal} onClose={() => setSaying(null)} onSay={(said, note) => void act(() => postElementReview(org, assessment.id, { element: row.index, said, note }))} />}
    </div>
  );
}

/** The one number, and what it stands on. */
function Summary({ sheet }: { sheet: Sheet }) {
  const { t } = useTranslation();
  const counts = { met: sheet.counted, missed: sheet.missed, unknown: sheet.cannot_tell };
  return (
    <>
      <p className="t22">{t("elements.summary", { count: sheet.rows.length })}</p>
      {sheet.rows.length > 0 && (
        <>
          <div className="sum-of"><span className="num">{sheet.known_sum.toFixed(1)}</span><span className="second">{t("elements.sum_of", { count: sheet.known_values })}<br />{t("elements.sum_unknown", { count: sheet.unknown_values })}</span></div>
          <p className="tally">{OUTCOMES.map((outcome) => <span key={outcome} className={`v is-${SHAPES[outcome]}`}><Mark shape={SHAPES[outcome]} /><b>{t(`elements.tally.${outcome}`, { count: counts[outcome] })}</b></span>)}</p>
          {sheet.downgraded > 0 && <p className="second">{t("elements.downgraded", { count: sheet.downgraded })}</p>}
        </>
      )}
    </>
  );
}
