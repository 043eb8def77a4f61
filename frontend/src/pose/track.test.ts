import { expect, test } from "vitest";
import type { Chunk } from "./track";
import { decodeCode, POINTS, PoseTrack } from "./track";
import { seconds } from "./units";

function chunk(start: number, times: number[], code = 32768): Chunk {
  const xy = new Uint8Array(times.length * POINTS * 4);
  const view = new DataView(xy.buffer);
  for (let i = 0; i < times.length * POINTS * 2; i++) view.setUint16(i * 2, code, true);
  const text = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes));
  return { start, count: times.length, t_s: times, xy_b64: text(xy), visibility_b64: text(new Uint8Array(times.length * POINTS).fill(255)), flags: times.map(() => 0), curves: { knee_left: times.map((time) => time * 100) } };
}

test.each([[0, -0.5], [16384, 0], [32768, 0.5], [49152, 1]])("code %i is the share %f of the picture", (code, share) => {
  expect(decodeCode(code)).toBe(share);
});

test("the frame on show is the last one that has begun", () => {
  const track = new PoseTrack();
  track.append(chunk(0, [0, 0.04, 0.08, 0.2]));

  expect([0, 0.039, 0.05, 0.15, 0.2].map((time) => track.frameAt(seconds(time)))).toEqual([0, 1, 1, 2, 3]);
  expect(track.frameAt(seconds(9))).toBe(-1);
});

test("chunks continue one track and a repeated one replaces what follows", () => {
  const track = new PoseTrack();
  track.append(chunk(0, [0, 0.1]));
  track.append(chunk(2, [0.2, 0.3]));
  track.append(chunk(2, [0.2]));

  expect(track.length).toBe(3);
  expect(track.curves.get("knee_left")).toEqual([0, 10, 20]);
  expect(track.points[0]).toBe(0.5);
});

test("a long clip outgrows its first room without losing frames", () => {
  const track = new PoseTrack();
  const times = Array.from({ length: 200 }, (_, i) => i / 30);
  track.append(chunk(0, times));
  track.append(chunk(200, times.map((time) => time + 200 / 30)));

  expect(track.frameAt(seconds(0))).toBe(0);
  expect(track.times[399]).toBeCloseTo(399 / 30, 6);
});
