import type uPlot from 'uplot';
import { RAMP } from '../../drawing/palette.ts';
import type { TraceData } from './trace-data.ts';

/** How much of its height a lane's highest reading takes. */
export const LANE_FILL = 0.86;

/** What is drawn into lanes beside their lines. */
export interface LaneExtras {
  readonly data: TraceData;
  /** Instants with a line across all lanes, as the data has them. */
  readonly lines: readonly number[];
}

const colours = new Map<string, string>();
let isWatchingScheme = false;

/** A colour of the page's style. Asked for once a scheme: each question makes the browser work out the style of all that changed. */
export function readColour(name: string): string {
  watchScheme();
  const known = colours.get(name);
  if (known !== undefined) return known;
  const colour = getComputedStyle(document.documentElement).getPropertyValue(name).trim() || '#888';
  colours.set(name, colour);
  return colour;
}

function watchScheme(): void {
  if (isWatchingScheme) return;
  isWatchingScheme = true;
  for (const query of ['(prefers-color-scheme: dark)', '(prefers-contrast: more)', '(forced-colors: active)'])
    matchMedia(query).addEventListener('change', () => colours.clear());
}

/** The colours of the ramp from the floor of a lane to its top, so that a reading has the colour that it has under the foot. */
export function fillLane(plot: uPlot, base: number): CanvasGradient | string {
  const bottom = plot.valToPos(base, 'y', true);
  const top = plot.valToPos(base + LANE_FILL, 'y', true);
  if (!Number.isFinite(bottom) || !Number.isFinite(top)) return 'transparent';
  const gradient = plot.ctx.createLinearGradient(0, bottom, 0, top);
  for (const [step, colour] of RAMP.entries()) gradient.addColorStop(step / (RAMP.length - 1), colour);
  return gradient;
}

/** Draws the floors of lanes, dotted where no sample came. */
export function drawFloors(plot: uPlot, { data: { lanes, gaps } }: LaneExtras): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.strokeStyle = readColour('--rule');
  ctx.lineWidth = devicePixelRatio;
  for (const base of lanes.keys()) {
    const y = Math.round(plot.valToPos(base, 'y', true)) - 0.5;
    strokeLine(ctx, bbox.left, y, bbox.left + bbox.width, y);
  }
  ctx.strokeStyle = readColour('--warn');
  ctx.lineWidth = 2 * devicePixelRatio;
  ctx.setLineDash([2 * devicePixelRatio, 4 * devicePixelRatio]);
  for (const [from, to] of gaps) {
    const [left, right] = [plot.valToPos(from, 'x', true), plot.valToPos(to, 'x', true)];
    for (const base of lanes.keys()) {
      const y = plot.valToPos(base, 'y', true) - 2 * devicePixelRatio;
      strokeLine(ctx, Math.max(left, bbox.left), y, Math.min(right, bbox.left + bbox.width), y);
    }
  }
  ctx.restore();
}

/** Draws the flags above their lanes, by their marks, and lines across all lanes. */
export function drawFlags(plot: uPlot, { data: { lanes }, lines }: LaneExtras): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.fillStyle = readColour('--bad');
  ctx.font = `bold ${15 * devicePixelRatio}px system-ui, "Liberation Sans", sans-serif`;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'top';
  for (const [index, { flags }] of lanes.entries()) {
    const top = Math.max(bbox.top, plot.valToPos(lanes.length - index, 'y', true));
    let freeFrom = Number.NEGATIVE_INFINITY;
    for (const { x, mark } of flags) {
      const at = plot.valToPos(x, 'x', true);
      if (at < bbox.left || at > bbox.left + bbox.width) continue;
      ctx.fillRect(at - devicePixelRatio, top, 2 * devicePixelRatio, 3 * devicePixelRatio);
      if (at < freeFrom) continue;
      ctx.fillText(mark, at, top + 2 * devicePixelRatio);
      freeFrom = at + 10 * devicePixelRatio;
    }
  }
  ctx.strokeStyle = readColour('--ink');
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash([4 * devicePixelRatio, 3 * devicePixelRatio]);
  for (const x of lines) {
    const at = plot.valToPos(x, 'x', true);
    if (at >= bbox.left && at <= bbox.left + bbox.width)
      strokeLine(ctx, at, bbox.top, at, bbox.top + bbox.height);
  }
  ctx.restore();
}

function strokeLine(ctx: CanvasRenderingContext2D, x1: number, y1: number, x2: number, y2: number): void {
  ctx.beginPath();
  ctx.moveTo(x1, y1);
  ctx.lineTo(x2, y2);
  ctx.stroke();
}
