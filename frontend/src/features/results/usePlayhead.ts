import { useEffect, useState, useSyncExternalStore } from "react";
import type { LiveRepetition } from "./applyEvents";
import type { Playhead, PlayheadState } from "./playhead";

export const usePlayheadState = (playhead: Playhead): PlayheadState => useSyncExternalStore(playhead.watchState, playhead.getState);

/** The repetition under the line, or the last one before it; draws anew only when it changes. */
export function useCurrentRepetition(playhead: Playhead, repetitions: readonly LiveRepetition[]): LiveRepetition | null {
  const [index, setIndex] = useState<number | null>(null);
  useEffect(
    () =>
      playhead.watchTime((time) => {
        const inside = repetitions.find((item) => time >= item.start_s - 0.001 && time < item.end_s);
        const before = repetitions.findLast((item) => item.start_s <= time);
        setIndex((inside ?? before ?? repetitions[0])?.index ?? null);
      }),
    [playhead, repetitions],
  );
  return repetitions.find((item) => item.index === index) ?? null;
}

/** The time under the line, rounded to `step_s`, for text. */
export function useTime(playhead: Playhead, step_s: number): number {
  const [time, setTime] = useState<number>(playhead.time);
  useEffect(() => playhead.watchTime((value) => setTime(Math.round(value / step_s) * step_s)), [playhead, step_s]);
  return time;
}
