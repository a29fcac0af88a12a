import { type GaitFigures, STANDING_LOAD_SECONDS } from '../../../core/gait/gait-figures.ts';
import { formatHalfWidth } from '../../../core/gait/interval.ts';
import { WINDOW_SECONDS } from '../../../core/gait/sample-window.ts';
import { measureSampling } from '../../../core/gait/sampling.ts';
import { nameSensor } from '../../../core/insole/insole.ts';
import { formatClockTime } from '../../../core/time/clock-time.ts';
import { centreLine, chooseFitting } from '../../frame/fit-line.ts';
import type { Line, Rect, TextBlock } from '../../frame/frame.ts';
import { makeBorder } from '../../frame/panel-border.ts';
import { makeRampColour } from '../../frame/ramp-step.ts';
import { computeLiveFigures } from '../live-figures.ts';
import type { ViewContext } from '../view-context.ts';
import { writeFigures, writeState } from './figure-lines.ts';

/** Kept free at each side of the bar, for `L  49 %` and `51 %  R`. */
const FIGURE_COLUMNS = 9;
/** Narrower panels leave out how far the load may be off. */
const MIN_COLUMNS_FOR_OFF = 34;
/** More faulty sensors are counted rather than named. */
const MAX_NAMED_SENSORS = 3;
/** The ramp's colours of the two parts of the bar. */
const LEFT_STEP = 9;
const RIGHT_STEP = 3;

/** The gait figures, one on each line or as many as there are rows for, and how the feet share the load. */
export function drawLoadPanel(context: ViewContext, rect: Rect): TextBlock {
  const columns = rect.width - 2;
  const rows = rect.height - 2;
  const figures = computeLiveFigures(context);
  const share = centreLine(writeShare(context, figures, columns), columns, context.glyphs.ellipsis);
  const lines = writeFigures(context, figures, columns);
  const hasAll = rows > lines.length;
  const walk = chooseFitting([...writeWalk(context, figures, columns), []], columns);
  return {
    id: 'load',
    kind: 'text',
    rect,
    border: makeBorder(
      { text: rows > 1 ? 'Gait' : 'Load', foreground: context.status.isLive ? 'title' : 'dim' },
      writeNote(context, figures, rows > 1),
      rect.width,
    ),
    lines: [...(hasAll ? lines : [walk].slice(0, rows - 1)), share],
  };
}

/** The figures on one line; wordiest first. */
function writeWalk({ glyphs }: ViewContext, figures: GaitFigures | null, columns: number): Line[] {
  const state = writeState(figures, glyphs.dash, columns - 1);
  if (figures?.cadence == null || figures.strideSeconds === null) return [[{ text: ' ' }, state]];
  const steps: Line = [
    { text: ' ' },
    state,
    { text: ` ${String(Math.round(figures.cadence)).padStart(3)}`, foreground: 'bright' },
    { text: ' steps/min', foreground: 'dim' },
  ];
  const seconds = figures.strideSeconds.toFixed(2);
  const stride: Line = [
    { text: ` ${seconds}`, foreground: 'bright' },
    { text: ' s', foreground: 'dim' },
  ];
  const named: Line = [
    { text: '  stride', foreground: 'dim' },
    { text: ` ${seconds}`, foreground: 'bright' },
    ...stride.slice(1),
  ];
  return [[...steps, ...named], [...steps, ...stride], steps];
}

/**
 * The border's note, wordiest first: the time that the figures cover, and the figures too when there are no rows for
 * them.
 */
function writeNote(context: ViewContext, figures: GaitFigures | null, hasRows: boolean): string[] {
  if (!figures) return [];
  const { glyphs } = context;
  const span = describeWindow(context, figures);
  const { separator } = glyphs;
  const without = describeWithout(context, figures);
  const join = (...words: readonly (string | null)[]) => words.filter(Boolean).join(` ${separator} `);
  const { state, cadence, strideSeconds } = figures;
  if (hasRows || state === 'unknown') {
    const options = [join(without, describeFrames(context), span), join(without, span)];
    return without === null ? options : [...options, without];
  }
  if (without !== null) return [join(without, state), without];
  if (state === 'standing' || cadence === null || strideSeconds === null)
    return [`standing ${separator} ${span}`, state];
  const steps = `${Math.round(cadence)} steps/min`;
  const stride = `stride ${strideSeconds.toFixed(2)} s`;
  return [`${steps} ${separator} ${stride} ${separator} ${span}`, `${steps} ${separator} ${stride}`, steps];
}

/** The faulty sensors that no figure rests on; null when there is none. */
function describeWithout({ snapshot }: ViewContext, { withoutSensors }: GaitFigures): string | null {
  if (withoutSensors.length === 0 || snapshot === null) return null;
  if (withoutSensors.length > MAX_NAMED_SENSORS) return `without ${withoutSensors.length} sensors`;
  return `without ${withoutSensors.map((id) => nameSensor(snapshot.insole, id)).join(' ')}`;
}

/** How often there was something new to judge by; null when that is not known yet. */
function describeFrames({ snapshot, glyphs }: ViewContext): string | null {
  const { framesPerSecond = null, isAtLeast = false } = snapshot ? measureSampling(snapshot.samples) : {};
  if (framesPerSecond === null) return null;
  return `${isAtLeast ? glyphs.atLeast : ''}${Math.round(framesPerSecond)} frames/s`;
}

/** The time that the figures cover; for an instant of the history, with its end. */
function describeWindow(
  { model: { history }, status, zoneOffsetMinutes }: ViewContext,
  { state }: GaitFigures,
): string {
  const seconds = state === 'standing' ? STANDING_LOAD_SECONDS : WINDOW_SECONDS;
  if (status.state !== 'historical' || history === null) return `last ${seconds} s`;
  return `${seconds} s until ${formatClockTime(history.atSeconds, zoneOffsetMinutes)}`;
}

/** A bar of the load's shares, left against right, with percentages and, where there is room, how far they may be off. */
function writeShare({ glyphs, unicode }: ViewContext, figures: GaitFigures | null, columns: number): Line {
  const share = figures?.load;
  if (!share) {
    const unknown = `${glyphs.dash.padStart(3)} %`;
    const bar = glyphs.blank.repeat(Math.max(4, columns - 2 * FIGURE_COLUMNS));
    return [{ text: `L ${unknown}  ${bar} ${unknown}  R`, foreground: 'dim' }];
  }
  const interval = figures.intervals.loadLeft;
  const off =
    interval && columns >= MIN_COLUMNS_FOR_OFF
      ? ` ${glyphs.plusMinus}${formatHalfWidth(interval, 100, 0)}`
      : '';
  const room = Math.max(4, columns - 2 * FIGURE_COLUMNS - off.length);
  const leftPercent = Math.round(share.left * 100);
  const leftCells = Math.round(share.left * room);
  return [
    { text: 'L ', foreground: 'dim' },
    { text: String(leftPercent).padStart(3), foreground: 'bright' },
    { text: `${off} %  `, foreground: 'dim' },
    { text: glyphs.full.repeat(leftCells), foreground: makeRampColour(LEFT_STEP) },
    { text: (unicode ? '▒' : '-').repeat(room - leftCells), foreground: makeRampColour(RIGHT_STEP) },
    { text: ' ' },
    { text: String(100 - leftPercent).padStart(3), foreground: 'bright' },
    { text: ' %  R', foreground: 'dim' },
  ];
}
