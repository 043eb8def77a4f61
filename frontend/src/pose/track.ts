import { norm, seconds } from "./units";
import type { Norm, Seconds } from "./units";

export const POINTS = 33;
const FLAG_NO_POSE = 1;
const GROWTH = 2;

/** The wire form of some frames: base64 of little-endian uint16 [count, 33, 2] and uint8 [count, 33]. */
export interface Chunk {
  start: number;
  count: number;
  t_s: number[];
  xy_b64: string;
  visibility_b64: string;
  flags: number[];
  curves: Record<string, (number | null)[]>;
}

/** Code to share of the picture: code / 32768 - 0.5. */
export const decodeCode = (code: number): Norm => norm(code / 32768 - 0.5);

function bytes(text: string): Uint8Array {
  const plain = atob(text);
  const out = new Uint8Array(plain.length);
  for (let i = 0; i < plain.length; i++) out[i] = plain.charCodeAt(i);
  return out;
}

/** All frames measured so far, growing in place; read by drawing code at up to 60 Hz without garbage. */
export class PoseTrack {
  length = 0;
  times = new Float64Array(256);
  /** [frame, point, x|y], shares of the picture. */
  points = new Float32Array(256 * POINTS * 2);
  /** [frame, point], 0..1 */
  visibility = new Float32Array(256 * POINTS);
  flags = new Uint8Array(256);
  readonly curves = new Map<string, (number | null)[]>();

  append(chunk: Chunk): void {
    this.cut(chunk.start);
    this.reserve(this.length + chunk.count);
    const xy = bytes(chunk.xy_b64);
    const view = new DataView(xy.buffer);
    const at = this.length;
    for (let i = 0; i < chunk.count * POINTS * 2; i++) this.points[at * POINTS * 2 + i] = decodeCode(view.getUint16(i * 2, true));
    const seen = bytes(chunk.visibility_b64);
    for (let i = 0; i < chunk.count * POINTS; i++) this.visibility[at * POINTS + i] = (seen[i] ?? 0) / 255;
    for (let i = 0; i < chunk.count; i++) {
      this.times[at + i] = chunk.t_s[i] ?? 0;
      this.flags[at + i] = chunk.flags[i] ?? 0;
    }
    for (const [name, values] of Object.entries(chunk.curves)) {
      const curve = this.curves.get(name) ?? new Array<null>(at).fill(null);
      for (const value of values) curve.push(value);
      this.curves.set(name, curve);
    }
    this.length += chunk.count;
  }

  clear(): void {
    this.cut(0);
  }

  /** The frame on show at `time`: the last one that has begun, with half a frame of grace; -1 outside what was measured. */
  frameAt(time: Seconds): number {
    if (this.length === 0) return -1;
    const grace = 0.004;
    let low = 0;
    let high = this.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.times[middle] ?? 0) <= time + grace) low = middle;
      else high = middle - 1;
    }
    const gap = time - (this.times[low] ?? 0);
    return gap > 2 * this.interval() + 0.1 || gap < -0.1 ? -1 : low;
  }

  hasPose(frame: number): boolean {
    return frame >= 0 && frame < this.length && ((this.flags[frame] ?? 0) & FLAG_NO_POSE) === 0;
  }

  valueAt(curve: string, time: Seconds): number | null {
    const frame = this.frameAt(time);
    return frame < 0 ? null : (this.curves.get(curve)?.[frame] ?? null);
  }

  /** Mean time between frames, seconds. */
  interval(): number {
    return this.length < 2 ? 1 / 30 : ((this.times[this.length - 1] ?? 0) - (this.times[0] ?? 0)) / (this.length - 1);
  }

  end(): Seconds {
    return seconds(this.length === 0 ? 0 : (this.times[this.length - 1] ?? 0));
  }

  private cut(length: number): void {
    if (length >= this.length) return;
    this.length = length;
    for (const values of this.curves.values()) values.length = Math.min(values.length, length);
  }

  private reserve(length: number): void {
    if (length <= this.times.length) return;
    const room = Math.max(length, this.times.length * GROWTH);
    const grow = <A extends Float32Array | Float64Array | Uint8Array>(old: A, fresh: A): A => {
      fresh.set(old);
      return fresh;
    };
    this.times = grow(this.times, new Float64Array(room));
    this.points = grow(this.points, new Float32Array(room * POINTS * 2));
    this.visibility = grow(this.visibility, new Float32Array(room * POINTS));
    this.flags = grow(this.flags, new Uint8Array(room));
  }
}
