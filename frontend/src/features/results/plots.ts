import type { Exercise } from "../../api/types";
import type { PoseTrack } from "../../pose/track";

/** One plot: a sided angle as two curves, or a curve that has no side. */
export interface PlotSpec {
  name: string;
  left: string;
  right: string | null;
}

const SIDED = ["knee", "hip", "shoulder", "elbow"];
const MOST_PLOTS = 2;

function spec(base: string): PlotSpec | null {
  const name = base.replace(/_(left|right)$/, "");
  if (SIDED.includes(name)) return { name, left: `${name}_left`, right: `${name}_right` };
  if (name === "body_line") return { name: "hip", left: "hip_left", right: "hip_right" };
  if (name === "thigh_lift") return { name: "hip", left: "hip_left", right: "hip_right" };
  return name === "trunk_lean" ? { name, left: name, right: null } : null;
}

/** The exercise's own curves first, then what moved most; two of them keep the page in one view. */
export function choosePlots(exercise: Exercise | null, track: PoseTrack): PlotSpec[] {
  const wanted = exercise === null ? [] : [exercise.principal.curve, ...exercise.curves.map((curve) => curve.name), "trunk_lean"];
  const byMovement = [...SIDED].toSorted((a, b) => travel(track, b) - travel(track, a));
  const chosen: PlotSpec[] = [];
  for (const base of [...wanted, ...byMovement, "trunk_lean"]) {
    const one = spec(base);
    if (one !== null && !chosen.some((known) => known.name === one.name)) chosen.push(one);
    if (chosen.length === MOST_PLOTS) break;
  }
  return chosen;
}

function travel(track: PoseTrack, base: string): number {
  let most = 0;
  for (const side of ["left", "right"]) {
    const values = (track.curves.get(`${base}_${side}`) ?? []).filter((value) => value !== null);
    if (values.length > 0) most = Math.max(most, values.reduce((a, b) => Math.max(a, b)) - values.reduce((a, b) => Math.min(a, b)));
  }
  return most;
}

/** Columns for uPlot: times, then one array a curve, with null where nothing was measured, so the line stops there. */
export function plotColumns(track: PoseTrack, one: PlotSpec): [number[], (number | null)[], (number | null)[]] {
  const times = Array.from(track.times.subarray(0, track.length));
  const column = (name: string | null) => (name === null ? times.map(() => null) : (track.curves.get(name) ?? times.map(() => null)));
  return [times, column(one.left), column(one.right)];
}

export function plotRange(columns: [number[], (number | null)[], (number | null)[]]): [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (const values of [columns[1], columns[2]]) {
    for (const value of values) {
      if (value === null) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  if (!Number.isFinite(low)) return [0, 180];
  const room = Math.max(6, (high - low) * 0.12);
  return [low - room, high + room];
}
