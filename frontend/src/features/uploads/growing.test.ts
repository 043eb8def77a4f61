import { expect, test } from "vitest";
import { Growing } from "./growing";

const never = () => false;
const text = async (blob: Blob | null) => (blob === null ? null : blob.text());

test("a read past the end waits for the next piece", async () => {
  const clip = new Growing([new Blob(["abc"])]);

  const reading = clip.read(3, 10, never);
  clip.push(new Blob(["de"]));

  const { value, done } = await reading;
  expect(await text(value)).toBe("de");
  expect(done).toBe(false);
});

test("the last bytes of a finished film say that they are the last", async () => {
  const clip = new Growing([new Blob(["abc"]), new Blob(["de"])], true);

  const { value, done } = await clip.read(1, 100, never);

  expect(await text(value)).toBe("bcde");
  expect(done).toBe(true);
});

test("a film finished after all bytes were sent ends with an empty piece", async () => {
  const clip = new Growing([new Blob(["abc"])]);

  const reading = clip.read(3, 10, never);
  clip.finish();

  expect(await reading).toEqual({ value: null, done: true });
});

test("a stopped reader is let go without bytes", async () => {
  const clip = new Growing();
  let stopped = false;

  const reading = clip.read(0, 10, () => stopped);
  stopped = true;
  clip.wake();

  await expect(reading).rejects.toThrow("stopped");
});
