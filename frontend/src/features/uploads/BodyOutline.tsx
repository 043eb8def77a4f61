import type { Exercise } from "../../api/types";

/** The place to stand, sit, lie or hang in, drawn as the start posture's outline from where the phone should be. */
interface Outline {
  box: string;
  path: string;
}

const FRONT: Outline = { box: "0 0 200 380", path: "M100 8c15 0 25 12 24 28-1 12-5 20-9 25 4 9 12 9 25 13 14 5 20 16 21 32l5 74c1 10-4 16-12 16s-12-5-13-13l-6-60-2 76-4 122c0 10-6 16-14 16s-13-6-13-15l-2-108-2 108c0 9-5 15-13 15s-14-6-14-16l-4-122-2-76-6 60c-1 8-5 13-13 13s-13-6-12-16l5-74c1-16 7-27 21-32 13-4 21-4 25-13-4-5-8-13-9-25-1-16 9-28 24-28Z" };
const SIDE: Outline = { box: "0 0 200 380", path: "M104 8c16 0 24 12 22 28 0 12-6 20-10 28 14 8 24 22 22 42-2 24-10 34-9 54 1 18 13 24 12 44-1 24-7 40-10 58-2 14-1 22 2 36 4 20-5 38-6 54 0 12-1 19-9 19H70c-10 0-12-9-4-13l28-12c6-10 9-24 7-40-3-14-9-26-9-44-2-26-6-42-6-66 0-28-4-46-4-68 0-24 2-42 12-54-4-6-10-10-12-18-4-10-4-20-2-28 3-13 12-20 24-20Z" };
const SEATED: Outline = { box: "20 0 190 330", path: "M150 8c16 0 24 12 22 28-1 12-6 20-10 28 16 8 26 24 26 46 0 30 4 50 4 74 0 22-14 28-32 28l-56 2c-4 26-4 56-4 78 0 12-4 18-12 18H46c-10 0-12-9-4-13l24-9c4-26-2-52-4-80-2-20 8-32 26-34l44-4c-4-20-6-40-4-58 0-16 4-28 12-38-6-6-10-12-12-20-4-14 0-28 4-34 4-8 10-12 18-12Z" };
const LYING: Outline = { box: "0 0 320 130", path: "M40 36c14-2 22 8 24 16 20-8 56-8 86-2 40 6 90 12 126 12 8-12 14-18 20-16 6 2 4 14 2 26 0 10-6 14-16 14l-132 4c-40 2-70 2-86-6-6 8-18 10-28 6-16-6-20-22-16-36 4-12 10-17 20-18Z" };
const SUPPORT: Outline = { box: "0 0 320 180", path: "M24 52c10-8 24-6 30 4 20 4 60 10 110 20 40 8 86 18 128 28 8 2 12 8 10 15-2 6-8 9-15 8l-122-18c-26-2-52-6-78-12l10 40c2 8-2 14-9 15-6 1-11-3-14-10l-16-56c-12-2-22-2-30-6-12-6-14-20-4-28Z" };
const HANGING: Outline = { box: "0 0 200 425", path: "M66 12c8-2 14 4 14 12l6 52c-6-6-8-14-8-22-1-16 9-26 22-26s23 10 22 26c0 8-2 16-8 22l6-52c0-8 6-14 14-12 7 1 10 8 9 16l-7 82c-2 16-8 26-8 40l-2 60-2 90-4 98c-1 10-6 16-12 16s-8-6-8-14V300v100c0 8-2 14-8 14s-11-6-12-16l-4-98-2-90-2-60c0-14-6-24-8-40l-7-82c-1-8 2-15 9-16Z" };

function outlineOf(exercise: Exercise | null): Outline {
  switch (exercise?.posture) {
    case "seated": return SEATED;
    case "lying": return LYING;
    case "support": return SUPPORT;
    case "hanging": return HANGING;
    default: return exercise?.view === "side" ? SIDE : FRONT;
  }
}

export function BodyOutline({ exercise }: { exercise: Exercise | null }) {
  const { box, path } = outlineOf(exercise);
  return (
    <svg className="outline" viewBox={box} preserveAspectRatio="xMidYMid meet" aria-hidden="true">
      <path d={path} fill="none" stroke="var(--v-casing)" strokeWidth="6" strokeLinejoin="round" />
      <path d={path} fill="none" stroke="var(--v-ink)" strokeWidth="2.600" strokeLinejoin="round" />
    </svg>
  );
}
