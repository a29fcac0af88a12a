import { FULL_SCALE } from '../core/insole/full-scale.ts';

/** Cividis, the ramp of the terminal, in its eleven steps: dark for no load, yellow for the highest, also for people who confuse red and green. */
export const RAMP: readonly string[] = [
  ...['#00224e', '#0a326a', '#2b446e', '#434e6c', '#575d6d', '#707173'],
  ...['#838079', '#9b9476', '#b6a971', '#d4c05f', '#fee838'],
];

/** The step of the ramp for a reading on the scale of 0 to 1023. */
export function findStep(level: number): number {
  return Math.min(RAMP.length - 1, Math.max(0, Math.floor((level * RAMP.length) / (FULL_SCALE + 1))));
}

/**
 * The style that drawings need, to be put into a page once. Its colours are variables, so that a page on a dark background can have
 * others; text and lines have a contrast of at least 4.5 and 3 on white, and print alike.
 */
export const DRAWING_STYLE = `
.drawing { --ink: #1a1a1a; --quiet: #595959; --rule: #c9c9c9; --left: #0b5394; --right: #a64200; --alarm: #b00020; --paper: #fff; display: block; width: 100%; height: auto; font: 11px system-ui, -apple-system, "Segoe UI", "Liberation Sans", sans-serif; font-variant-numeric: tabular-nums; }
.drawing text { fill: var(--ink); }
.drawing .quiet { fill: var(--quiet); }
.drawing .rule { stroke: var(--rule); fill: none; stroke-width: .75; }
.drawing .axis { stroke: var(--quiet); fill: none; stroke-width: .75; }
.drawing .outline { stroke: var(--quiet); fill: none; stroke-width: 1; }
.drawing .sole { fill: #f1f1f1; stroke: var(--quiet); stroke-width: 1; }
.drawing .left { --side: var(--left); }
.drawing .right { --side: var(--right); }
.drawing .line { stroke: var(--side, var(--ink)); fill: none; stroke-width: 1.75; stroke-linejoin: round; stroke-linecap: round; }
.drawing .band { fill: var(--side, var(--ink)); opacity: .22; }
.drawing .area { fill: var(--side, var(--ink)); }
.drawing .trace { fill: var(--side, var(--ink)); stroke: var(--side, var(--ink)); stroke-width: .7; stroke-linejoin: round; }
.drawing .dot { fill: var(--side, var(--ink)); }
.drawing .flag { fill: var(--alarm); }
.drawing .flag-band { fill: var(--alarm); opacity: .14; }
.drawing .mark { stroke: var(--ink); stroke-width: 1; stroke-dasharray: 3 2; }
.drawing .number { font-weight: 600; text-anchor: middle; paint-order: stroke; stroke: var(--paper); stroke-width: 3px; stroke-linejoin: round; }
.drawing .middle { text-anchor: middle; }
.drawing .end { text-anchor: end; }
.drawing .strong { font-weight: 600; }
@media print { .drawing { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
`;
