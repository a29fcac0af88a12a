import { describe, expect, it } from 'vitest';
import { detectAbilities } from '../../src/tui/terminal-capabilities.ts';

describe('detecting what a terminal can show', () => {
  it.each([
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
    expect(detectAbilities({ TERM }).colours).toBe(colours);
  });

  it('believes COLORTERM where TERM says little', () => {
    expect(detectAbilities({ TERM: 'xterm', COLORTERM: 'truecolor' }).colours).toBe(256);
  });

  it('uses no colours when NO_COLOR is set to anything', () => {
    expect(detectAbilities({ TERM: 'xterm-256color', NO_COLOR: '0' }).colours).toBe(0);
    expect(detectAbilities({ TERM: 'xterm-256color', NO_COLOR: '' }).colours).toBe(256);
  });

  it('takes the locale from the first of its variables that is set', () => {
    expect(detectAbilities({ LANG: 'pl_PL.UTF-8' }).unicode).toBe(true);
    expect(detectAbilities({ LANG: 'C.utf8', LC_ALL: 'C' }).unicode).toBe(false);
    expect(detectAbilities({ LANG: 'C', LC_CTYPE: 'C.UTF-8', LC_ALL: '' }).unicode).toBe(true);
    expect(detectAbilities({}).unicode).toBe(false);
  });

  it('draws in ASCII on the Linux console, whose font has no Braille', () => {
    expect(detectAbilities({ TERM: 'linux', LANG: 'C.UTF-8' }).unicode).toBe(false);
  });
});

describe('what the user says of the terminal', () => {
  const RICH = { TERM: 'xterm-256color', LANG: 'C.UTF-8' };

  it('goes before what is found', () => {
    expect(detectAbilities(RICH, { theme: 'mono', ascii: false })).toMatchObject({
      colours: 0,
      unicode: true,
    });
    expect(detectAbilities(RICH, { theme: 'auto', ascii: true })).toMatchObject({
      colours: 256,
      unicode: false,
    });
    const light = { ...RICH, COLORFGBG: '0;15' };
    expect(detectAbilities(light, { theme: 'dark', ascii: false }).background).toBe('dark');
    expect(detectAbilities(RICH, { theme: 'light', ascii: false }).background).toBe('light');
  });

  it('asks for no colour where NO_COLOR forbids them', () => {
    expect(detectAbilities({ ...RICH, NO_COLOR: '1' }, { theme: 'light', ascii: false }).colours).toBe(0);
  });

  it.each([
    ['15;0', 'dark'],
    ['0;15', 'light'],
    ['0;default;15', 'light'],
    ['12;8', 'dark'],
    ['0;7', 'light'],
    ['15;default', 'dark'],
    ['', 'dark'],
    [undefined, 'dark'],
  ])('takes the background from COLORFGBG: %s is %s', (COLORFGBG, background) => {
    expect(detectAbilities({ ...RICH, COLORFGBG }).background).toBe(background);
  });
});
