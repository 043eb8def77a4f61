import { expect, test } from "vitest";
import type { Entry } from "./entries";
import { nextEntry } from "./entries";
import { Speed } from "./speed";

const entry = (id: string, values: Partial<Entry>): Entry => ({
  id, user: "u", org: "o", kind: "file", filename: id, type: "video/mp4", exercise: null, participant: null, size: 1, lastModified: 0, createdAt: 0, state: "waiting", url: null, assessment: null, offset: 0, reason: null, kept: true, ...values,
});

test("a film goes before files, and files go in order of arrival", () => {
  const queue = [entry("late", { createdAt: 2 }), entry("early", { createdAt: 1 }), entry("film", { kind: "film", createdAt: 3 })];

  expect(nextEntry(queue)?.id).toBe("film");
  expect(nextEntry(queue.slice(0, 2))?.id).toBe("early");
});

test("what is paused, refused, lost or sent is not sent by itself", () => {
  expect(nextEntry([entry("a", { state: "paused" }), entry("b", { state: "refused" }), entry("c", { state: "lost" }), entry("d", { state: "sent" })])).toBeNull();
});

test("what lost its connection is tried again", () => {
  expect(nextEntry([entry("a", { state: "offline" })])?.id).toBe("a");
});

test("speed is said once there is enough to measure, and forgets what was before a restart", () => {
  const speed = new Speed();
  speed.add(0, 0);
  expect(speed.bytesPerSecond()).toBeNull();
  speed.add(2_000, 1_000_000);
  expect(speed.bytesPerSecond()).toBe(500_000);
  speed.add(3_000, 0);
  expect(speed.bytesPerSecond()).toBeNull();
});
