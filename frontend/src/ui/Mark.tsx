export type MarkShape = "correct" | "incorrect" | "unsure" | "partial" | "ghost";

/** A verdict is a shape, a word and a colour, in that order; this is the shape. */
export function Mark({ shape }: { shape: MarkShape }) {
  if (shape === "ghost") return <span className="ghostmk" aria-hidden="true" />;
  return (
    <svg className={`mk is-${shape}`} viewBox="0 0 12 12" aria-hidden="true">
      {shape === "correct" && <circle cx="6" cy="6" r="5.2" fill="currentColor" />}
      {shape === "incorrect" && <path d="M6 0 12 6 6 12 0 6Z" fill="currentColor" />}
      {shape === "partial" && <><path d="M6 1.200a4.800 4.800 0 0 0 0 9.600Z" fill="currentColor" /><circle cx="6" cy="6" r="5.2" fill="none" stroke="currentColor" strokeWidth="1.2" /></>}
      {shape === "unsure" && <circle cx="6" cy="6" r="4.6" fill="none" stroke="currentColor" strokeWidth="1.8" />}
    </svg>
  );
}
