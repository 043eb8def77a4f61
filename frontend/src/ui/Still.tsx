import { pictureOf } from "./pictures";

/** A mannequin for an exercise that has no picture yet: joints on a 100 by 100 sheet. */
type Point = [number, number];

const HEAD: Point = [50, 14];
const TRUNK: Point[] = [[57, 28], [43, 28], [45, 54], [55, 54]];
const LIMBS: Point[][] = [[[55, 54], [55, 71], [55, 88], [60, 90]], [[45, 54], [45, 71], [45, 88], [50, 90]], [[57, 28], [62, 42], [63, 55]], [[43, 28], [38, 42], [37, 55]]];

const path = (points: Point[]) => `M${points.map(([x, y]) => `${x} ${y}`).join("L")}`;

/** The telling posture: the how-to picture where there is one, else a mannequin. */
export function Still({ exercise, className }: { exercise: string | null; className?: string }) {
  const picture = exercise === null ? null : pictureOf(exercise, "far");
  if (picture !== null) return <img className={`${className ?? ""} pictured`} src={picture} alt="" />;
  const limbs = LIMBS.map(path).join("");
  const trunk = `${path(TRUNK)}Z`;
  return (
    <svg className={className} viewBox="2 2 96 96" aria-hidden="true">
      <g fill="none" stroke="var(--ink3)" strokeOpacity=".34" strokeLinecap="round" strokeLinejoin="round" strokeWidth="7.5">
        <path d={limbs} />
        <path d={trunk} fill="var(--ink3)" fillOpacity=".34" />
      </g>
      <circle cx={HEAD[0]} cy={HEAD[1]} r="6.5" fill="var(--ink3)" fillOpacity=".34" />
      <g fill="none" stroke="var(--ink)" strokeWidth="1.6" strokeLinecap="round" strokeLinejoin="round">
        <path d={limbs + trunk} />
      </g>
      {LIMBS.map((limb, i) => <circle key={i} cx={limb[1]?.[0]} cy={limb[1]?.[1]} r="1.9" fill="var(--ink)" />)}
    </svg>
  );
}
