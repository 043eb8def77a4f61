import type { ReactNode } from "react";
import type { ElementFound } from "./elements";
import type { Assessment } from "./types";
import type { PoseTrack } from "../pose/track";

/** What the result page hands over of a clip that was sent as a routine. */
export interface RoutineSlots {
  org: string;
  assessment: Assessment;
  /** As they come; once there is a report, those of the report. */
  found: readonly ElementFound[];
  track: PoseTrack;
  version: number;
  duration_s: number;
  aspect: number;
  over: boolean;
  /** The element under the line. */
  current: number | null;
  onShow: (start_s: number, end_s: number) => void;
  onMoment: (at_s: number) => void;
  stage: ReactNode;
  timeline: (lanes: ReactNode) => ReactNode;
  progress: ReactNode;
  foot: ReactNode;
}
