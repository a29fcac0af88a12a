import { ageText, clockTime, localDate } from '../core/clock-time.ts';
import type { Profile } from '../core/patient.ts';
import { cutLine, cutText, joinSides, lineWidth, onPaper } from './fit-line.ts';
import type { Line, Rect, Span, TextBlock } from './frame.ts';
import { showableText } from './glyphs.ts';
import { markState } from './patient-now.ts';
import type { ViewContext } from './view-context.ts';

const LONGEST_TRACE_NAME = 28;
/** What the patient's number and name need, whatever the state has to say. */
const LEAST_NAME_COLUMNS = 24;

/** Who it is, and whether it is live. */
export function drawTopBar(context: ViewContext, rect: Rect): TextBlock {
  const { ellipsis } = context.glyphs;
  const clock: Line = [{ text: `  ${writeClock(context)} `, ink: 'dim' }];
  const stateRoom = rect.width - LEAST_NAME_COLUMNS - lineWidth(clock);
  const right = [...cutLine(writeState(context), stateRoom, ellipsis), ...clock];
  const room = rect.width - lineWidth(right) - 1;
  const wordings = writeWho(context);
  const who = wordings.find((line) => lineWidth(line) <= room) ?? wordings.at(-1) ?? [];
  const line = joinSides(who, right, rect.width, ellipsis);
  return { id: 'top-bar', kind: 'text', rect, lines: [onPaper(line, 'bar')] };
}

/** A patient's name in words, a dash for what is not known. */
export function nameOf(profile: Profile | null, context: Pick<ViewContext, 'glyphs' | 'unicode'>): string {
  const names = [profile?.firstname, profile?.lastname];
  if (names.every((name) => name == null)) return context.glyphs.dash;
  return names.map((name) => showableText(name ?? context.glyphs.dash, context.unicode)).join(' ');
}

/** From the wordiest to the shortest: what fits is chosen. That somebody is disabled stays in all. */
function writeWho(context: ViewContext): Line[] {
  const { patient, feed, glyphs, unicode } = context;
  const product: Span = { text: ' footwatch  ', ink: 'title' };
  if (patient === null) return [[product]];
  const profile = feed?.profile ?? null;
  const number: Span = { text: `${patient} `, ink: 'bright' };
  const name: Span = { text: `${nameOf(profile, context)} `, ink: 'bright' };
  const born = showableText(profile?.birthdate ?? glyphs.dash, unicode);
  const walk = profile?.traceName ?? null;
  const quoted = walk && `"${cutText(showableText(walk, unicode), LONGEST_TRACE_NAME, glyphs.ellipsis)}"`;
  const disabled = profile?.disabled ? 'disabled' : null;
  const join = (facts: readonly (string | null)[]): Span => ({
    text: ` ${facts.filter((fact) => fact !== null).join(` ${glyphs.separator} `)}`,
    ink: 'dim',
  });
  return [
    [product, number, name, join([`born ${born}`, disabled, quoted && `walk ${quoted}`])],
    [product, number, name, join([born, disabled, quoted])],
    [product, number, name, join([born, disabled])],
    [product, number, name, join([disabled])],
    [{ text: ' ' }, number, name, join([disabled])],
  ];
}

function writeState(context: ViewContext): Line {
  const { model, patient, now, feed, glyphs, zoneOffsetMinutes, unicode } = context;
  if (patient === null) return [];
  const { sign, word, tone } = markState(now.state, glyphs);
  const mark: Span = { text: `${sign} ${word.toUpperCase()}`, ink: tone };
  const age = now.ageSeconds === null ? glyphs.dash : ageText(now.ageSeconds);
  switch (now.state) {
    case 'live':
      return [mark, { text: '  age ', ink: 'dim' }, { text: age.padStart(4), ink: 'normal' }];
    case 'stale':
      return [mark, { text: ` ${now.newest ? age.padStart(4) : 'no sample'}`, ink: tone }];
    case 'down': {
      const lastOk = feed?.health?.lastOkAtSeconds ?? null;
      const since = lastOk === null ? '' : ` since ${clockTime(lastOk, zoneOffsetMinutes)}`;
      const reason = showableText(feed?.health?.lastError ?? 'reason not known', unicode);
      return [mark, { text: `${since}: ${reason}`, ink: tone }];
    }
    case 'replay': {
      const date = now.nowSeconds === null ? '' : ` of ${localDate(now.nowSeconds, zoneOffsetMinutes)}`;
      const gap = now.isLive || model.replay === 'ended' ? '' : `, no sample for ${age}`;
      return [mark, { text: `${model.replay === 'ended' ? ' ENDED' : ''}${date}${gap}`, ink: tone }];
    }
    case 'unknown':
    case 'unread':
      return [mark];
  }
}

function writeClock({ now, zoneOffsetMinutes, glyphs }: ViewContext): string {
  return now.nowSeconds === null ? glyphs.dash.padStart(8) : clockTime(now.nowSeconds, zoneOffsetMinutes);
}
