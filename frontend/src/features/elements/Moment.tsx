import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { drawSkeleton } from "../../pose/draw";
import { LEFT, RIGHT } from "../../pose/skeleton";
import type { PoseTrack } from "../../pose/track";
import { POINTS } from "../../pose/track";
import { seconds } from "../../pose/units";

interface Props {
  track: PoseTrack;
  version: number;
  at_s: number;
  /** Width over height of the video. */
  aspect: number;
  name: string;
}

/** The posture that decides, from the landmarks alone: no picture of the person. */
export function Moment({ track, version, at_s, aspect, name }: Props) {
  const { t } = useTranslation();
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext("2d");
    const frame = track.frameAt(seconds(at_s));
    if (element == null || context == null) return;
    const density = window.devicePixelRatio;
    element.width = Math.round(element.clientWidth * density);
    element.height = Math.round(element.clientHeight * density);
    context.clearRect(0, 0, element.width, element.height);
    if (frame < 0 || !track.hasPose(frame)) return;
    const css = getComputedStyle(element);
    const ink = { line: css.getPropertyValue("--v-ink"), casing: css.getPropertyValue("--v-casing"), fault: css.getPropertyValue("--v-incorrect") };
    drawSkeleton(context, track, frame, cropped(track, frame, aspect, element.width, element.height, density), ink, []);
  }, [track, version, at_s, aspect]);
  return <canvas ref={canvas} className="moment" role="img" aria-label={t("elements.moment", { name })} />;
}

/** Where the whole picture lies when the body fills the canvas. */
function cropped(track: PoseTrack, frame: number, aspect: number, width: number, height: number, density: number) {
  let [left, top, right, bottom] = [1, 1, 0, 0];
  for (const point of [0, ...Object.values(LEFT), ...Object.values(RIGHT)]) {
    const at = (frame * POINTS + point) * 2;
    const [x, y] = [track.points[at] ?? 0, track.points[at + 1] ?? 0];
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  const tall = Math.min((0.84 * height) / Math.max(bottom - top, 0.01), (0.84 * width) / Math.max((right - left) * aspect, 0.01));
  const wide = tall * aspect;
  // The pen's width is meant for a whole picture on a stage.
  return { x: width / 2 - ((left + right) / 2) * wide, y: height / 2 - ((top + bottom) / 2) * tall, width: wide, height: tall, density: density * 0.55 };
}
