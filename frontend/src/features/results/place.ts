/** A place in the picture, shares of its width and height from the top left. */
export interface Place {
  x: number;
  y: number;
}

const STEP = 0.02;
const MIDDLE: Place = { x: 0.5, y: 0.5 };
const WAYS: Readonly<Record<string, readonly [number, number]>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** Where an arrow key moves the place, kept inside the picture; the first one sets it in the middle. Null for other keys. */
export function moved(place: Place | null, key: string): Place | null {
  const way = WAYS[key];
  if (way === undefined) return null;
  if (place === null) return MIDDLE;
  const inside = (value: number) => Math.min(1, Math.max(0, Number(value.toFixed(3))));
  return { x: inside(place.x + way[0] * STEP), y: inside(place.y + way[1] * STEP) };
}
