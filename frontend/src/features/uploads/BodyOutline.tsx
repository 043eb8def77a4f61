/** The place to stand in, drawn as the start posture's outline: lying for exercises on the floor, sitting, or upright. */
const LYING = new Set(["push_up", "plank"]);

const UPRIGHT = "M100 8c15 0 25 12 24 28-1 12-5 20-9 25 4 9 12 9 25 13 14 5 20 16 21 32l5 74c1 10-4 16-12 16s-12-5-13-13l-6-60-2 76-4 122c0 10-6 16-14 16s-13-6-13-15l-2-108-2 108c0 9-5 15-13 15s-14-6-14-16l-4-122-2-76-6 60c-1 8-5 13-13 13s-13-6-12-16l5-74c1-16 7-27 21-32 13-4 21-4 25-13-4-5-8-13-9-25-1-16 9-28 24-28Z";
const ALONG = "M24 52c10-8 24-6 30 4 20 4 60 10 110 20 40 8 86 18 128 28 8 2 12 8 10 15-2 6-8 9-15 8l-122-18c-26-2-52-6-78-12l10 40c2 8-2 14-9 15-6 1-11-3-14-10l-16-56c-12-2-22-2-30-6-12-6-14-20-4-28Z";

export function BodyOutline({ exercise }: { exercise: string | null }) {
  const lying = LYING.has(exercise ?? "");
  return (
    <svg className="outline" viewBox={lying ? "0 0 320 180" : "0 0 200 380"} preserveAspectRatio="xMidYMid meet" aria-hidden="true">
      <path d={lying ? ALONG : UPRIGHT} fill="none" stroke="var(--v-casing)" strokeWidth="6" strokeLinejoin="round" />
      <path d={lying ? ALONG : UPRIGHT} fill="none" stroke="var(--v-ink)" strokeWidth="2.600" strokeLinejoin="round" />
    </svg>
  );
}
