import { useEffect, useId, useMemo, useRef, useState } from "react";
import type { KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { findExercises, foundAlias } from "../../api/catalogue";
import type { Exercise } from "../../api/types";
import { Dialog } from "../../ui/Dialog";
import { Still } from "../../ui/Still";
import { useNarrow } from "../../ui/useNarrow";
import { HowTo } from "./HowTo";

/** How far Page Up and Page Down go. */
const PAGE = 5;

interface Props {
  exercises: readonly Exercise[];
  value: string | null;
  onChoose: (id: string | null) => void;
  onClose: () => void;
}

/** The catalogue as a combobox whose list stays open: type to find, arrows to walk, Enter to take. */
export function ExerciseSheet({ exercises, value, onChoose, onClose }: Props) {
  const { t } = useTranslation();
  const narrow = useNarrow();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const [search, setSearch] = useState("");
  const [walkedTo, setWalkedTo] = useState<string | null>(value);
  const groups = useMemo(() => findExercises(exercises, search, (group) => t(`group.${group}`)), [exercises, search, t]);
  const found = groups.flatMap((group) => group.items);
  // The last choice is to name none; its id is empty.
  const order = [...found.map((item) => item.id), ""];
  const active = walkedTo !== null && order.includes(walkedTo) ? walkedTo : (order[0] ?? "");
  const shown = found.find((item) => item.id === active) ?? null;

  // On a phone the keys would cover the list: there they come when the field is touched.
  useEffect(() => {
    if (!narrow) input.current?.focus();
  }, [narrow]);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }, [active]);

  const take = (exercise: string) => onChoose(exercise === "" ? null : exercise);
  const onKey = (event: KeyboardEvent) => {
    const by = { ArrowDown: 1, ArrowUp: -1, PageDown: PAGE, PageUp: -PAGE }[event.key];
    if (event.key === "Enter") take(active);
    else if (by === undefined) return;
    else setWalkedTo(order[Math.min(Math.max(0, order.indexOf(active) + by), order.length - 1)] ?? null);
    event.preventDefault();
  };
  const option = (exercise: string) => ({
    id: `${id}-${exercise}`,
    role: "option",
    "aria-selected": exercise === active,
    onClick: () => take(exercise),
    onPointerMove: () => setWalkedTo(exercise),
  });
  return (
    <Dialog title={t("picker.choose")} sheet onClose={onClose}>
      <div className="picker">
        <input ref={input} className="search" role="combobox" aria-label={t("picker.find")} placeholder={t("picker.find")} aria-expanded="true" aria-autocomplete="list" aria-controls={`${id}-list`} aria-activedescendant={`${id}-${active}`}
          autoComplete="off" enterKeyHint="done" value={search} onChange={(event) => { setSearch(event.target.value); setWalkedTo(null); }} onKeyDown={onKey} />
        <p className="vh" role="status">{search === "" ? "" : t("picker.found", { count: found.length })}</p>
        <div className="picker-list" role="listbox" id={`${id}-list`} aria-label={t("upload.exercise")} ref={list}>
          {groups.map(({ group, items }) => (
            <div key={group} role="group" aria-labelledby={`${id}-${group}-name`}>
              <div id={`${id}-${group}-name`} role="presentation" className="label">{t(`group.${group}`)}</div>
              {items.map((item) => {
                const alias = foundAlias(item, search);
                return (
                  <div key={item.id} {...option(item.id)}>
                    <Still exercise={item.id} className="still" />
                    <span>{item.name}{alias !== null && <span className="second">, {t("picker.also", { name: alias })}</span>}</span>
                    <span className="label view">{t(`view.${item.view}`)}</span>
                  </div>
                );
              })}
            </div>
          ))}
          {found.length === 0 && <div role="presentation" className="second">{t("picker.nothing")}</div>}
          <div {...option("")} className="without"><span>{t("picker.without")}<span className="second">{t("picker.without_hint")}</span></span></div>
        </div>
        {!narrow && (
          <aside className="picker-shown" aria-hidden="true">
            {shown !== null && (
              <>
                <HowTo exercise={shown} />
                <strong className="t18">{shown.name}</strong>
                <p>{shown.start_position}</p>
                <p className="second">{t(`view.${shown.view}`)}. {shown.camera_advice}</p>
              </>
            )}
          </aside>
        )}
      </div>
    </Dialog>
  );
}
