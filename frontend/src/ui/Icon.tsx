const PATHS = {
  play: "M5 3v14l12-7z",
  pause: "M5 3h3.6v14H5zM11.4 3H15v14h-3.6z",
  check: "M3.5 10.5 8 15l8.5-9.5",
  ring: "M16.8 10a6.800 6.800 0 1 1-13.600 0 6.800 6.800 0 0 1 13.600 0",
  dash: "M5 10h10",
  back: "M12.500 4 6.500 10l6 6",
  down: "m4 7.500 6 6 6-6",
  close: "m4.500 4.500 11 11m0-11-11 11",
  camera: "M2.500 6h9.800v8H2.500zM12.300 9l5.200-3v8l-5.200-3z",
  sound: "M3 8v4h3l4 3.500v-11L6 8zM13 7.500a4 4 0 0 1 0 5m2.500-7.500a7.500 7.500 0 0 1 0 10",
  mute: "M3 8v4h3l4 3.500v-11L6 8zM13 8l4 4m0-4-4 4",
  today: "M4 4.500h12v12H4zM4 8.500h12M7.500 2.500v3.500m5-3.500v3.500",
  results: "M3 16.500V11m4.700 5.500v-9m4.600 9V9M17 16.500V4",
  key: "M6.500 6.500a3.500 3.500 0 1 0 0 7 3.500 3.500 0 0 0 0-7M10 10h7.500v3M14 10v2.500",
  clock: "M16.800 10a6.800 6.800 0 1 1-13.600 0 6.800 6.800 0 0 1 13.600 0M10 6v4l2.800 1.700",
  full: "M3.500 8V3.500H8M12 3.500h4.500V8M16.500 12v4.500H12M8 16.500H3.500V12",
  person: "M10 3.500a3 3 0 1 0 0 6 3 3 0 0 0 0-6M4 17c0-3.300 2.700-5.500 6-5.500s6 2.200 6 5.500",
  plus: "M10 4v12M4 10h12",
  undo: "M7 5 3.500 8.500 7 12M4 8.500h7.500a4.500 4.500 0 0 1 0 9H8",
  flip: "M4 8a6.500 6.500 0 0 1 11.500-2M16 3v3.500h-3.500M16 12a6.500 6.500 0 0 1-11.500 2M4 17v-3.500h3.500",
} as const;
const FILLED: ReadonlySet<string> = new Set(["play", "pause"]);

export type IconName = keyof typeof PATHS;

export function Icon({ name, className }: { name: IconName; className?: string }) {
  const filled = FILLED.has(name);
  return (
    <svg className={className} viewBox="0 0 20 20" fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
      <path d={PATHS[name]} {...(filled ? { fill: "currentColor" } : {})} />
    </svg>
  );
}
