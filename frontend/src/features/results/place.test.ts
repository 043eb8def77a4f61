import { expect, test } from "vitest";
import { moved } from "./place";

test("the first arrow key sets the ring in the middle, the next ones move it", () => {
  expect(moved(null, "ArrowLeft")).toEqual({ x: 0.5, y: 0.5 });
  expect(moved({ x: 0.5, y: 0.5 }, "ArrowLeft")).toEqual({ x: 0.48, y: 0.5 });
  expect(moved({ x: 0.5, y: 0.5 }, "ArrowDown")).toEqual({ x: 0.5, y: 0.52 });
});

test("the ring stays inside the picture, and other keys leave it alone", () => {
  expect(moved({ x: 0.99, y: 0 }, "ArrowRight")).toEqual({ x: 1, y: 0 });
  expect(moved({ x: 0.5, y: 0.01 }, "ArrowUp")).toEqual({ x: 0.5, y: 0 });
  expect(moved({ x: 0.5, y: 0.5 }, "Tab")).toBeNull();
});
