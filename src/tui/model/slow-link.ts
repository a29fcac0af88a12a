import type { TraceMotion } from '../frame/frame.ts';
import type { TerminalLinkReport } from '../link/terminal-link.ts';
import type { FeetStyle, Model } from './model.ts';

/** A picture that gets older than this burdens the link too much. */
const MAX_LIVE_AGE_MS = 1000;
/** The light mode ends when pictures have been younger than this for so long. */
const FAST_AGE_MS = 500;
const FAST_FOR_MS = 30_000;
/** It begins when they have been too old for so long: one large picture is no slow link. */
const BEHIND_FOR_MS = 3000;

/**
 * How far behind the picture is that the reader sees, in whole seconds, when it is too old to be called live; null when it is
 * not, or when that is not known.
 */
export function findSecondsBehind(terminal: TerminalLinkReport | null): number | null {
  return terminal?.secondsBehind ?? null;
}

/**
 * Takes note of how the link to the terminal is. One that is behind for 3 s is spared by the light mode, until it has been
 * fast for half a minute.
 */
export function noteTerminalLink(model: Model, terminal: TerminalLinkReport): Model {
  const { spared, nowMs } = model;
  const age = terminal.pictureAgeMs;
  // A large picture that is under way for long counts here, though it says nothing of the state.
  const isBehind = terminal.secondsBehind !== null || (age !== null && age > MAX_LIVE_AGE_MS);
  const isFast = !isBehind && age !== null && age < FAST_AGE_MS;
  if (!spared.isLight) {
    const sinceMs = isBehind ? (spared.sinceMs ?? nowMs) : null;
    const isLight = sinceMs !== null && nowMs - sinceMs >= BEHIND_FOR_MS;
    return { ...model, terminal, spared: { isLight, sinceMs: isLight ? null : sinceMs } };
  }
  const sinceMs = isFast ? (spared.sinceMs ?? nowMs) : null;
  const isLight = sinceMs === null || nowMs - sinceMs < FAST_FOR_MS;
  return { ...model, terminal, spared: { isLight, sinceMs: isLight ? sinceMs : null } };
}

/** How the traces move: as chosen, or sweeping while a slow link is spared. */
export function chooseTraces({ traces, chosen, spared }: Model): TraceMotion {
  return spared.isLight && !chosen.traces ? 'sweep' : traces;
}

/** How the feet are drawn: as chosen, or as numbers while a slow link is spared. */
export function chooseFeet({ feet, chosen, spared }: Model): FeetStyle {
  return spared.isLight && !chosen.feet ? 'numbers' : feet;
}

/** Whether the light mode draws anything otherwise than it was set. */
export function isSparing(model: Model): boolean {
  return model.spared.isLight && !(model.chosen.traces && model.chosen.feet);
}
