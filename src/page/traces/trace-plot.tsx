import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import { drawFlags, drawFloors, fillLane, LANE_FILL, type LaneExtras, readColour } from './draw-lanes.ts';
import type { TraceData } from './trace-data.ts';

/** The height of the seconds under the lanes, in the style's rem. */
const AXIS_REM = 1.25;
/** Times so near to an edge would be cut. */
const EDGE_SHARE = 0.06;

/** Readings over time, a lane below the other, all on one scale. */
export function TracePlot({
  label,
  data,
  range,
  lines = [],
  hasAxis,
  writeTick,
}: {
  /** What it is, for who does not see it. */
  readonly label: string;
  readonly data: TraceData;
  readonly range: readonly [from: number, until: number];
  readonly lines?: readonly number[];
  /** Whether times stand under it. */
  readonly hasAxis: boolean;
  readonly writeTick: (x: number) => string;
}) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const extras = useRef<LaneExtras>({ data, lines });
  const tick = useRef(writeTick);
  extras.current = { data, lines };
  tick.current = writeTick;
  const lanes = data.lanes.length;
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const created = new uPlot(
      makeOptions(
        element,
        lanes,
        hasAxis,
        () => extras.current,
        (x) => tick.current(x),
      ),
      [[0], ...Array.from({ length: lanes }, () => [null])],
      element,
    );
    plot.current = created;
    fill(created, extras.current.data, range);
    const resize = new ResizeObserver(() => created.setSize(sizeOf(element)));
    resize.observe(element);
    return () => {
      resize.disconnect();
      created.destroy();
      plot.current = null;
    };
  }, [lanes, hasAxis]);
  useEffect(() => {
    if (plot.current !== null) fill(plot.current, data, range);
  }, [data, range[0], range[1], lines.join()]);
  return <div ref={place} class="plot" role="img" aria-label={label} />;
}

function fill(plot: uPlot, { xs, lanes }: TraceData, [min, max]: readonly [number, number]): void {
  const lifted = lanes.map(({ levels }, index) => {
    const base = lanes.length - 1 - index;
    return levels.map((level) =>
      level === null ? null : base + LANE_FILL * Math.max(0, Math.min(1, level)),
    );
  });
  plot.batch(() => {
    plot.setData([xs, ...lifted], false);
    plot.setScale('x', { min, max });
  });
}

function makeOptions(
  element: HTMLElement,
  lanes: number,
  hasAxis: boolean,
  getExtras: () => LaneExtras,
  writeTick: (x: number) => string,
): uPlot.Options {
  return {
    ...sizeOf(element),
    padding: [0, 0, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { time: false }, y: { range: [0, lanes] } },
    axes: [
      {
        size: hasAxis ? (AXIS_REM / 0.75) * readTextPixels() : 0,
        gap: 2,
        font: `${readTextPixels()}px system-ui, "Liberation Sans", sans-serif`,
        incrs: [1, 2, 5, 10, 15, 20, 30, 60],
        stroke: () => readColour('--quiet'),
        ticks: { show: false },
        grid: { stroke: () => `${readColour('--quiet')}33`, width: 1 },
        space: 90,
        values: (plot, ticks) =>
          ticks.map((x) => (hasAxis && isInside(plot.scales.x, x) ? writeTick(x) : '')),
      },
      { show: false },
    ],
    hooks: {
      drawClear: [(plot) => drawFloors(plot, getExtras())],
      draw: [(plot) => drawFlags(plot, getExtras())],
    },
    series: [
      {},
      ...Array.from({ length: lanes }, (_, index): uPlot.Series => {
        const base = lanes - 1 - index;
        return {
          stroke: () => readColour('--trace'),
          fill: (plot) => fillLane(plot, base),
          fillTo: base,
          width: 1.5,
          spanGaps: false,
          points: { show: false },
        };
      }),
    ],
  };
}

/** Whether there is room for what stands under an instant. */
function isInside({ min = 0, max = 0 }: uPlot.Scale = {}, x: number): boolean {
  const edge = EDGE_SHARE * (max - min);
  return x >= min + edge && x <= max - edge;
}

/** Text grows with that of the page, as on a wall. */
function readTextPixels(): number {
  return 0.75 * Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
}

function sizeOf({ clientWidth: width, clientHeight: height }: HTMLElement) {
  return { width, height };
}
