import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useSearchParams } from "react-router";
import { clipName, findExercises, ROUTINE } from "../../api/catalogue";
import { getExercises } from "../../api/endpoints";
import { useOrganisation } from "../../api/session";
import { useResource } from "../../api/useResource";
import { Empty } from "../../ui/Empty";
import { Refusal } from "../../ui/Field";
import { useKeys } from "../../ui/useKeys";
import { useTitle } from "../../ui/useTitle";
import { ALL, FILTERS } from "./filters";
import { QueueBones } from "./QueueBones";
import { QueueRow } from "./QueueRow";
import { useAssessments } from "./useAssessments";
import { byUrgency } from "./why";

/** The list of clips: for professionals what to review first, for participants their own, newest first. */
export function QueuePage() {
  const { t } = useTranslation();
  const membership = useOrganisation();
  const { org, role, kind } = membership;
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams();
  const find = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLOListElement>(null);
  const reviewer = membership.permissions.includes("assessment:review");
  const first = reviewer ? "review" : "all";
  const chosen = FILTERS.find((filter) => filter.id === (search.get("show") ?? first)) ?? ALL;
  const exercise = search.get("exercise") ?? "";
  const [q, setQ] = useState(search.get("q") ?? "");
  const exercises = useResource("exercises", getExercises);
  const groups = useMemo(() => findExercises(exercises.data ?? [], "", () => ""), [exercises.data]);
  const listed = useAssessments(org, { filter: chosen, exercise, q: search.get("q") ?? "" });
  const items = useMemo(() => (listed.items === null ? null : chosen.id === "review" ? listed.items.toSorted(byUrgency) : listed.items), [listed.items, chosen]);
  const [selected, setSelected] = useState(0);

  const change = (name: string, value: string) =>
    setSearch((before) => {
      const next = new URLSearchParams(before);
      if (value === "" || (name === "show" && value === first)) next.delete(name);
      else next.set(name, value);
      return next;
    }, { replace: true });
  useEffect(() => {
    const timer = setTimeout(() => {
      if (q !== (search.get("q") ?? "")) change("q", q);
    }, 250);
    return () => clearTimeout(timer);
  });
  const move = (by: number) => {
    const next = Math.min(Math.max(0, selected + by), (items?.length ?? 1) - 1);
    setSelected(next);
    list.current?.querySelectorAll<HTMLAnchorElement>("li > a")[next]?.focus();
  };
  const open = () => {
    const item = items?.[selected];
    if (item !== undefined) void navigate(`/o/${org}/clips/${item.id}`);
  };
  useKeys({ ArrowDown: () => move(1), ArrowUp: () => move(-1), j: () => move(1), k: () => move(-1), Enter: open, "/": () => find.current?.focus(), n: () => void navigate(`/o/${org}/new`) });

  const heading = items === null ? t("queue.title") : reviewer && chosen.id === "review" ? t("queue.to_review", { count: items.filter((item) => item.state === "done").length }) : t(role === "participant" ? "queue.yours" : "queue.title");
  useTitle(heading);
  const filtered = exercise !== "" || q !== "" || chosen.id !== first;
  const mayUpload = membership.permissions.includes("assessment:create");

  if (items !== null && items.length === 0 && !filtered) {
    return (
      <div className="empty">
        <Empty title={t(reviewer ? "queue.empty_review" : "queue.empty")} text={t(reviewer ? `queue.empty_review_${kind}` : role === "participant" ? "queue.empty_participant" : "queue.empty_text")}>
          <div className="row">
            {mayUpload && <Link className="btn main roomy" to={`/o/${org}/new`}>{t("queue.send")}</Link>}
            {reviewer && <button className="btn roomy" onClick={() => change("show", "all")}>{t("queue.show_all")}</button>}
          </div>
        </Empty>
      </div>
    );
  }
  return (
    <div className="wrap">
      <div className="qhead">
        <h1>{heading}</h1>
        <div className="filters" role="group" aria-label={t("queue.filter")}>
          {FILTERS.filter((filter) => reviewer || filter.id !== "review").map((filter) => (
            <button key={filter.id} aria-pressed={filter.id === chosen.id} onClick={() => change("show", filter.id)}>{t(`filter.${filter.id}`)}</button>
          ))}
        </div>
        <div className="push row gap8">
          <select className="search" aria-label={t("queue.exercise")} value={exercise} onChange={(event) => change("exercise", event.target.value)}>
            <option value="">{t("queue.every_exercise")}</option>
            <option value={ROUTINE}>{t("exercise.routine")}</option>
            {groups.map(({ group, items: named }) => <optgroup key={group} label={t(`group.${group}`)}>{named.map((item) => <option key={item.id} value={item.id}>{item.name}</option>)}</optgroup>)}
          </select>
          {role !== "participant" && <input ref={find} className="search" type="search" aria-label={t("queue.find")} placeholder={t("queue.find")} value={q} onChange={(event) => setQ(event.target.value)} />}
        </div>
      </div>
      {listed.error !== null && <div className="row space-below"><Refusal>{listed.error.message || t("failure.no_connection")}</Refusal><button className="btn" onClick={listed.reload}>{t("retry")}</button></div>}
      {items === null ? (
        listed.error === null && <QueueBones />
      ) : items.length === 0 ? (
        <p className="t18 second no-match">{t("queue.no_match")} <button className="link" onClick={() => { setQ(""); setSearch({}, { replace: true }); }}>{t("queue.clear")}</button></p>
      ) : (
        <ol className={role === "participant" ? "q own" : "q"} ref={list}>
          {items.map((item, i) => <QueueRow key={item.id} org={org} item={item} exercise={clipName(t, item.exercise, exercises.data)} selected={i === selected} onFocus={() => setSelected(i)} onItem={listed.replace} own={role === "participant"} />)}
        </ol>
      )}
      {listed.more !== null && <div className="more"><button className="btn" onClick={listed.loadMore}>{t("queue.more")}</button></div>}
      <div className="keys only-wide">
        <span><kbd>↑</kbd><kbd>↓</kbd> {t("queue.key_move")}</span>
        <span><kbd>↵</kbd> {t("queue.key_open")}</span>
        {role !== "participant" && <span><kbd>/</kbd> {t("queue.key_find")}</span>}
        {mayUpload && <span><kbd>N</kbd> {t("queue.send")}</span>}
        <span className="push">{t("intended")}</span>
      </div>
    </div>
  );
}
