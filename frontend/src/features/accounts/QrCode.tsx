import { useMemo } from "react";
import { encode } from "uqr";

/** Drawn here, so that the secret goes nowhere. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { path, size } = useMemo(() => {
    const code = encode(text, { border: 2 });
    let drawn = "";
    code.data.forEach((row, y) => row.forEach((dark, x) => {
      if (dark) drawn += `M${x} ${y}h1v1h-1z`;
    }));
    return { path: drawn, size: code.size };
  }, [text]);
  return (
    <svg className="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <path d={path} fill="#000" />
    </svg>
  );
}
