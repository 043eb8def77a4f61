import { useEffect, useState, useSyncExternalStore } from "react";
import type { Playhead, PlayheadState } from "./playhead";

export const usePlayheadState = (playhead: Playhead): PlayheadState => useSyncExternalStore(playhead.watchState, playhead.getState);

/** A repetition or an element: what has a number and a span. */
interface Spanned {
  index: number;
  start_s: number;
  end_s: number;
}

/** The one under the line, or the last one before it; draws anew only when it changes. */
export function useCurrent<T extends Spanned>(playhead: Playhead, items: readonly T[]): T | null {
  const [index, setIndex] = useState<number | null>(null);
  useEffect(
    () =>
      playhead.watchTime((time) => {
        const inside = items.find((item) => time >= item.start_s - 0.001 && time < item.end_s);
        const before = items.findLast((item) => item.start_s <= time);
        setIndex((inside ?? before ?? items[0])?.index ?? null);
      }),
    [playhead, items],
  );
  return items.find((item) => item.index === index) ?? null;
}

/** The time under the line, rounded to `step_s`, for text. */
export function useTime(playhead: Playhead, step_s: number): number {
  const [time, setTime] = useState<number>(playhead.time);
  useEffect(() => playhead.watchTime((value) => setTime(Math.round(value / step_s) * step_s)), [playhead, step_s]);
  return time;
}
