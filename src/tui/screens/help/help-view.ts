import type { Insole } from '../../../core/insole/insole.ts';
import { HELP_SIGNS, type HelpSign } from '../../../core/keys/help-signs.ts';
import { KEY_MAP } from '../../../core/keys/key-map.ts';
import { nameKey } from '../../../core/keys/key-name.ts';
import { cutLine, lineWidth } from '../../frame/fit-line.ts';
import { type Line, RAMP_STEPS, type Rect, type Role, type Span, type TextBlock } from '../../frame/frame.ts';
import { chooseGlyphs, type Glyphs } from '../../frame/glyphs.ts';
import { makeBorder } from '../../frame/panel-border.ts';
import { makeRampColour } from '../../frame/ramp-step.ts';
import { layOutHelp } from '../../model/help-content.ts';
import { formatLimit } from '../reading-text.ts';
import type { ViewContext } from '../view-context.ts';

const KEY_COLUMNS = 18;
const SIGN_COLUMNS = 16;
/** Key names are longer than signs, so the left column is the wider one. */
const LEFT_SHARE = 0.52;

/** The help screen: every key of the key map, and what the signs and colours mean. */
export function drawHelp(context: ViewContext, rect: Rect): TextBlock {
  const lines = writeHelp(context.unicode, rect.width - 2, context.insole);
  const shown = rect.height - 2;
  const first = Math.max(0, Math.min(context.model.helpScroll, lines.length - shown));
  const below = Math.max(0, lines.length - shown - first);
  return {
    id: 'help',
    kind: 'text',
    rect,
    border: makeBorder(
      { text: 'Help', foreground: 'title' },
      below > 0 ? [`${below} ${below === 1 ? 'line' : 'lines'} below`] : [],
      rect.width,
    ),
    lines: lines.slice(first, first + shown),
  };
}

function writeHelp(unicode: boolean, columns: number, insole: Insole): Line[] {
  const glyphs = chooseGlyphs(unicode);
  const keys = writeKeys(unicode);
  const signs = writeSigns(glyphs, unicode, insole);
  const cut = (line: Line) => cutLine(line, columns, glyphs.ellipsis);
  const { leftLines, lines } = layOutHelp(columns);
  if (leftLines === null) return [...keys, [], ...signs].map(cut);
  const right = [...signs, [], ...keys.slice(leftLines)];
  const half = Math.floor(columns * LEFT_SHARE);
  return Array.from({ length: lines }, (_, row) => {
    const left = cutLine((row < leftLines ? keys[row] : undefined) ?? [], half - 2, glyphs.ellipsis);
    return cut([...left, { text: ' '.repeat(half - lineWidth(left)) }, ...(right[row] ?? [])]);
  });
}

function writeKeys(unicode: boolean): Line[] {
  return [
    [{ text: ' Keys', foreground: 'title' }],
    ...KEY_MAP.map(({ keys, label }): Line => {
      const names = keys.map((key) => nameKey(key, unicode)).join(' ');
      return [
        { text: ` ${names.padEnd(KEY_COLUMNS)} `, foreground: 'bright' },
        { text: label, foreground: 'normal' },
      ];
    }),
  ];
}

function writeSigns(glyphs: Glyphs, unicode: boolean, insole: Insole): Line[] {
  const { lowest, highest, unit } = insole;
  const top = `${formatLimit(insole, highest)}${unit === '' ? '' : ` ${unit}`}`;
  const ramp = `${formatLimit(insole, lowest)} to ${top}; ${top} is an ordinary reading`;
  const signs = drawSigns(glyphs, unicode);
  return [
    [{ text: ' Signs', foreground: 'title' }],
    ...HELP_SIGNS.map(({ sign, meaning }): Line => {
      const drawn = signs[sign];
      const padding = ' '.repeat(Math.max(1, SIGN_COLUMNS - lineWidth(drawn)));
      return [
        { text: ' ' },
        ...drawn,
        { text: padding },
        { text: sign === 'ramp' ? ramp : meaning, foreground: 'normal' },
      ];
    }),
  ];
}

/** Every sign as the other screens draw it. */
function drawSigns(glyphs: Glyphs, unicode: boolean): Readonly<Record<HelpSign, readonly Span[]>> {
  const draw = (text: string, foreground: Role): Span[] => [{ text, foreground }];
  return {
    replay: draw(`${glyphs.replay} replay`, 'warn'),
    live: draw(`${glyphs.live} live`, 'good'),
    frozen: draw(`${glyphs.frozen} frozen`, 'warn'),
    stale: draw(`${glyphs.stale} stale`, 'warn'),
    down: draw(`${glyphs.down} down`, 'bad'),
    neverSeen: draw(`${glyphs.unknown} never seen`, 'dim'),
    flagged: draw('! 894', 'alarm'),
    simulated: draw('~ 894', 'alarm'),
    newAnomalies: draw('+3', 'warn'),
    newSimulated: draw('~ +3', 'normal'),
    traceMarks: [...draw('!', 'alarm'), { text: ' ' }, ...draw('~', 'alarm')],
    traceGap: draw(glyphs.gap.repeat(4), 'dim'),
    ramp: unicode ? drawRamp(glyphs) : draw('_-=+*%@#', 'normal'),
    notKnown: draw(glyphs.dash, 'dim'),
    centre: [...draw(glyphs.centre, 'bright'), ...draw(` ${glyphs.centreBefore}`, 'dim')],
    hiddenName: draw('***', 'bright'),
    storedMeanwhile: draw('+12', 'dim'),
    delay: draw('delay', 'dim'),
    wakeUps: draw('wake-ups', 'dim'),
    polling: draw('polling', 'dim'),
  };
}

function drawRamp(glyphs: Glyphs): Span[] {
  return Array.from({ length: RAMP_STEPS }, (_, step) => ({
    text: glyphs.full,
    foreground: makeRampColour(step),
    background: makeRampColour(step),
  }));
}
