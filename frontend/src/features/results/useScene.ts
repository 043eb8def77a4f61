import { useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { LandmarkChunk } from "../../api/types";
import type { LiveRepetition, ResultState } from "./applyEvents";
import { withUnit } from "./measures";
import type { Playhead } from "./playhead";
import { usePlayheadState } from "./usePlayhead";
import { useTrack } from "./useTrack";
import type { TrackView } from "./useTrack";
import { faultyParts } from "./verdicts";
import type { Fault } from "./VideoStage";

const NO_CHUNKS: readonly LandmarkChunk[] = [];

export interface Scene {
  view: TrackView;
  faults: Fault[];
  duration_s: number;
  /** How far the pose has been measured; null when all of it is. */
  measured_s: number | null;
}

/** What the stage and the timeline draw; while the work goes on, the line walks with it until someone takes hold of it. */
export function useScene(state: ResultState | null, playhead: Playhead, repetitions: readonly LiveRepetition[]): Scene {
  const { t } = useTranslation();
  const view = useTrack(state?.chunks ?? NO_CHUNKS);
  const assessment = state?.assessment;
  const working = assessment !== undefined && (assessment.state === "working" || assessment.state === "queued");
  const duration_s = assessment?.video?.duration_s ?? assessment?.duration_s ?? view.track.end();
  const { playing } = usePlayheadState(playhead);
  const led = useRef<number>(0);
  useEffect(() => playhead.setDuration(duration_s), [playhead, duration_s]);

  useEffect(() => {
    if (!working || playing || view.track.length === 0) return;
    // Somebody moved the line: it stays where it was put.
    if (Math.abs(playhead.time - led.current) > 0.25) return;
    led.current = view.track.end();
    playhead.show(led.current);
  }, [working, playing, view, playhead]);

  const faults = useMemo<Fault[]>(
    () =>
      repetitions.flatMap((repetition) =>
        repetition.findings.map((finding) => {
          const measured = faultyParts(finding, repetition.side).filter((part) => !view.track.curves.has(part) || seenDuring(view, part, finding.start_s, finding.end_s));
          const parts = measured.length > 0 ? measured : faultyParts(finding, repetition.side);
          const value = finding.measured === null ? "" : ` ${withUnit(finding.measured, finding.unit)}`;
          return { parts, start_s: finding.start_s, end_s: finding.end_s, tag: `${t(`part.${finding.joint ?? "body"}`, { defaultValue: finding.joint ?? "" })}${value}` };
        }),
      ),
    [repetitions, view, t],
  );
  return { view, faults, duration_s, measured_s: working ? view.track.end() : null };
}

function seenDuring(view: TrackView, curve: string, start_s: number, end_s: number): boolean {
  const values = view.track.curves.get(curve) ?? [];
  for (let i = 0; i < view.track.length; i++) {
    const time = view.track.times[i] ?? 0;
    if (time >= start_s && time <= end_s && values[i] != null) return true;
  }
  return false;
}
