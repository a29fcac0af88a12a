import { describeSupport, describeSymmetry } from '../../../core/gait/figure-words.ts';
import type { GaitFigures } from '../../../core/gait/gait-figures.ts';
import { formatHalfWidth, type Interval } from '../../../core/gait/interval.ts';
import { describeReason } from '../../../core/gait/reason-words.ts';
import { chooseFitting, lineWidth } from '../../frame/fit-line.ts';
import type { Line, Span } from '../../frame/frame.ts';
import type { ViewContext } from '../view-context.ts';

const LABEL_COLUMNS = 9;

/** A rounded percentage with its sign, such as `+13`; positive means more load on the right. */
function formatSigned(percent: number): string {
  const rounded = Math.round(percent);
  return rounded > 0 ? `+${rounded}` : String(rounded);
}

/** One line for each figure, with how far it may be off. A figure that is not known keeps its line. */
export function writeFigures(
  { model, glyphs }: ViewContext,
  figures: GaitFigures | null,
  columns: number,
): Line[] {
  const intervals = figures?.intervals ?? null;
  const writeValue = (figure: string | null | undefined, width = 4): Span =>
    figure == null
      ? { text: glyphs.dash.padStart(width), foreground: 'dim' }
      : { text: figure.padStart(width), foreground: 'bright' };
  const writeOff = (interval: Interval | null | undefined | false, scale = 1, places = 0): Span => ({
    text: interval ? ` ${glyphs.plusMinus}${formatHalfWidth(interval, scale, places)}` : '',
    foreground: 'dim',
  });
  const writeFigure = (label: string, figure: string | null | undefined, off: Span, unit: string): Line => {
    const head: Line = [{ text: ` ${label.padEnd(LABEL_COLUMNS)}`, foreground: 'dim' }, writeValue(figure)];
    const tail: Span = { text: ` ${unit}`, foreground: 'dim' };
    const options = off.text === '' ? [] : [[...head, off, tail]];
    return chooseFitting([...options, [...head, tail]], columns);
  };
  const writeShareOfTime = (label: string, share: number | null | undefined, off: Span): Line => [
    { text: label, foreground: 'dim' },
    writeValue(share == null ? null : String(Math.round(share * 100)), 3),
    ...(off.text === '' ? [] : [off]),
  ];
  const index = figures?.symmetryIndexPercent ?? null;
  const symmetry = writeFigure(
    'symmetry',
    index === null ? null : formatSigned(index),
    writeOff(intervals?.symmetryIndexPercent),
    '% ',
  );
  const state = writeState(figures, glyphs.dash, columns - 1);
  // The numbers style is for slow links, and both words repeat what the feet and the sign tell.
  const hasWords = model.feet === 'field';
  const support = figures && hasWords ? describeSupport(figures) : null;
  const words = hasWords ? describeSymmetry(intervals?.symmetryIndexPercent ?? null) : '';
  const writeStance = (hasOff: boolean): Line => [
    { text: ` ${'stance'.padEnd(LABEL_COLUMNS)}`, foreground: 'dim' },
    ...writeShareOfTime('L', figures?.stanceShare?.left, writeOff(hasOff && intervals?.stanceLeft, 100)),
    ...writeShareOfTime(' R', figures?.stanceShare?.right, writeOff(hasOff && intervals?.stanceRight, 100)),
  ];
  const both = writeShareOfTime(
    ' both',
    figures?.doubleSupportShare,
    writeOff(intervals?.doubleSupport, 100),
  );
  const percent: Span = { text: ' %', foreground: 'dim' };
  return [
    appendIfFitting(
      [{ text: ' ' }, state],
      { text: support === null ? '' : `  ${support}`, foreground: 'dim' },
      columns,
    ),
    writeFigure(
      'cadence',
      figures?.cadence == null ? null : String(Math.round(figures.cadence)),
      writeOff(intervals?.cadence),
      'steps/min',
    ),
    appendIfFitting(
      writeFigure(
        'stride',
        figures?.strideSeconds?.toFixed(2),
        writeOff(intervals?.strideSeconds, 1, 2),
        's',
      ),
      { text: figures?.strideSeconds == null ? '' : ' straight on', foreground: 'dim' },
      columns,
    ),
    chooseFitting(
      [
        [...writeStance(true), ...both, percent],
        [...writeStance(true), percent],
        [...writeStance(false), percent],
      ],
      columns,
    ),
    appendIfFitting(symmetry, { text: words, foreground: 'dim' }, columns),
  ];
}

function appendIfFitting(line: Line, span: Span, columns: number): Line {
  return lineWidth(line) + span.text.length <= columns ? [...line, span] : line;
}

/** The state in words, and why it is not known. */
export function writeState(figures: GaitFigures | null, dash: string, columns: number): Span {
  if (!figures) return { text: dash, foreground: 'dim' };
  if (figures.state === 'unknown') {
    const { full, brief } = describeReason(figures.reason);
    const text = `${dash} ${full}`;
    return { text: text.length <= columns ? text : (brief ?? dash), foreground: 'dim' };
  }
  return { text: figures.state, foreground: figures.state === 'walking' ? 'good' : 'bright' };
}
