import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { getAgain, postAgain } from "../../api/models";
import type { Again, Change, Replaced } from "../../api/models";
import { useOrganisation } from "../../api/session";
import type { Assessment } from "../../api/types";
import { useAction } from "../../api/useAction";
import { useResource } from "../../api/useResource";
import { clock, dayAndTime } from "../../i18n/format";
import { Refusal } from "../../ui/Field";
import { Icon } from "../../ui/Icon";
import { Mark } from "../../ui/Mark";
import { VerdictWord } from "./VerdictWord";

const ASK_AGAIN_MS = 2000;

interface Props {
  assessment: Assessment;
  /** A new report has taken the place of the one on the page. */
  onReplaced: () => void;
}

/** Whether today's models would judge this clip otherwise, and what changed when it was analysed again. */
export function AnalysedAgain({ assessment, onReplaced }: Props) {
  const { t, i18n } = useTranslation();
  const { org, permissions } = useOrganisation();
  const found = useResource(permissions.includes("assessment:again") ? `again/${org}/${assessment.id}` : null, () => getAgain(org, assessment.id));
  const action = useAction();
  const { data: again, reload } = found;
  const under = again?.now === "waiting" || again?.now === "working";
  const done = again?.history.length ?? null;
  const known = useRef(done);
  useEffect(() => {
    if (!under) return undefined;
    const timer = setInterval(reload, ASK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [under, reload]);
  useEffect(() => {
    if (known.current !== null && done !== null && done > known.current) onReplaced();
    known.current = done;
  }, [done, onReplaced]);

  if (again === null) return null;
  const why = new Intl.ListFormat(i18n.language).format(again.outdated.map((reason) => t(`again.reason.${reason}`)));
  const last = again.history[0];
  if (again.outdated.length === 0 && again.now === null && last === undefined) return null;
  const ask = () => void action.run(async () => { const fresh = await postAgain(org, assessment.id); found.set(() => fresh); });
  return (
    <section className="again" aria-label={t("again.title")}>
      {last !== undefined && <Difference one={last} />}
      {again.outdated.length > 0 && <p className="with-mark"><Mark shape="unsure" /><span>{t("again.outdated", { why })}</span></p>}
      <Now again={again} />
      {again.outdated.length > 0 && !under && <div><button className="btn" disabled={action.busy} onClick={ask}>{t("again.ask")}</button></div>}
      {action.refusal !== null && <Refusal>{action.refusal}</Refusal>}
      {again.history.length > 1 && (
        <details className="more-details">
          <summary className="disc">{t("again.before", { count: again.history.length - 1 })}<Icon name="down" /></summary>
          {again.history.slice(1).map((one) => <Difference key={one.id} one={one} />)}
        </details>
      )}
    </section>
  );
}

function Now({ again }: { again: Again }) {
  const { t } = useTranslation();
  return (
    <div aria-live="polite">
      {again.now === "waiting" && <p className="second">{t("again.waiting")}</p>}
      {again.now === "working" && <p className="second">{t("again.working", { percent: Math.round(again.percent ?? 0) })}</p>}
      {again.now === "failed" && <Refusal>{t("again.failed", { why: again.sentence ?? "" })}</Refusal>}
    </div>
  );
}

/** "3 of 41 repetitions change", and which. */
function Difference({ one }: { one: Replaced }) {
  const { t } = useTranslation();
  const of = Math.max(one.before, one.after);
  return (
    <div className="difference">
      <p><strong>{t("again.changed", { count: one.changes.length, of })}</strong> <span className="second">{t("again.by", { name: one.asked_by, when: dayAndTime(one.ended_at, t) })}</span></p>
      {one.changes.length > 0 && <ul className="change-list">{one.changes.map((change) => <ChangeLine key={`${change.before ?? "-"}/${change.after ?? "-"}`} change={change} />)}</ul>}
      {one.left_behind.length > 0 && (
        <>
          <p className="second">{t("again.left_behind", { count: one.left_behind.length })}</p>
          <ul className="change-list">{one.left_behind.map((label) => <li key={label.repetition}><span className="num">{t("again.was", { n: label.repetition, at: clock(label.start_s, 1) })}</span><VerdictWord label={label.label} /></li>)}</ul>
        </>
      )}
      <p className="label">{t("again.kept", { when: dayAndTime(one.recorded_at, t) })}</p>
    </div>
  );
}

function ChangeLine({ change }: { change: Change }) {
  const { t } = useTranslation();
  const number = change.after ?? change.before ?? 0;
  return (
    <li>
      <span className="num">{t("again.repetition", { n: number, at: clock(change.start_s, 1) })}</span>
      {change.label_before === null ? <span className="second">{t("again.new")}</span> : <VerdictWord label={change.label_before} />}
      <span aria-hidden="true">→</span><span className="vh">{t("again.now_is")}</span>
      {change.label_after === null ? <span className="second">{t("again.gone")}</span> : <VerdictWord label={change.label_after} />}
    </li>
  );
}
