import { ANGLE_POINTS, BONES, DOTS, PART_BONES } from "./skeleton";
import { POINTS } from "./track";
import type { PoseTrack } from "./track";

export interface Picture {
  /** Where the picture lies on the canvas, canvas pixels. */
  x: number;
  y: number;
  width: number;
  height: number;
  /** Canvas pixels to one CSS pixel. */
  density: number;
}
export interface Ink {
  line: string;
  casing: string;
  fault: string;
}

/** Points less visible than this are not drawn: a hole says more than a guess. */
const LEAST_VISIBLE = 0.35;

/** Where a picture of `aspect` lies inside a box when it must be seen whole. */
export function contain(boxWidth: number, boxHeight: number, aspect: number): { x: number; y: number; width: number; height: number } {
  const width = Math.min(boxWidth, boxHeight * aspect);
  const height = width / aspect;
  return { x: (boxWidth - width) / 2, y: (boxHeight - height) / 2, width, height };
}

/** Draws one frame's skeleton, white on its casing; the limbs of `faults` (curve names) thicker and in the fault colour. */
export function drawSkeleton(context: CanvasRenderingContext2D, track: PoseTrack, frame: number, picture: Picture, ink: Ink, faults: readonly string[]): void {
  if (!track.hasPose(frame)) return;
  const at = (point: number): [number, number] => {
    const i = (frame * POINTS + point) * 2;
    return [picture.x + (track.points[i] ?? 0) * picture.width, picture.y + (track.points[i + 1] ?? 0) * picture.height];
  };
  const seen = (point: number) => (track.visibility[frame * POINTS + point] ?? 0) >= LEAST_VISIBLE;
  const scale = picture.density * Math.max(0.8, Math.min(1.6, picture.height / picture.density / 420));
  const faulty = new Set(faults.flatMap((name) => bonesOf(name)));

  context.lineCap = "round";
  context.lineJoin = "round";
  const stroke = (keep: (key: string) => boolean, width: number, colour: string) => {
    context.beginPath();
    for (const [a, b] of BONES) {
      if (!keep(boneKey(a, b)) || !seen(a) || !seen(b)) continue;
      context.moveTo(...at(a));
      context.lineTo(...at(b));
    }
    context.lineWidth = width * scale;
    context.strokeStyle = colour;
    context.stroke();
  };
  stroke(() => true, 5, ink.casing);
  stroke((key) => !faulty.has(key), 2.4, ink.line);
  stroke((key) => faulty.has(key), 7, ink.casing);
  stroke((key) => faulty.has(key), 4.2, ink.fault);
  for (const name of faults) drawArc(context, name, at, seen, scale, ink);
  for (const point of DOTS) {
    if (!seen(point)) continue;
    context.beginPath();
    context.arc(...at(point), 3.4 * scale, 0, 2 * Math.PI);
    context.fillStyle = ink.line;
    context.fill();
    context.lineWidth = 1.2 * scale;
    context.strokeStyle = ink.casing;
    context.stroke();
  }
}

function drawArc(context: CanvasRenderingContext2D, name: string, at: (point: number) => [number, number], seen: (point: number) => boolean, scale: number, ink: Ink): void {
  const points = ANGLE_POINTS[name];
  if (points === undefined || !points.every(seen)) return;
  const [a, joint, b] = points.map((point) => at(point)) as [[number, number], [number, number], [number, number]];
  const from = Math.atan2(a[1] - joint[1], a[0] - joint[0]);
  const to = Math.atan2(b[1] - joint[1], b[0] - joint[0]);
  const clockwise = (to - from + 2 * Math.PI) % (2 * Math.PI);
  for (const [width, colour] of [[4.2, ink.casing], [2, ink.fault]] as const) {
    context.beginPath();
    context.arc(joint[0], joint[1], 20 * scale, from, to, clockwise > Math.PI);
    context.lineWidth = width * scale;
    context.strokeStyle = colour;
    context.stroke();
  }
}

const boneKey = (a: number, b: number) => `${a}-${b}`;

function bonesOf(curve: string): string[] {
  const points = ANGLE_POINTS[curve];
  if (points === undefined) return (PART_BONES[curve] ?? []).map(([a, b]) => boneKey(a, b));
  const [a, joint, b] = points;
  return [boneKey(a, joint), boneKey(joint, b), boneKey(joint, a), boneKey(b, joint)];
}
