import { WALK_FIGURES, type WalkFigureName } from '../core/walk-summary/walk-figures.ts';
import { drawInterval } from '../drawing/draw-interval.ts';
import { type Markup, markup } from '../drawing/markup.ts';
import { FIGURE_WORDS, formatFigure } from './figure-words.ts';
import type { Report } from './report.ts';
import { tell } from './told-number.ts';

/** The table of figures with their intervals. */
export function writeFigures(report: Report): Markup {
  return markup`<table><thead><tr><th scope="col">Figure</th><th scope="col" colspan="2">Value</th><th scope="col">90 % interval</th><th scope="col" class="scale"><span class="quiet">Scale</span></th><th scope="col">Of</th></tr></thead><tbody>${WALK_FIGURES.map((name) => writeFigure(report, name))}</tbody></table>`;
}

function writeFigure({ figures }: Report, name: WalkFigureName): Markup {
  const words = FIGURE_WORDS[name];
  const figure = figures[name];
  const scale = `${words.scale[0] * words.factor} to ${words.scale[1] * words.factor} ${words.unit}`;
  return markup`<tr><th scope="row">${words.label}</th>${
    figure === null
      ? markup`<td class="figure">–</td><td class="unit quiet">not told</td><td></td><td class="scale"></td>`
      : markup`<td class="figure">${tell(`figures.${name}.value`, figure.value, formatFigure(words, figure.value))}</td><td class="unit">${words.unit}</td><td class="interval">${writeInterval(name, figure.interval)}</td><td class="scale">${drawInterval({ id: `interval-${name}`, title: `${words.label}, on a scale of ${scale}`, ...figure, scale: words.scale })}</td>`
  }<td class="quiet">${words.note}</td></tr>`;
}

function writeInterval(name: WalkFigureName, interval: readonly [number, number] | null): Markup {
  if (interval === null) return markup``;
  const words = FIGURE_WORDS[name];
  const [from, to] = interval.map((end, index) =>
    tell(`figures.${name}.interval.${index}`, end, formatFigure(words, end)),
  );
  return markup`${from ?? null} to ${to ?? null}`;
}
