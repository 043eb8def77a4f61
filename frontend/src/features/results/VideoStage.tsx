import { useEffect, useRef, useState } from "react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Assessment, Quality } from "../../api/types";
import { contain, drawSkeleton } from "../../pose/draw";
import { TAG_POINT } from "../../pose/skeleton";
import { POINTS } from "../../pose/track";
import { Icon } from "../../ui/Icon";
import { Mark } from "../../ui/Mark";
import { HangingLine } from "../../ui/Plumb";
import { PictureChip } from "./PictureChip";
import type { Playhead } from "./playhead";
import { RATES } from "./playhead";
import { usePlayheadState } from "./usePlayhead";
import type { TrackView } from "./useTrack";

export interface Fault {
  /** Curves or parts to draw in the fault colour. */
  parts: string[];
  /** The words beside the joint: "L knee 84°". */
  tag: string;
  start_s: number;
  end_s: number;
}

interface Props {
  assessment: Assessment;
  view: TrackView;
  playhead: Playhead;
  faults: readonly Fault[];
  chip: ReactNode;
  quality: readonly Quality[];
}

/** The video with what was measured drawn over it, frame by frame as shown. */
export function VideoStage({ assessment, view, playhead, faults, chip, quality }: Props) {
  const { t } = useTranslation();
  const stage = useRef<HTMLDivElement>(null);
  const video = useRef<HTMLVideoElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const tag = useRef<HTMLSpanElement>(null);
  const { rate } = usePlayheadState(playhead);
  const [filled, setFilled] = useState(false);
  const [broken, setBroken] = useState(false);
  const picture = assessment.video;
  // No poster: it shows another moment than the skeleton. The fragment makes phones draw the first frame.
  const source = picture === null ? undefined : `${picture.url}#t=0.001`;

  useEffect(() => (video.current === null ? undefined : playhead.attach(video.current)), [playhead, source]);

  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext("2d");
    if (element == null || context == null || picture == null) return undefined;
    const css = getComputedStyle(element);
    const ink = { line: css.getPropertyValue("--v-ink"), casing: css.getPropertyValue("--v-casing"), fault: css.getPropertyValue("--v-incorrect") };
    const draw = () => {
      const density = window.devicePixelRatio;
      const [width, height] = [element.clientWidth, element.clientHeight];
      if (element.width !== Math.round(width * density)) element.width = Math.round(width * density);
      if (element.height !== Math.round(height * density)) element.height = Math.round(height * density);
      context.clearRect(0, 0, element.width, element.height);
      const place = contain(element.width, element.height, picture.width_px / picture.height_px);
      const frame = view.track.frameAt(playhead.time);
      const now = faults.filter((fault) => playhead.time >= fault.start_s - 0.02 && playhead.time <= fault.end_s + 0.02);
      drawSkeleton(context, view.track, frame, { ...place, density }, ink, now.flatMap((fault) => fault.parts));
      placeTag(tag.current, now[0] ?? null, view, frame, place, element);
    };
    const stop = playhead.watchTime(draw);
    const observer = new ResizeObserver(draw);
    observer.observe(element);
    return () => {
      stop();
      observer.disconnect();
    };
  }, [playhead, view, faults, picture]);

  const fill = () => {
    const element = stage.current;
    if (element === null) return;
    if (filled) setFilled(false);
    else if (document.fullscreenElement !== null) void document.exitFullscreen();
    // iPhones give full screen to bare videos only; there the stage fills the window itself, skeleton included.
    else if (document.fullscreenEnabled) element.requestFullscreen().catch(() => setFilled(true));
    else setFilled(true);
  };
  useEffect(() => {
    if (!filled) return undefined;
    const leave = (event: KeyboardEvent) => {
      if (event.key === "Escape") setFilled(false);
    };
    window.addEventListener("keydown", leave);
    return () => window.removeEventListener("keydown", leave);
  }, [filled]);

  const nextRate = RATES[(RATES.findIndex((value) => value === rate) + 1) % RATES.length] ?? 1;
  return (
    <div ref={stage} className={filled ? "video filled" : "video"} data-testid="stage" style={picture === null ? {} : { "--aspect": picture.width_px / picture.height_px }}>
      {picture !== null && source !== undefined && (
        <video ref={video} src={source} playsInline muted preload="auto" aria-label={t("result.video_label", { name: assessment.participant.name })}
          onClick={() => playhead.toggle()} onError={() => setBroken(true)} onLoadedData={() => setBroken(false)} />
      )}
      <canvas ref={canvas} aria-hidden="true" data-testid="skeleton" />
      <span ref={tag} className="vtag" hidden><span className="v-incorrect"><Mark shape="incorrect" /></span><span /></span>
      {(picture === null || broken) && (
        <div className="wait">
          <HangingLine length={76} />
          <p>{broken ? t("result.video_broken") : t(["failed", "parked", "cancelled"].includes(assessment.state) ? "result.video_none" : "result.video_later")}</p>
        </div>
      )}
      {chip !== null && <span className="chip">{chip}</span>}
      {picture !== null && <PictureChip quality={quality} playhead={playhead} />}
      {picture !== null && (
        <div className="corner">
          <button onClick={() => playhead.setRate(nextRate)} aria-label={t("result.speed", { rate })}>{rate}×</button>
          <button onClick={fill} aria-label={t("result.full")}><Icon name="full" /></button>
        </div>
      )}
    </div>
  );
}

function placeTag(element: HTMLSpanElement | null, fault: Fault | null, view: TrackView, frame: number, place: { x: number; y: number; width: number; height: number }, canvas: HTMLCanvasElement): void {
  if (element === null) return;
  const point = fault === null ? undefined : TAG_POINT[fault.parts[0] ?? ""];
  if (fault === null || point === undefined || !view.track.hasPose(frame)) {
    element.hidden = true;
    return;
  }
  const i = (frame * POINTS + point) * 2;
  const x = (place.x + (view.track.points[i] ?? 0) * place.width) / canvas.width;
  const y = (place.y + (view.track.points[i + 1] ?? 0) * place.height) / canvas.height;
  element.hidden = false;
  const words = element.lastElementChild;
  if (words !== null && words.textContent !== fault.tag) words.textContent = fault.tag;
  element.style.left = `${Math.min(82, x * 100 + 3.5)}%`;
  element.style.top = `${Math.max(4, Math.min(94, y * 100))}%`;
}
