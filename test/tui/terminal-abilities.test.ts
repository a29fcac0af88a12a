import { describe, expect, it } from 'vitest';
import { detectAbilities } from '../../src/tui/terminal-abilities.ts';

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
