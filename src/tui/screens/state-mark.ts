import type { PatientId } from '../../core/patient.ts';
import type { PatientStatus } from '../../reader/patient-status.ts';
import type { Line, Role } from '../frame/frame.ts';
import type { Glyphs } from '../frame/glyphs.ts';
import { findSecondsBehind } from '../model/slow-link.ts';
import type { ViewContext } from './view-context.ts';

/** What stands for a patient's state on the screen: a sign, a word and its colour. */
export interface StateMark {
  readonly sign: string;
  readonly word: string;
  readonly role: Role;
}

/** Shows a state by a sign and a word, never by the colour alone. */
function markState(state: PatientStatus['state'], glyphs: Glyphs): StateMark {
  switch (state) {
    case 'live':
      return { sign: glyphs.live, word: 'live', role: 'good' };
    case 'stale':
      return { sign: glyphs.stale, word: 'stale', role: 'warn' };
    case 'replay':
      return { sign: glyphs.replay, word: 'replay', role: 'warn' };
    case 'historical':
      return { sign: glyphs.frozen, word: 'then', role: 'warn' };
    case 'down':
      return { sign: glyphs.down, word: 'down', role: 'bad' };
    case 'unknown':
      return { sign: glyphs.unknown, word: 'never seen', role: 'dim' };
    case 'unread':
      return { sign: glyphs.unread, word: 'reading', role: 'dim' };
  }
}

/**
 * Shows a state as markState() does, but never calls live what the reader sees late: over a slow link that is behind. While a
 * large frame is on its way, nothing is said of the state at all.
 */
export function markShownState(
  state: PatientStatus['state'],
  { model, glyphs, isStatePending }: Pick<ViewContext, 'model' | 'glyphs' | 'isStatePending'>,
): StateMark {
  if (isStatePending) return { sign: glyphs.ellipsis, word: '', role: 'dim' };
  if (state === 'live' && findSecondsBehind(model.terminal) !== null)
    return { sign: glyphs.stale, word: 'behind', role: 'warn' };
  return markState(state, glyphs);
}

/** What a state claims of somebody; undefined while nothing is said of it. */
export function claimState(
  who: PatientId | string,
  state: PatientStatus['state'],
  context: Pick<ViewContext, 'model' | 'glyphs' | 'isStatePending'>,
): string | undefined {
  return context.isStatePending ? undefined : `${who} ${markShownState(state, context).word}`;
}

/** Gives a claim to each span of a line. */
export function addClaim(line: Line, claim: string | undefined): Line {
  return claim === undefined ? line : line.map((span) => ({ ...span, claim }));
}
