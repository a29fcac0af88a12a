import { LOAD_WINDOW_SECONDS, shareLoad } from '../core/load-share.ts';
import { centreLine } from './fit-line.ts';
import type { Line, Rect, TextBlock } from './frame.ts';
import { makeBorder } from './panel-border.ts';
import { rampInk } from './ramp-step.ts';
import type { ViewContext } from './view-context.ts';

/** `L  49 % ` and ` 51 %  R`. */
const FIGURE_COLUMNS = 9;
const LEFT_STEP = 8;
const RIGHT_STEP = 3;

/** How the load is shared by the feet: one bar, left against right, with per cent. */
export function drawLoadPanel(context: ViewContext, rect: Rect): TextBlock {
  const columns = rect.width - 2;
  return {
    id: 'load',
    kind: 'text',
    rect,
    border: makeBorder(
      { text: 'Load', ink: context.now.isLive ? 'title' : 'dim' },
      context.now.isLive ? [`last ${LOAD_WINDOW_SECONDS} s`] : [],
      rect.width,
    ),
    lines: [centreLine(writeShare(context, columns), columns, context.glyphs.ellipsis)],
  };
}

function writeShare({ now, feed, glyphs, unicode }: ViewContext, columns: number): Line {
  const room = Math.max(4, columns - 2 * FIGURE_COLUMNS);
  const share = now.isLive && feed?.anomalies ? shareLoad(feed.samples, now.newest?.atSeconds ?? 0) : null;
  if (!share) {
    const unknown = `${glyphs.dash.padStart(3)} %`;
    const bar = glyphs.shade.repeat(room);
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
