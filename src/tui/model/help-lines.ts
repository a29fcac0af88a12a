import { cutLine, lineWidth } from '../frame/fit-line.ts';
import type { Line, Rect, Span, TextBlock } from '../frame/frame.ts';
import { RAMP_STEPS } from '../frame/frame.ts';
import type { Glyphs } from '../frame/glyphs.ts';
import { glyphsFor } from '../frame/glyphs.ts';
import { makeBorder } from '../frame/panel-border.ts';
import { rampColour } from '../frame/ramp-step.ts';
import type { ViewContext } from '../screens/view-context.ts';
import { KEY_MAP } from './key-map.ts';
import { nameKey } from './key-name.ts';
import { layOut } from './layout.ts';
import type { Model } from './model.ts';

const KEY_COLUMNS = 18;
const SIGN_COLUMNS = 16;
const TWO_COLUMNS_FROM = 110;
/** Of the left half: labels of keys are longer than what signs mean. */
const LEFT_SHARE = 0.52;

/** All keys, from the key map, and what the signs and colours say. */
export function drawHelp(context: ViewContext, rect: Rect): TextBlock {
  const lines = helpLines(context.unicode, rect.width - 2);
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

/** How far the help can be scrolled down on the model's screen, in lines. */
export function mostHelpScroll(model: Model): number {
  const layout = layOut(model.size);
  if (!layout) return 0;
  const lines = helpLines(model.unicode, layout.body.width - 2);
  return Math.max(0, lines.length - (layout.body.height - 2));
}

function helpLines(unicode: boolean, columns: number): Line[] {
  const glyphs = glyphsFor(unicode);
  const keys = writeKeys(unicode);
  const signs = writeSigns(glyphs, unicode);
  const cut = (line: Line) => cutLine(line, columns, glyphs.ellipsis);
  if (columns < TWO_COLUMNS_FROM) return [...keys, [], ...signs].map(cut);
  const split = Math.ceil((keys.length + signs.length + 1) / 2);
  const right = [...signs, [], ...keys.slice(split)];
  const half = Math.floor(columns * LEFT_SHARE);
  return Array.from({ length: Math.max(split, right.length) }, (_, row) => {
    const left = cutLine((row < split ? keys[row] : undefined) ?? [], half - 2, glyphs.ellipsis);
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

function writeSigns(glyphs: Glyphs, unicode: boolean): Line[] {
  const explain = (sign: readonly Span[], meaning: string): Line => {
    const padding = ' '.repeat(Math.max(1, SIGN_COLUMNS - lineWidth(sign)));
    return [{ text: ' ' }, ...sign, { text: padding }, { text: meaning, foreground: 'normal' }];
  };
  const ramp: Span[] = Array.from({ length: RAMP_STEPS }, (_, step) => ({
    text: glyphs.full,
    foreground: rampColour(step),
    background: rampColour(step),
  }));
  return [
    [{ text: ' Signs', foreground: 'title' }],
    explain(
      [{ text: `${glyphs.replay} replay`, foreground: 'warn' }],
      'a recording is played: nothing is of now',
    ),
    explain([{ text: `${glyphs.live} live`, foreground: 'good' }], 'the newest sample is of now'),
    explain([{ text: `${glyphs.frozen} frozen`, foreground: 'warn' }], 'not of now: End is back to now'),
    explain([{ text: `${glyphs.stale} stale`, foreground: 'warn' }], 'no new samples; the last are greyed'),
    explain([{ text: `${glyphs.down} down`, foreground: 'bad' }], 'the API failed three polls in a row'),
    explain(
      [{ text: `${glyphs.unknown} never seen`, foreground: 'dim' }],
      'the store holds nothing of this patient',
    ),
    explain([{ text: '!894!', foreground: 'alarm' }], 'a reading that was flagged as an anomaly'),
    explain([{ text: '~894~', foreground: 'alarm' }], 'a flag that footwatch simulated'),
    explain([{ text: '+3', foreground: 'warn' }], 'ward: anomalous samples since last look'),
    explain([{ text: '~+3', foreground: 'normal' }], 'the same, as far as seen all simulated'),
    explain(
      [{ text: '!', foreground: 'alarm' }, { text: ' ' }, { text: '~', foreground: 'alarm' }],
      'over a trace: flagged; simulated',
    ),
    explain([{ text: glyphs.gap.repeat(4), foreground: 'dim' }], 'in a trace: no sample at that time'),
    explain(
      unicode ? ramp : [{ text: '_-=+*%@#', foreground: 'normal' }],
      '0 to 1023; 1023 is an ordinary reading',
    ),
    explain([{ text: glyphs.dash, foreground: 'dim' }], 'not known'),
    explain(
      [
        { text: glyphs.centre, foreground: 'bright' },
        { text: ` ${glyphs.centreBefore}`, foreground: 'dim' },
      ],
      'centre of pressure, and where it was',
    ),
    explain([{ text: '***', foreground: 'bright' }], 'a name that is hidden'),
    explain([{ text: '+12', foreground: 'dim' }], 'samples stored since it was frozen'),
    explain([{ text: 'delay', foreground: 'dim' }], 'from the cacher to this screen'),
    explain([{ text: 'wake-ups', foreground: 'dim' }], 'the store tells of new samples at once'),
    explain([{ text: 'polling', foreground: 'dim' }], 'it is asked for them again and again'),
  ];
}
