/** The 33 points of the pose network that are drawn, and the limbs between them. */
export const NOSE = 0;
export const LEFT = { ear: 7, shoulder: 11, elbow: 13, wrist: 15, index: 19, hip: 23, knee: 25, ankle: 27, heel: 29, toe: 31 } as const;
export const RIGHT = { ear: 8, shoulder: 12, elbow: 14, wrist: 16, index: 20, hip: 24, knee: 26, ankle: 28, heel: 30, toe: 32 } as const;

export type Bone = readonly [number, number];

const arm = (side: typeof LEFT | typeof RIGHT): Bone[] => [[side.shoulder, side.elbow], [side.elbow, side.wrist]];
const leg = (side: typeof LEFT | typeof RIGHT): Bone[] => [[side.hip, side.knee], [side.knee, side.ankle], [side.ankle, side.toe]];

export const BONES: readonly Bone[] = [
  [LEFT.shoulder, RIGHT.shoulder],
  [LEFT.hip, RIGHT.hip],
  [LEFT.shoulder, LEFT.hip],
  [RIGHT.shoulder, RIGHT.hip],
  ...arm(LEFT), ...arm(RIGHT), ...leg(LEFT), ...leg(RIGHT),
];

export const DOTS: readonly number[] = [LEFT, RIGHT].flatMap((side) => [side.shoulder, side.elbow, side.wrist, side.hip, side.knee, side.ankle]);

/** The three points of each angle that a curve measures: far end, joint, far end. */
export const ANGLE_POINTS: Readonly<Record<string, readonly [number, number, number]>> = {
  knee_left: [LEFT.hip, LEFT.knee, LEFT.ankle],
  knee_right: [RIGHT.hip, RIGHT.knee, RIGHT.ankle],
  hip_left: [LEFT.shoulder, LEFT.hip, LEFT.knee],
  hip_right: [RIGHT.shoulder, RIGHT.hip, RIGHT.knee],
  shoulder_left: [LEFT.hip, LEFT.shoulder, LEFT.elbow],
  shoulder_right: [RIGHT.hip, RIGHT.shoulder, RIGHT.elbow],
  elbow_left: [LEFT.shoulder, LEFT.elbow, LEFT.wrist],
  elbow_right: [RIGHT.shoulder, RIGHT.elbow, RIGHT.wrist],
};

/** Limbs to mark for a faulty part that has no angle of its own. */
export const PART_BONES: Readonly<Record<string, readonly Bone[]>> = {
  trunk_lean: [[LEFT.shoulder, LEFT.hip], [RIGHT.shoulder, RIGHT.hip]],
  ankle_left: [[LEFT.ankle, LEFT.toe]],
  ankle_right: [[RIGHT.ankle, RIGHT.toe]],
};

/** Where the tag of a curve or part is pinned. */
export const TAG_POINT: Readonly<Record<string, number>> = {
  ...Object.fromEntries(Object.entries(ANGLE_POINTS).map(([name, points]) => [name, points[1]])),
  trunk_lean: LEFT.shoulder,
  ankle_left: LEFT.ankle,
  ankle_right: RIGHT.ankle,
};
