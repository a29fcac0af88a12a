import type { ComparedFigure, Comparison } from './compare-walks.ts';
import { FIGURE_WORDS, formatFigure } from './figure-words.ts';
import type { ReportFigure } from './report.ts';

const LABEL_COLUMNS = 26;
const VALUE_COLUMNS = 20;

/** Writes a comparison as lines of text: the two walks, then a line for each figure. */
export function writeComparison({ a, b, figures }: Comparison): string[] {
  const differing = figures.filter(({ differs }) => differs).map(({ name }) => FIGURE_WORDS[name].label);
  return [
    ...[['A', a] as const, ['B', b] as const].map(
      ([name, { patient, source, since, until, walkingSeconds }]) =>
        `${name}  patient ${patient}, ${source}, ${since ?? '-'} to ${until ?? '-'}, ${Math.round(walkingSeconds)} s walked`,
    ),
    '',
    `${''.padEnd(LABEL_COLUMNS)}${'A'.padEnd(VALUE_COLUMNS)}${'B'.padEnd(VALUE_COLUMNS)}B - A`,
    ...figures.map(writeFigure),
    '',
    differing.length === 0
      ? 'Nothing differs by more than it may be off.'
      : `Differs by more than it may be off: ${differing.join(', ')}.`,
  ];
}

function writeFigure({ name, a, b, difference, uncertainty, differs }: ComparedFigure): string {
  const words = FIGURE_WORDS[name];
  const write = (figure: ReportFigure | null) => {
    if (figure === null) return '-';
    const { interval } = figure;
    const range =
      interval === null ? '' : ` (${interval.map((end) => formatFigure(words, end)).join(' to ')})`;
    return `${formatFigure(words, figure.value)}${range}`;
  };
  const off = uncertainty === null ? '' : ` ±${formatFigure(words, uncertainty)}`;
  const sign = difference !== null && difference > 0 ? '+' : '';
  const change = difference === null ? '-' : `${sign}${formatFigure(words, difference)}${off} ${words.unit}`;
  const verdict = differs ? '  differs' : '';
  return `${words.label.padEnd(LABEL_COLUMNS)}${write(a).padEnd(VALUE_COLUMNS)}${write(b).padEnd(VALUE_COLUMNS)}${change}${verdict}`;
}
