import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { PlotSpec } from "./plots";
import { plotColumns, plotRange } from "./plots";
import type { TrackView } from "./useTrack";

interface Props {
  view: TrackView;
  plot: PlotSpec;
  duration_s: number;
  label: string;
}

/** One angle over the page's time axis. The line through it belongs to the timeline, so the plot has no cursor of its own. */
export function AnglePlot({ view, plot, duration_s, label }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const data = useRef({ view, plot, duration_s });
  useEffect(() => {
    data.current = { view, plot, duration_s };
  });

  useEffect(() => {
    const element = host.current;
    if (element === null) return undefined;
    const build = () => {
      chart.current?.destroy();
      const css = getComputedStyle(element);
      chart.current = new uPlot(options(element, css), columns(data.current), element);
      fit(chart.current, data.current);
    };
    build();
    const observer = new ResizeObserver(() => chart.current?.setSize({ width: element.clientWidth, height: element.clientHeight }));
    observer.observe(element);
    const scheme = window.matchMedia("(prefers-color-scheme: dark)");
    scheme.addEventListener("change", build);
    window.addEventListener("plumbline:theme", build);
    return () => {
      observer.disconnect();
      scheme.removeEventListener("change", build);
      window.removeEventListener("plumbline:theme", build);
      chart.current?.destroy();
      chart.current = null;
    };
  }, [plot]);

  useEffect(() => {
    if (chart.current === null) return;
    const now = { view, plot, duration_s };
    chart.current.setData(columns(now), false);
    fit(chart.current, now);
  }, [view, plot, duration_s]);

  return <div ref={host} className="plothost" role="img" aria-label={label} />;
}

interface Now {
  view: TrackView;
  plot: PlotSpec;
  duration_s: number;
}
const columns = ({ view, plot }: Now) => plotColumns(view.track, plot);

function fit(chart: uPlot, { view, plot, duration_s }: Now): void {
  const [low, high] = plotRange(plotColumns(view.track, plot));
  chart.batch(() => {
    chart.setScale("x", { min: 0, max: Math.max(duration_s, 0.1) });
    chart.setScale("y", { min: low, max: high });
  });
}

function options(element: HTMLElement, css: CSSStyleDeclaration): uPlot.Options {
  return {
    width: element.clientWidth,
    height: element.clientHeight,
    padding: [0, 0, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    select: { show: false, left: 0, top: 0, width: 0, height: 0 },
    scales: { x: { time: false, auto: false }, y: { auto: false } },
    axes: [{ show: false }, { show: false }],
    series: [
      {},
      { stroke: css.getPropertyValue("--ink"), width: 1.75, points: { show: false } },
      { stroke: css.getPropertyValue("--ink3"), width: 1.25, dash: [4, 2.5], points: { show: false } },
    ],
  };
}
