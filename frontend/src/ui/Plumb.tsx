const WEIGHT = "M6 0c1 0 1.700.7 1.700 1.600V3L11 6.400c0 3.600-3 6.600-5 9.600-2-3-5-6-5-9.600L4.300 3V1.600C4.300.7 5 0 6 0Z";

/** The weight at the end of the line. */
export function Weight() {
  return (
    <svg viewBox="0 0 12 16" aria-hidden="true">
      <path d={WEIGHT} fill="currentColor" />
    </svg>
  );
}

/** The line let down from the top edge, `length` units long, with its weight. */
export function HangingLine({ length }: { length: number }) {
  return (
    <svg viewBox={`0 0 12 ${length + 12}`} preserveAspectRatio="xMinYMax meet" aria-hidden="true">
      <path d={`M6 0v${length}`} stroke="currentColor" strokeWidth="1.5" />
      <g transform={`translate(0 ${length - 4})`}>
        <path d={WEIGHT} fill="currentColor" />
      </g>
    </svg>
  );
}

/** The mark beside the name; `through` draws only the line, for a page on which it hangs further down. */
export function BrandMark({ through = false }: { through?: boolean }) {
  return (
    <svg viewBox="0 0 12 48" preserveAspectRatio="xMidYMin slice" aria-hidden="true">
      <path d={through ? "M6 0v48" : "M6 0v24"} stroke="currentColor" strokeWidth="1.5" />
      {!through && (
        <g transform="translate(0 19)">
          <path d={WEIGHT} fill="currentColor" />
        </g>
      )}
    </svg>
  );
}

/** Progress as the line walking along a rail. */
export function Walk({ percent }: { percent: number }) {
  return (
    <div className="walk" aria-hidden="true" style={{ "--p": `${percent}%` }}>
      <span />
      <Weight />
    </div>
  );
}
