/**
 * What a terminal sent, once all of its bytes have come. Whatever is not known makes no event.
 *
 * A listener acts on `key`. Nothing else is a key: pastes are text, and replies answer somebody's question.
 */
export type InputEvent =
  /** A key by its name, as nameKeys() gives it: `q`, `S-g`, `C-c`, `up`, `enter`, `ł`. */
  | { readonly kind: 'key'; readonly key: string }
  /** The key that came last stood alone: no other byte came within 50 ms before or after it. */
  | { readonly kind: 'alone'; readonly key: string }
  /** A bracketed paste, as it came: it may hold anything. */
  | { readonly kind: 'paste'; readonly text: string }
  | { readonly kind: 'mouse'; readonly mouse: MouseReport }
  /** An answer or a report of the terminal, without ESC and terminator: `[0n`, `[?62;22c`, `]11;rgb:0/0/0`, `[I`. */
  | { readonly kind: 'reply'; readonly reply: string };

/** A mouse button or the wheel. */
export interface MouseReport {
  /** xterm's code: the button in bits 0, 1, 6 and 7, shift, meta and control in bits 2 to 4, motion in bit 5. */
  readonly code: number;
  /** Both counted from 1. */
  readonly column: number;
  readonly row: number;
  readonly isRelease: boolean;
}

/** The body of the answer to `CSI 5 n`: the terminal has read everything that was written before it asked. */
export const STATUS_REPORT = '[0n';

/** Which way the wheel was turned by a step; null when it was not the wheel. */
export function readWheel({ code, isRelease }: MouseReport): 'up' | 'down' | null {
  const button = code & ~MODIFIER_BITS;
  if (isRelease || (button !== WHEEL_UP && button !== WHEEL_DOWN)) return null;
  return button === WHEEL_UP ? 'up' : 'down';
}
const MODIFIER_BITS = 0b1_1100;
const WHEEL_UP = 64;
const WHEEL_DOWN = 65;
