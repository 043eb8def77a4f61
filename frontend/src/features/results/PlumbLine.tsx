import { useEffect, useRef } from "react";
import type { KeyboardEvent, PointerEvent } from "react";
import { useTranslation } from "react-i18next";
import { clock } from "../../i18n/format";
import { Weight } from "../../ui/Plumb";
import type { LiveRepetition } from "./applyEvents";
import type { Playhead } from "./playhead";

interface Props {
  playhead: Playhead;
  duration_s: number;
  frame_s: number;
  repetitions: readonly LiveRepetition[];
  onRepetition: (repetition: LiveRepetition) => void;
}

/** The signature: one line through all tracks. Dragged, or by keys: arrows a frame, with shift a repetition. */
export function PlumbLine({ playhead, duration_s, frame_s, repetitions, onRepetition }: Props) {
  const { t } = useTranslation();
  const line = useRef<HTMLDivElement>(null);
  const time = useRef<HTMLSpanElement>(null);
  const slider = useRef<HTMLDivElement>(null);

  useEffect(
    () =>
      playhead.watchTime((now) => {
        const share = duration_s <= 0 ? 0 : Math.min(1, now / duration_s);
        if (line.current !== null) {
          line.current.style.left = `${share * 100}%`;
          line.current.classList.toggle("late", share > 0.9);
        }
        if (time.current !== null) time.current.textContent = clock(now, 1);
        slider.current?.setAttribute("aria-valuenow", now.toFixed(2));
        slider.current?.setAttribute("aria-valuetext", clock(now, 1));
      }),
    [playhead, duration_s],
  );

  const jump = (direction: 1 | -1) => {
    const now = playhead.time;
    const target = direction === 1 ? repetitions.find((item) => item.start_s > now + 0.05) : repetitions.findLast((item) => item.start_s < now - 0.05);
    if (target !== undefined) onRepetition(target);
  };
  const onKey = (event: KeyboardEvent) => {
    const move = { ArrowLeft: -1, ArrowRight: 1, ArrowDown: -1, ArrowUp: 1 }[event.key];
    if (event.key === "Home") playhead.seek(0);
    else if (event.key === "End") playhead.seek(duration_s);
    else if (move === undefined) return;
    else if (event.shiftKey) jump(move === 1 ? 1 : -1);
    else playhead.seek(playhead.time + move * frame_s);
    event.preventDefault();
    event.stopPropagation();
  };
  const drag = (event: PointerEvent<HTMLDivElement>) => {
    if (event.type === "pointerdown") event.currentTarget.setPointerCapture(event.pointerId);
    else if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const box = line.current?.parentElement?.getBoundingClientRect();
    if (box !== undefined) playhead.seek(((event.clientX - box.left) / box.width) * duration_s);
  };

  return (
    <div className="over top-layer">
      <div className="plumb" ref={line}>
        <Weight />
        <span className="at" ref={time} />
        <div ref={slider} className="slider" role="slider" tabIndex={0} aria-label={t("timeline.line")} aria-valuemin={0} aria-valuemax={Number(duration_s.toFixed(2))} aria-valuenow={0} onKeyDown={onKey} onPointerDown={drag} onPointerMove={drag} />
      </div>
    </div>
  );
}
