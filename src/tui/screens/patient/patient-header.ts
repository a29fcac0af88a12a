import {
  formatAge,
  formatClockTime,
  formatLatencyBound,
  formatLocalDate,
  formatPreciseClockTime,
  formatSpan,
} from '../../../core/time/clock-time.ts';
import { assessPatient } from '../../../reader/patient-status.ts';
import {
  cutLine,
  cutText,
  firstFitting,
  joinSides,
  lineWidth,
  withBackground,
} from '../../frame/fit-line.ts';
import type { Line, Rect, Span, TextBlock } from '../../frame/frame.ts';
import { showableText } from '../../frame/glyphs.ts';
import { writeName } from '../person-name.ts';
import { markState } from '../state-mark.ts';
import type { ViewContext } from '../view-context.ts';

const MAX_TRACE_NAME = 28;
/** What the patient's number and name need, whatever the state has to say. */
const MIN_NAME_COLUMNS = 24;
/** Narrower screens have no room for the delay. */
const DELAY_COLUMNS = 80;

/** Who it is, and whether it is live. */
export function drawTopBar(context: ViewContext, rect: Rect): TextBlock {
  const { ellipsis } = context.glyphs;
  const clock: Line = [{ text: `  ${writeClock(context)} `, foreground: 'dim' }];
  const stateRoom = rect.width - MIN_NAME_COLUMNS - lineWidth(clock);
  const right = [...cutLine(writeState(context, stateRoom), stateRoom, ellipsis), ...clock];
  const room = rect.width - lineWidth(right) - 1;
  const who = firstFitting(writeWho(context), room);
  const line = joinSides(who, right, rect.width, ellipsis);
  return { id: 'top-bar', kind: 'text', rect, lines: [withBackground(line, 'bar')] };
}

/** From the wordiest to the shortest: what fits is chosen. That somebody is disabled stays in all. */
function writeWho(context: ViewContext): Line[] {
  const { model, patient, snapshot, glyphs, unicode } = context;
  const product: Line = [{ text: ' ' }, { text: 'footwatch', foreground: 'title' }, { text: '  ' }];
  if (patient === null) return [product];
  const profile = snapshot?.profile ?? null;
  const number: Span = { text: `${patient} `, foreground: 'bright' };
  const name: Span = { text: `${writeName(profile, context)} `, foreground: 'bright' };
  const born = showableText(profile?.birthdate ?? glyphs.dash, unicode);
  const walk = profile?.traceName ?? null;
  const quoted = walk && `"${cutText(showableText(walk, unicode), MAX_TRACE_NAME, glyphs.ellipsis)}"`;
  const disabled = profile?.disabled ? 'disabled' : null;
  const join = (facts: readonly (string | null)[]): Span => ({
    text: ` ${facts.filter((fact) => fact !== null).join(` ${glyphs.separator} `)}`,
    foreground: 'dim',
  });
  if (model.isPrivate) {
    return [
      [...product, number, name, join([disabled, 'names are hidden'])],
      [...product, number, name, join([disabled, 'hidden'])],
      [{ text: ' ' }, number, name, join([disabled])],
    ];
  }
  return [
    [...product, number, name, join([`born ${born}`, disabled, quoted && `walk ${quoted}`])],
    [...product, number, name, join([born, disabled, quoted])],
    [...product, number, name, join([born, disabled])],
    [...product, number, name, join([disabled])],
    [{ text: ' ' }, number, name, join([disabled])],
  ];
}

function writeState(context: ViewContext, room: number): Line {
  const { model, patient, status, snapshot, glyphs, zoneOffsetMinutes, unicode } = context;
  if (patient === null) return [];
  const { sign, word, role } = markState(status.state, glyphs);
  const mark: Span = { text: `${sign} ${word.toUpperCase()}`, foreground: role };
  const age = status.ageSeconds === null ? glyphs.dash : formatAge(status.ageSeconds);
  switch (status.state) {
    case 'live':
      return [
        mark,
        { text: '  age ', foreground: 'dim' },
        { text: age.padStart(4), foreground: 'normal' },
        ...(model.size.columns < DELAY_COLUMNS ? [] : writeDelay(snapshot?.delaySeconds, glyphs.dash)),
      ];
    case 'stale':
      return [mark, { text: ` ${status.newest ? age.padStart(4) : 'no sample'}`, foreground: role }];
    case 'down': {
      const lastOk = snapshot?.health?.lastOkAtSeconds ?? null;
      const since = lastOk === null ? '' : ` since ${formatClockTime(lastOk, zoneOffsetMinutes)}`;
      const reason = showableText(snapshot?.health?.lastError ?? 'reason not known', unicode);
      return [mark, { text: `${since}: ${reason}`, foreground: role }];
    }
    case 'historical':
      return firstFitting(writeThen(context), room);
    case 'replay': {
      const date =
        status.nowSeconds === null ? '' : ` of ${formatLocalDate(status.nowSeconds, zoneOffsetMinutes)}`;
      const gap = status.isLive || model.replay === 'ended' ? '' : `, no sample for ${age}`;
      return [mark, { text: `${model.replay === 'ended' ? ' ENDED' : ''}${date}${gap}`, foreground: role }];
    }
    case 'unknown':
    case 'unread':
      return [mark];
  }
}

/** From the cacher's receipt of the newest sample to the screen. */
function writeDelay(delaySeconds: number | undefined, dash: string): Line {
  const delay =
    delaySeconds === undefined
      ? dash
      : delaySeconds < 1
        ? `${formatLatencyBound(delaySeconds * 1000)} ms`
        : formatSpan(delaySeconds);
  return [
    { text: '  delay ', foreground: 'dim' },
    { text: delay.padStart(6), foreground: 'normal' },
  ];
}

/** When it is of, how long ago that is, and how life goes on meanwhile: from the wordiest to the shortest. */
function writeThen({ model, status, glyphs, zoneOffsetMinutes }: ViewContext): Line[] {
  const { history, selected, snapshots, nowMs } = model;
  const live = selected === null ? null : (snapshots.get(selected) ?? null);
  const { state } = assessPatient(live, nowMs);
  if (history === null || !status.newest) return [];
  const what = history.play === null ? 'FROZEN' : `PLAYING ${history.speed}x`;
  const time = formatPreciseClockTime(history.atSeconds, zoneOffsetMinutes).slice(0, 10);
  const ago = status.ageSeconds === null ? '' : `  ${formatSpan(status.ageSeconds)} ago`;
  const { sign, word, role } = markState(state, glyphs);
  const then = (text: string): Span => ({ text: `${glyphs.frozen} ${text}`, foreground: 'warn' });
  const life: Span = { text: `${sign} ${word}`, foreground: role };
  const stored: Span = {
    text: history.meanwhile.samples > 0 ? ` +${history.meanwhile.samples}` : '',
    foreground: 'dim',
  };
  return [
    [then(`${what} at ${time}${ago}`), { text: '   now ', foreground: 'dim' }, life, stored],
    [then(`${what} ${time}${ago}  `), life, stored],
    [then(`${what} ${time}  `), life, stored],
    [then(`${what} ${time.slice(0, 8)} `), life],
    [then(`${time.slice(0, 8)} `), life],
  ];
}

function writeClock({ status, zoneOffsetMinutes, glyphs }: ViewContext): string {
  return status.nowSeconds === null
    ? glyphs.dash.padStart(8)
    : formatClockTime(status.nowSeconds, zoneOffsetMinutes);
}
