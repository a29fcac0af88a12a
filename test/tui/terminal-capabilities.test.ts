import { describe, expect, test } from 'vitest';
import { detectCapabilities, explainUndrawable } from '../../src/tui/terminal-capabilities.ts';

describe('detecting what a terminal can show', () => {
  test.each([
    ['xterm-256color', 256],
    ['tmux-256color', 256],
    ['screen-256color', 256],
    ['xterm-kitty', 256],
    ['alacritty', 256],
    ['xterm', 16],
    ['screen', 16],
    ['linux', 16],
    ['vt100', 0],
    ['dumb', 0],
    ['', 0],
  ])('takes %s for one of %d colours', (TERM, colours) => {
    expect(detectCapabilities({ TERM }).colours).toBe(colours);
  });

  test('believes COLORTERM where TERM says little', () => {
    expect(detectCapabilities({ TERM: 'xterm', COLORTERM: 'truecolor' }).colours).toBe(256);
  });

  test('uses no colours when NO_COLOR is set to anything', () => {
    expect(detectCapabilities({ TERM: 'xterm-256color', NO_COLOR: '0' }).colours).toBe(0);
    expect(detectCapabilities({ TERM: 'xterm-256color', NO_COLOR: '' }).colours).toBe(256);
  });

  test('takes the locale from the first of its variables that is set', () => {
    expect(detectCapabilities({ LANG: 'pl_PL.UTF-8' }).unicode).toBe(true);
    expect(detectCapabilities({ LANG: 'C.utf8', LC_ALL: 'C' }).unicode).toBe(false);
    expect(detectCapabilities({ LANG: 'C', LC_CTYPE: 'C.UTF-8', LC_ALL: '' }).unicode).toBe(true);
    expect(detectCapabilities({}).unicode).toBe(false);
  });

  test('draws in ASCII on the Linux console, whose font has no Braille', () => {
    expect(detectCapabilities({ TERM: 'linux', LANG: 'C.UTF-8' }).unicode).toBe(false);
  });
});

describe('what the user says of the terminal', () => {
  const RICH = { TERM: 'xterm-256color', LANG: 'C.UTF-8' };

  test('wins over what the environment tells', () => {
    expect(detectCapabilities(RICH, { theme: 'mono', ascii: false })).toMatchObject({
      colours: 0,
      unicode: true,
    });
    expect(detectCapabilities(RICH, { theme: 'auto', ascii: true })).toMatchObject({
      colours: 256,
      unicode: false,
    });
    const light = { ...RICH, COLORFGBG: '0;15' };
    expect(detectCapabilities(light, { theme: 'dark', ascii: false }).background).toBe('dark');
    expect(detectCapabilities(RICH, { theme: 'light', ascii: false }).background).toBe('light');
  });

  test('adds no colours where NO_COLOR forbids them', () => {
    expect(detectCapabilities({ ...RICH, NO_COLOR: '1' }, { theme: 'light', ascii: false }).colours).toBe(0);
  });

  test.each([
    ['15;0', 'dark'],
    ['0;15', 'light'],
    ['0;default;15', 'light'],
    ['12;8', 'dark'],
    ['0;7', 'light'],
    ['15;default', 'dark'],
    ['', 'dark'],
    [undefined, 'dark'],
  ])('takes the background from COLORFGBG: %s is %s', (COLORFGBG, background) => {
    expect(detectCapabilities({ ...RICH, COLORFGBG }).background).toBe(background);
  });
});

test.each([
  ['dumb', 'TERM is dumb'],
  ['unknown', 'TERM is unknown'],
  ['', 'TERM is not set'],
  [undefined, 'TERM is not set'],
  ['vt100', null],
  ['xterm', null],
])('tells of TERM=%s why nothing can be drawn: %s', (TERM, reason) => {
  expect(explainUndrawable({ TERM }, 'linux')).toBe(reason);
});

test('takes a terminal of Windows, which has no TERM, for one that draws', () => {
  expect(explainUndrawable({}, 'win32')).toBe(null);
});
