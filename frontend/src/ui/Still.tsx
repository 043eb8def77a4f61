import { pictureOf } from "./pictures";

/** A small mannequin in the telling posture of an exercise: joints on a 100 by 100 sheet. */
interface Pose {
  head: [number, number];
  trunk: [number, number][];
  limbs: [number, number][][];
}

const standing = (arms: [number, number][][]): Pose => ({ head: [50, 14], trunk: [[57, 28], [43, 28], [45, 54], [55, 54]], limbs: [[[55, 54], [55, 71], [55, 88], [60, 90]], [[45, 54], [45, 71], [45, 88], [50, 90]], ...arms] });

const POSES: Readonly<Record<string, Pose>> = {
  deep_squat: { head: [44, 22], trunk: [[55, 34], [41, 35], [56, 62], [64, 61]], limbs: [[[55, 34], [44, 43], [27, 41]], [[41, 35], [32, 42], [18, 40]], [[64, 61], [44, 66], [49, 85], [40, 88]], [[56, 62], [32, 65], [37, 84], [28, 87]]] },
  sit_to_stand: { head: [48, 22], trunk: [[53, 35], [43, 36], [55, 60], [63, 60]], limbs: [[[53, 35], [48, 47], [57, 49]], [[43, 36], [42, 48], [53, 50]], [[63, 60], [43, 64], [45, 86], [36, 88]], [[55, 60], [36, 63], [38, 84], [29, 86]]] },
  push_up: { head: [18, 50], trunk: [[28, 54], [27, 57], [58, 64], [58, 67]], limbs: [[[28, 54], [36, 68], [28, 80]], [[27, 57], [30, 70], [22, 80]], [[58, 64], [74, 71], [88, 78], [90, 82]], [[58, 67], [74, 74], [88, 80], [90, 84]]] },
  shoulder_abduction: standing([[[57, 28], [74, 24], [90, 18]], [[43, 28], [26, 24], [10, 18]]]),
  curl: standing([[[57, 28], [62, 44], [52, 33]], [[43, 28], [40, 44], [42, 58]]]),
  inline_lunge: { head: [50, 16], trunk: [[55, 29], [45, 29], [47, 56], [55, 56]], limbs: [[[55, 29], [59, 43], [57, 55]], [[45, 29], [42, 43], [43, 55]], [[55, 56], [36, 62], [38, 86], [29, 88]], [[47, 56], [60, 76], [78, 80], [80, 88]]] },
  deadlift: { head: [26, 36], trunk: [[37, 41], [35, 44], [62, 52], [64, 49]], limbs: [[[37, 41], [36, 56], [34, 68]], [[35, 44], [33, 57], [32, 69]], [[64, 49], [58, 68], [60, 87], [52, 89]], [[62, 52], [60, 70], [63, 88], [55, 90]]] },
  jumping_jack: { head: [50, 18], trunk: [[57, 31], [43, 31], [45, 55], [55, 55]], limbs: [[[57, 31], [69, 20], [77, 7]], [[43, 31], [31, 20], [23, 7]], [[55, 55], [64, 71], [72, 87], [78, 88]], [[45, 55], [36, 71], [28, 87], [22, 88]]] },
  plank: { head: [17, 56], trunk: [[27, 61], [27, 64], [56, 67], [56, 70]], limbs: [[[27, 61], [27, 77], [14, 78]], [[27, 64], [30, 79], [17, 80]], [[56, 67], [73, 71], [89, 77], [90, 82]], [[56, 70], [73, 74], [89, 79], [90, 84]]] },
};
const FALLBACK = standing([[[57, 28], [62, 42], [63, 55]], [[43, 28], [38, 42], [37, 55]]]);

const path = (points: [number, number][]) => `M${points.map(([x, y]) => `${x} ${y}`).join("L")}`;

/** The telling posture: the how-to picture where there is one, else a mannequin. */
export function Still({ exercise, className }: { exercise: string | null; className?: string }) {
  const picture = exercise === null ? null : pictureOf(exercise, "far");
  if (picture !== null) return <img className={className} src={picture} alt="" />;
  const pose = POSES[exercise ?? ""] ?? FALLBACK;
  const limbs = pose.limbs.map(path).join("");
  const trunk = `${path(pose.trunk)}Z`;
  return (
    <svg className={className} viewBox="2 2 96 96" aria-hidden="true">
      <g fill="none" stroke="var(--ink3)" strokeOpacity=".34" strokeLinecap="round" strokeLinejoin="round" strokeWidth="7.5">
        <path d={limbs} />
        <path d={trunk} fill="var(--ink3)" fillOpacity=".34" />
      </g>
      <circle cx={pose.head[0]} cy={pose.head[1]} r="6.5" fill="var(--ink3)" fillOpacity=".34" />
      <g fill="none" stroke="var(--ink)" strokeWidth="1.6" strokeLinecap="round" strokeLinejoin="round">
        <path d={limbs + trunk} />
      </g>
      {pose.limbs.map((limb, i) => <circle key={i} cx={limb[1]?.[0]} cy={limb[1]?.[1]} r="1.9" fill="var(--ink)" />)}
    </svg>
  );
}
