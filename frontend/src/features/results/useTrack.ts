import { useRef } from "react";
import type { LandmarkChunk } from "../../api/types";
import { PoseTrack } from "../../pose/track";

export interface TrackView {
  track: PoseTrack;
  /** Grows with each change, so that drawings know when to draw again. */
  version: number;
}

/** Decodes each chunk once; the track grows in place. */
export function useTrack(chunks: readonly LandmarkChunk[]): TrackView {
  const kept = useRef<{ chunks: readonly LandmarkChunk[]; view: TrackView } | null>(null);
  kept.current ??= { chunks: [], view: { track: new PoseTrack(), version: 0 } };
  const last = kept.current;
  if (last.chunks !== chunks) {
    const { track, version } = last.view;
    const continues = last.chunks.every((chunk, i) => chunks[i] === chunk);
    if (!continues) track.clear();
    for (const chunk of chunks.slice(continues ? last.chunks.length : 0)) track.append(chunk);
    kept.current = { chunks, view: { track, version: version + 1 } };
  }
  return kept.current.view;
}
