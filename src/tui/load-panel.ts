import type { GaitFigures } from '../core/gait/gait-figures.ts';
import { WINDOW_SECONDS } from '../core/gait/sample-window.ts';
import { centreLine } from './fit-line.ts';
import type { Line, Rect, TextBlock } from './frame.ts';
import { liveFiguresOf } from './live-figures.ts';
import { makeBorder } from './panel-border.ts';
import { rampInk } from './ramp-step.ts';
import type { ViewContext } from './view-context.ts';

/** `L  49 % ` and ` 51 %  R`. */
const FIGURE_COLUMNS = 9;
const LEFT_STEP = 8;
const RIGHT_STEP = 3;

/** How the load is shared by the feet: one bar, left against right, with per cent; and how the patient walks. */
export function drawLoadPanel(context: ViewContext, rect: Rect): TextBlock {
  const columns = rect.width - 2;
  const figures = liveFiguresOf(context);
  return {
    id: 'load',
    kind: 'text',
    rect,
    border: makeBorder(
      { text: 'Load', ink: context.now.isLive ? 'title' : 'dim' },
      figures ? writeGait(figures, context.glyphs.separator) : [],
      rect.width,
    ),
    lines: [centreLine(writeShare(context, figures, columns), columns, context.glyphs.ellipsis)],
  };
}

/** From the wordiest to the shortest: what fits is chosen. */
function writeGait(figures: GaitFigures, separator: string): string[] {
  const { state, cadence, strideSeconds, symmetryIndexPercent } = figures;
  const span = `last ${WINDOW_SECONDS} s`;
  if (state === 'unknown') return [span];
  if (state === 'standing' || cadence === null || strideSeconds === null)
    return [`standing ${separator} ${span}`, state];
  const steps = `${Math.round(cadence)} steps/min`;
  const symmetry = symmetryIndexPercent === null ? '' : ` ${separator} SI ${signed(symmetryIndexPercent)} %`;
  return [
    `${steps} ${separator} stride ${strideSeconds.toFixed(2)} s${symmetry} ${separator} ${span}`,
    `${steps} ${separator} stride ${strideSeconds.toFixed(2)} s ${separator} ${span}`,
    `${steps} ${separator} stride ${strideSeconds.toFixed(2)} s`,
    `${steps} ${separator} ${span}`,
    steps,
  ];
}

/** `+13`: more on the right. */
function signed(percent: number): string {
  const rounded = Math.round(percent);
  return rounded > 0 ? `+${rounded}` : String(rounded);
}

function writeShare({ glyphs, unicode }: ViewContext, figures: GaitFigures | null, columns: number): Line {
  const room = Math.max(4, columns - 2 * FIGURE_COLUMNS);
  const share = figures?.load;
  if (!share) {
    const unknown = `${glyphs.dash.padStart(3)} %`;
    const bar = glyphs.blank.repeat(room);
    return [{ text: `L ${unknown}  ${bar} ${unknown}  R`, ink: 'dim' }];
  }
  const leftPercent = Math.round(share.left * 100);
  const leftCells = Math.round(share.left * room);
  return [
    { text: 'L ', ink: 'dim' },
    { text: String(leftPercent).padStart(3), ink: 'bright' },
    { text: ' %  ', ink: 'dim' },
    { text: glyphs.full.repeat(leftCells), ink: rampInk(LEFT_STEP) },
    { text: (unicode ? '▒' : '-').repeat(room - leftCells), ink: rampInk(RIGHT_STEP) },
    { text: ' ' },
    { text: String(100 - leftPercent).padStart(3), ink: 'bright' },
    { text: ' %  R', ink: 'dim' },
  ];
}
