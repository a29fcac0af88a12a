import type { Side } from '../core/insole/insole.ts';
import { formatClockTime } from '../core/time/clock-time.ts';
import { type Markup, markup } from './markup.ts';
import { framePicture, type PictureFrame, round } from './picture.ts';
import { makeTimeScale, type Scale } from './scales.ts';
import { drawArea } from './shapes.ts';

/** The load on a foot over a part of the time: its lowest and its highest reading there. */
export interface TraceColumn {
  readonly atSeconds: number;
  readonly seconds: number;
  readonly lowest: number;
  readonly highest: number;
}

/** A stretch of the time that is set off, such as an event. */
export interface TraceSpan {
  readonly fromSeconds: number;
  readonly toSeconds: number;
}

/** A moment with a word. */
export interface TraceMark {
  readonly atSeconds: number;
  readonly word: string;
}

/** The load on each foot over a time, with events and marks. */
export interface TracePicture extends Pick<PictureFrame, 'id' | 'title'> {
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly zoneOffsetMinutes: number;
  /** What the bottom and the top of a trace stand for. */
  readonly lowest: number;
  readonly highest: number;
  /** In the order of time; where there is no column there was no sample. */
  readonly feet: readonly { readonly side: Side; readonly columns: readonly TraceColumn[] }[];
  readonly events: readonly TraceSpan[];
  readonly marks: readonly TraceMark[];
}

const WIDTH = 720;
const LEFT = 40;
const RIGHT = 6;
const TRACE_HEIGHT = 52;
const GAP = 8;
const TOP = 24;
const AXIS_HEIGHT = 18;
const MAX_WORD = 24;
/** A longer time without a sample stays empty. */
const GAP_SECONDS = 1.5;
/** An event of one sample can still be seen. */
const MIN_EVENT_WIDTH = 1.5;

/** Draws the load on each foot over the time, from the lowest to the highest reading of each moment; gaps stay empty. */
export function drawTrace(picture: TracePicture): Markup {
  const { id, title, feet, fromSeconds, toSeconds, zoneOffsetMinutes, events, marks } = picture;
  const height = TOP + feet.length * (TRACE_HEIGHT + GAP) + AXIS_HEIGHT;
  const bottom = height - AXIS_HEIGHT;
  const x = makeTimeScale([fromSeconds, toSeconds], [LEFT, WIDTH - RIGHT], zoneOffsetMinutes);
  return framePicture(
    { id, title, width: WIDTH, height, description: describe(picture) },
    events.map((event) => drawEvent(event, x, bottom)),
    feet.map(({ side, columns }, row) =>
      drawFoot(side, columns, picture, x, TOP + row * (TRACE_HEIGHT + GAP)),
    ),
    markup`<path class="axis" d="M${LEFT} ${bottom}H${WIDTH - RIGHT}"/>`,
    x.ticks.map((tick) => {
      const at = round(x.place(tick));
      return markup`<path class="axis" d="M${at} ${bottom}v3"/><text class="quiet middle" x="${Math.max(LEFT + 20, Math.min(WIDTH - RIGHT - 22, at))}" y="${height - 4}">${formatClockTime(tick, zoneOffsetMinutes)}</text>`;
    }),
    marks.map(({ atSeconds, word }) => drawMark(x.place(atSeconds), word, bottom)),
  );
}

function describe({ fromSeconds, toSeconds, events, marks, zoneOffsetMinutes }: TracePicture): string {
  const [from, to] = [fromSeconds, toSeconds].map((seconds) => formatClockTime(seconds, zoneOffsetMinutes));
  const marked = marks.length === 0 ? '' : ` Marks: ${marks.map(({ word }) => word).join(', ')}.`;
  return `From ${from} to ${to}; ${events.length === 1 ? 'one event is' : `${events.length} events are`} set off.${marked}`;
}

function drawFoot(
  side: Side,
  columns: readonly TraceColumn[],
  { lowest, highest }: Pick<TracePicture, 'lowest' | 'highest'>,
  x: Scale,
  top: number,
): Markup {
  const place = (load: number) =>
    top + TRACE_HEIGHT * (1 - Math.min(1, (load - lowest) / (highest - lowest)));
  const parts = columns.flatMap((column, index) => {
    const before = columns[index - 1];
    const isGap =
      before !== undefined &&
      column.atSeconds - before.atSeconds > Math.max(GAP_SECONDS, 1.5 * before.seconds);
    const middle = {
      x: x.place(column.atSeconds + column.seconds / 2),
      top: place(column.highest) - 0.4,
      bottom: place(column.lowest) + 0.4,
    };
    return isGap ? [null, middle] : [middle];
  });
  return markup`<g class="${side}"><text class="quiet end" x="${LEFT - 5}" y="${top + TRACE_HEIGHT / 2 + 4}">${side}</text><path class="rule" d="M${LEFT} ${top + TRACE_HEIGHT}H${WIDTH - RIGHT}"/><path class="trace" d="${drawArea(parts, false)}"/></g>`;
}

function drawEvent({ fromSeconds, toSeconds }: TraceSpan, x: Scale, bottom: number): Markup {
  const from = x.place(fromSeconds);
  const width = Math.max(MIN_EVENT_WIDTH, x.place(toSeconds) - from);
  return markup`<rect class="flag-band" x="${round(from)}" y="${TOP - 4}" width="${round(width)}" height="${bottom - TOP + 4}"/><rect class="flag" x="${round(from)}" y="${TOP - 7}" width="${round(width)}" height="3"/>`;
}

function drawMark(x: number, word: string, bottom: number): Markup {
  const letters = [...word];
  const text = letters.length > MAX_WORD ? `${letters.slice(0, MAX_WORD - 1).join('')}…` : word;
  const isRight = x > WIDTH * 0.8;
  return markup`<path class="mark" d="M${round(x)} 2V${bottom}"/><text class="${isRight ? 'end' : 'start'}" x="${round(x + (isRight ? -3 : 3))}" y="9">${text}</text>`;
}
