import { useTranslation } from "react-i18next";
import { percent } from "./words";

const SIZE = 200;
const EDGE = 28;
const SMALLEST_R = 2.5;
const LARGEST_R = 9;

/** Reliability diagram: what was told against what came true; on the diagonal both are one. */
export function Reliability({ title, bins }: { title: string; bins: readonly (readonly number[])[] }) {
  const { t } = useTranslation();
  const most = Math.max(1, ...bins.map((bin) => bin[2] ?? 0));
  const points = bins.map(([told = 0, right = 0, n = 0]) => ({ told, right, n, r: SMALLEST_R + (LARGEST_R - SMALLEST_R) * Math.sqrt(n / most) }));
  const x = (share: number) => EDGE + share * SIZE;
  const y = (share: number) => 8 + (1 - share) * SIZE;
  return (
    <figure className="reliability">
      <figcaption>{title}</figcaption>
      <svg viewBox={`0 0 ${SIZE + EDGE + 12} ${SIZE + EDGE + 12}`} role="img" aria-label={t("models.diagram_of", { title })}>
        <rect x={x(0)} y={y(1)} width={SIZE} height={SIZE} className="frame" />
        <line x1={x(0)} y1={y(0)} x2={x(1)} y2={y(1)} className="diagonal" />
        <polyline points={points.map((one) => `${x(one.told)},${y(one.right)}`).join(" ")} className="way" />
        {points.map((one) => <circle key={one.told} cx={x(one.told)} cy={y(one.right)} r={one.r} className="bin" />)}
        {[0, 0.5, 1].map((share) => <text key={`x${share}`} x={x(share)} y={y(0) + 16} textAnchor="middle">{share}</text>)}
        {[0.5, 1].map((share) => <text key={`y${share}`} x={x(0) - 6} y={y(share) + 4} textAnchor="end">{share}</text>)}
      </svg>
      <details className="more-details">
        <summary className="disc">{t("models.as_table")}</summary>
        <table className="plain-table">
          <thead><tr><th className="end">{t("models.told")}</th><th className="end">{t("models.came_true")}</th><th className="end">{t("models.repetitions")}</th></tr></thead>
          <tbody>{points.map((one) => <tr key={one.told}><td className="end num">{percent(one.told)}</td><td className="end num">{percent(one.right)}</td><td className="end num">{one.n}</td></tr>)}</tbody>
        </table>
      </details>
    </figure>
  );
}
