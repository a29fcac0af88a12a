import { type GaitFigures, STANDING_LOAD_SECONDS } from '../../../core/gait/gait-figures.ts';
import { describeReason } from '../../../core/gait/reason-words.ts';
import { WINDOW_SECONDS } from '../../../core/gait/sample-window.ts';
import { formatClockTime } from '../../../core/time/clock-time.ts';
import { centreLine, chooseFitting, lineWidth } from '../../frame/fit-line.ts';
import type { Line, Rect, Span, TextBlock } from '../../frame/frame.ts';
import { makeBorder } from '../../frame/panel-border.ts';
import { makeRampColour } from '../../frame/ramp-step.ts';
import { computeLiveFigures } from '../live-figures.ts';
import type { ViewContext } from '../view-context.ts';

/** Kept free at each side of the bar, for `L  49 %` and `51 %  R`. */
const FIGURE_COLUMNS = 9;
const LABEL_COLUMNS = 9;
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

/** A rounded percentage with its sign, such as `+13`; positive means more load on the right. */
function formatSigned(percent: number): string {
  const rounded = Math.round(percent);
  return rounded > 0 ? `+${rounded}` : String(rounded);
}

/** One line for each figure. A figure that is not known keeps its line. */
function writeFigures({ model, glyphs }: ViewContext, figures: GaitFigures | null, columns: number): Line[] {
  const writeValue = (figure: string | null | undefined): Span =>
    figure == null
      ? { text: glyphs.dash.padStart(4), foreground: 'dim' }
      : { text: figure.padStart(4), foreground: 'bright' };
  const writeFigure = (label: string, figure: string | null | undefined, unit: string): Line => [
    { text: ` ${label.padEnd(LABEL_COLUMNS)}`, foreground: 'dim' },
    writeValue(figure),
    { text: ` ${unit}`, foreground: 'dim' },
  ];
  const describeContact = (side: 'left' | 'right') => {
    const contactShare = figures?.contactShare?.[side] ?? null;
    return contactShare === null ? null : String(Math.round(contactShare * 100));
  };
  const index = figures?.symmetryIndexPercent ?? null;
  const symmetry = writeFigure('symmetry', index === null ? null : formatSigned(index), '% ');
  const state = writeState(figures, glyphs.dash, columns - 1);
  // The numbers style is for slow links, and both words repeat what the feet and the sign tell.
  const hasWords = model.feet === 'field';
  const support = figures && hasWords ? describeSupport(figures) : null;
  const words: Span = { text: index !== null && hasWords ? describeSymmetry(index) : '', foreground: 'dim' };
  return [
    appendIfFitting(
      [{ text: ' ' }, state],
      { text: support === null ? '' : `  ${support}`, foreground: 'dim' },
      columns,
    ),
    writeFigure(
      'cadence',
      figures?.cadence == null ? null : String(Math.round(figures.cadence)),
      'steps/min',
    ),
    writeFigure('stride', figures?.strideSeconds?.toFixed(2), 's'),
    [
      { text: ` ${'contact'.padEnd(LABEL_COLUMNS)}L`, foreground: 'dim' },
      writeValue(describeContact('left')),
      { text: ' R', foreground: 'dim' },
      writeValue(describeContact('right')),
      { text: ' %', foreground: 'dim' },
    ],
    appendIfFitting(symmetry, words, columns),
  ];
}

function appendIfFitting(line: Line, span: Span, columns: number): Line {
  return lineWidth(line) + span.text.length <= columns ? [...line, span] : line;
}

function writeState(figures: GaitFigures | null, dash: string, columns: number): Span {
  if (!figures) return { text: dash, foreground: 'dim' };
  if (figures.state === 'unknown') {
    const { full, brief } = describeReason(figures.reason);
    const text = `${dash} ${full}`;
    return { text: text.length <= columns ? text : (brief ?? dash), foreground: 'dim' };
  }
  return { text: figures.state, foreground: figures.state === 'walking' ? 'good' : 'bright' };
}

/** Which feet bear load at the newest sample; null when that is not known, or seems to be neither, which nobody walks or stands on. */
function describeSupport({ state, phase: { left, right } }: GaitFigures): string | null {
  if (state === 'unknown' || left === null || right === null) return null;
  if (left === 'swing') return right === 'swing' ? null : 'on the right foot';
  return right === 'swing' ? 'on the left foot' : 'on both feet';
}

function describeSymmetry(percent: number): string {
  const rounded = Math.round(percent);
  if (rounded === 0) return 'both bear the same';
  return rounded > 0 ? 'right bears more' : 'left bears more';
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
  const { state, cadence, strideSeconds } = figures;
  if (hasRows || state === 'unknown') return [span];
  if (state === 'standing' || cadence === null || strideSeconds === null)
    return [`standing ${separator} ${span}`, state];
  const steps = `${Math.round(cadence)} steps/min`;
  const stride = `stride ${strideSeconds.toFixed(2)} s`;
  return [`${steps} ${separator} ${stride} ${separator} ${span}`, `${steps} ${separator} ${stride}`, steps];
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

/** A bar of the load's shares, left against right, with percentages. */
function writeShare({ glyphs, unicode }: ViewContext, figures: GaitFigures | null, columns: number): Line {
  const room = Math.max(4, columns - 2 * FIGURE_COLUMNS);
  const share = figures?.load;
  if (!share) {
    const unknown = `${glyphs.dash.padStart(3)} %`;
    const bar = glyphs.blank.repeat(room);
    return [{ text: `L ${unknown}  ${bar} ${unknown}  R`, foreground: 'dim' }];
  }
  const leftPercent = Math.round(share.left * 100);
  const leftCells = Math.round(share.left * room);
  return [
    { text: 'L ', foreground: 'dim' },
    { text: String(leftPercent).padStart(3), foreground: 'bright' },
    { text: ' %  ', foreground: 'dim' },
    { text: glyphs.full.repeat(leftCells), foreground: makeRampColour(LEFT_STEP) },
    { text: (unicode ? '▒' : '-').repeat(room - leftCells), foreground: makeRampColour(RIGHT_STEP) },
    { text: ' ' },
    { text: String(100 - leftPercent).padStart(3), foreground: 'bright' },
    { text: ' %  R', foreground: 'dim' },
  ];
}
