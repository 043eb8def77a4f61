import { useMemo, useRef } from "react";
import type { CSSProperties, PointerEvent, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Exercise, Quality, Video } from "../../api/types";
import { clock } from "../../i18n/format";
import { seconds } from "../../pose/units";
import { Icon } from "../../ui/Icon";
import { Mark } from "../../ui/Mark";
import { useNarrow } from "../../ui/useNarrow";
import { AnglePlot } from "./AnglePlot";
import type { LiveRepetition } from "./applyEvents";
import { PlotGutter } from "./PlotGutter";
import type { Playhead } from "./playhead";
import { PlumbLine } from "./PlumbLine";
import { choosePlots, plotColumns, plotRange } from "./plots";
import type { PlotSpec } from "./plots";
import { usePlayheadState, useTime } from "./usePlayhead";
import type { TrackView } from "./useTrack";
import { isPartial, isSided, setsOf } from "./counting";
import { findingMoment, isThroughout } from "./moments";
import { PictureLane } from "./PictureLane";
import { faultyParts, shapeOf } from "./verdicts";
import type { Standing } from "./verdicts";

interface Props {
  video: Video | null;
  duration_s: number;
  /** How far the measuring has come; the rest of each track stays sunken. */
  measured_s: number | null;
  view: TrackView;
  exercise: Exercise | null;
  repetitions: readonly LiveRepetition[];
  standings: ReadonlyMap<number, Standing>;
  quality: readonly Quality[];
  current: number | null;
  playhead: Playhead;
  onRepetition: (repetition: LiveRepetition) => void;
  /** Plays a part at half speed. */
  onShow: (start_s: number, end_s: number) => void;
  /** Of a routine: its elements, in place of repetitions and angles. */
  lanes?: ReactNode;
}

/** Thumbnails, repetitions and angles on one axis, and the plumb line through them. */
export function Timeline(props: Props) {
  const { t } = useTranslation();
  const { video, duration_s, measured_s, view, repetitions, standings, quality, playhead, current } = props;
  const narrow = useNarrow();
  const { playing } = usePlayheadState(playhead);
  const time = useTime(playhead, 0.1);
  const tracks = useRef<HTMLDivElement>(null);
  const isRoutine = props.lanes !== undefined;
  const plots = useMemo(() => (isRoutine ? [] : choosePlots(props.exercise, view.track)), [props.exercise, view, isRoutine]);
  const at = (time_s: number) => `${duration_s <= 0 ? 0 : Math.min(100, (time_s / duration_s) * 100)}%`;
  const span = (start_s: number, end_s: number): CSSProperties => ({ left: at(start_s), width: `calc(${at(end_s)} - ${at(start_s)})` });

  const drag = (event: PointerEvent<HTMLDivElement>) => {
    if (event.type === "pointerdown") event.currentTarget.setPointerCapture(event.pointerId);
    else if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const box = event.currentTarget.getBoundingClientRect();
    playhead.seek(((event.clientX - box.left) / box.width) * duration_s);
  };
  // The line's own time stands to its right.
  const isClear = (from_line_s: number) => from_line_s > duration_s * (narrow ? 0.21 : 0.11) || from_line_s < -duration_s * (narrow ? 0.09 : 0.05);
  const placed = quality.filter((item) => !isThroughout(item, duration_s));
  const blind = placed.filter((item) => item.severity !== "note");
  const currentPhases = repetitions.find((repetition) => repetition.index === current)?.phases ?? [];
  const sided = isSided(repetitions);
  const sets = setsOf(repetitions);

  return (
    <section className="tl" aria-label={t("timeline.label")} ref={tracks}>
      <div className="gut">
        <div className="play">
          <button aria-label={playing ? t("timeline.pause") : t("timeline.play")} disabled={video === null} onClick={() => playhead.toggle()}><Icon name={playing ? "pause" : "play"} /></button>
          <span className="num">{clock(time, 1)}<small>{t("timeline.of", { duration: clock(duration_s) })}</small></span>
        </div>
      </div>
      <div className="track thumbs">{video !== null && <Thumbs video={video} shown_s={measured_s} />}{blind.map((item) => <span key={`${item.reason}${item.start_s}`} className="hatch" style={span(item.start_s, item.end_s)} />)}</div>
      {props.lanes}
      {!isRoutine && <div className="gut">{t("timeline.repetitions")}{sets.length > 1 && <small>{t("timeline.sets", { count: sets.length })}</small>}</div>}
      {!isRoutine && <div className="track spans">
        {sets.length > 1 && sets.map(({ n, items }) => <span key={n} className="set-line" style={span(items[0]?.start_s ?? 0, items.at(-1)?.end_s ?? 0)} />)}
        {repetitions.map((repetition) => {
          const label = standings.get(repetition.index)?.label ?? null;
          const shape = isPartial(repetition) ? "partial" : shapeOf(label);
          const words = shape === "partial" ? t("timeline.partial", { n: repetition.index }) : t("timeline.repetition", { n: repetition.index, verdict: t(`verdict.${label ?? "pending"}`) });
          return (
            <button key={repetition.index} className={`span is-${shape === "ghost" ? "none" : shape}`} style={span(repetition.start_s, repetition.end_s)} aria-current={repetition.index === current ? "true" : undefined}
              aria-label={repetition.side === "both" ? words : t("timeline.sided", { words, side: t(`side.${repetition.side}`) })} onClick={() => props.onRepetition(repetition)}>
              {shape !== "ghost" && <Mark shape={shape} />}<i>{repetition.index}{sided && repetition.side !== "both" && <small>{t(`side.${repetition.side}_short`)}</small>}</i>
            </button>
          );
        })}
      </div>}
      {placed.length > 0 && <PictureLane items={placed} place={span} onShow={props.onShow} />}
      {plots.map((plot) => (
        <PlotRow key={plot.name} plot={plot} {...props}>
          {blind.map((item) => <span key={`${item.reason}${item.start_s}`} className="hatch" style={span(item.start_s, item.end_s)} />)}
          {currentPhases.map((phase, i) => <span key={phase.name} className={currentPhases.length === 3 && i === 1 ? "phase is-far" : "phase"} style={span(phase.start_s, phase.end_s)} />)}
        </PlotRow>
      ))}
      <div className="gut" />
      <div className="track axis">{ticks(duration_s).filter((tick) => isClear(tick - time)).map((tick) => <span key={tick} style={{ left: at(tick) }}>{clock(tick)}</span>)}</div>
      <div className="over">{measured_s !== null && <span className="unmeasured" style={{ "--done": at(measured_s) }} />}</div>
      <div className="grab" onPointerDown={drag} onPointerMove={drag} />
      <PlumbLine playhead={playhead} duration_s={duration_s} repetitions={repetitions} frame_s={view.track.interval()} onRepetition={props.onRepetition} />
    </section>
  );
}

function PlotRow({ plot, children, ...props }: Props & { plot: PlotSpec; children: ReactNode }) {
  const { t } = useTranslation();
  const { view, duration_s, repetitions, playhead } = props;
  const dots = useMemo(() => faultDots(plot, view, repetitions), [plot, view, repetitions]);
  const name = t(`plot.${plot.name}`);
  return (
    <>
      <PlotGutter plot={plot} view={view} playhead={playhead} name={name} />
      <div className="track plot">
        {children}
        <AnglePlot view={view} plot={plot} duration_s={duration_s} label={t("timeline.plot", { name, duration: clock(duration_s) })} />
        {dots.map((dot) => (
          <span key={`${dot.time_s}`} className="dot is-incorrect" style={{ left: `${(dot.time_s / Math.max(duration_s, 0.1)) * 100}%`, top: `${dot.top * 100}%` }}><Mark shape="incorrect" /></span>
        ))}
      </div>
    </>
  );
}

/** A diamond on the curve where a repetition was found wanting in that joint. */
function faultDots(plot: PlotSpec, view: TrackView, repetitions: readonly LiveRepetition[]): { time_s: number; top: number }[] {
  const [low, high] = plotRange(plotColumns(view.track, plot));
  return repetitions.flatMap((repetition) =>
    repetition.findings.flatMap((finding) => {
      const part = faultyParts(finding, repetition.side).find((name) => name === plot.left || name === plot.right);
      const middle = findingMoment(finding);
      const value = part === undefined ? null : (view.track.valueAt(part, seconds(middle)) ?? view.track.valueAt(plot.left, seconds(middle)) ?? view.track.valueAt(plot.right ?? plot.left, seconds(middle)));
      return value === null ? [] : [{ time_s: middle, top: 1 - (value - low) / (high - low) }];
    }),
  );
}

function Thumbs({ video, shown_s }: { video: Video; shown_s: number | null }) {
  const thumbs = video.thumbs;
  const cells = Math.min(thumbs.count, thumbs.width_px < thumbs.height_px ? 24 : 14);
  return Array.from({ length: cells }, (_, cell) => {
    const middle_s = ((cell + 0.5) / cells) * video.duration_s;
    if (shown_s !== null && middle_s > shown_s) return <i key={cell} />;
    const n = Math.min(thumbs.count - 1, Math.floor(middle_s / thumbs.interval_s));
    const x = thumbs.columns === 1 ? 0 : ((n % thumbs.columns) / (thumbs.columns - 1)) * 100;
    const y = thumbs.rows === 1 ? 0 : (Math.floor(n / thumbs.columns) / (thumbs.rows - 1)) * 100;
    // The cell is filled as by object-fit: cover; a sprite needs its size in cells to be cut right.
    return (
      <i key={cell} className="thumb" style={{ "--thumb-aspect": thumbs.width_px / thumbs.height_px }}>
        <b style={{ backgroundImage: `url("${thumbs.url}")`, backgroundSize: `${thumbs.columns * 100}% ${thumbs.rows * 100}%`, backgroundPosition: `${x}% ${y}%` }} />
      </i>
    );
  });
}

/** About seven round times; the last one is the end. */
function ticks(duration_s: number): number[] {
  const steps = [0.5, 1, 2, 3, 5, 6, 10, 15, 20, 30, 60, 120, 300];
  const step = steps.find((value) => duration_s / value <= 8) ?? 600;
  const list: number[] = [];
  for (let time = 0; time < duration_s - step * 0.6; time += step) list.push(time);
  return step < 1 ? list.filter((time) => Number.isInteger(time)) : [...list, duration_s];
}
