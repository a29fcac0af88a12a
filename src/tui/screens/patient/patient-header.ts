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
  addBackground,
  chooseFitting,
  cutLine,
  cutText,
  joinSides,
  lineWidth,
} from '../../frame/fit-line.ts';
import type { Line, Rect, Span, TextBlock } from '../../frame/frame.ts';
import { makeShowable } from '../../frame/glyphs.ts';
import type { Model } from '../../model/model.ts';
import { findSecondsBehind } from '../../model/slow-link.ts';
import { writeName } from '../person-name.ts';
import { addClaim, claimState, markShownState } from '../state-mark.ts';
import type { ViewContext } from '../view-context.ts';

const MAX_WALK_NAME_COLUMNS = 28;
/** Kept free for the patient's number and name, however long the state's text is. */
const MIN_NAME_COLUMNS = 24;
/** Narrower screens leave the delay out. */
const MIN_DELAY_COLUMNS = 80;

/** The top bar: who the patient is, and whether the samples are live. */
export function drawTopBar(context: ViewContext, rect: Rect): TextBlock {
  const { ellipsis } = context.glyphs;
  const clock: Line = [{ text: `  ${writeClock(context)} `, foreground: 'dim', comesFirst: true }];
  const stateRoom = rect.width - MIN_NAME_COLUMNS - lineWidth(clock);
  const claim = claimState(context.patient ?? 'nobody', context.status.state, context);
  const state = addClaim(writeState(context, stateRoom), claim);
  const right = [...cutLine(state, stateRoom, ellipsis), ...clock];
  const room = rect.width - lineWidth(right) - 1;
  const patient = chooseFitting(writePatient(context), room);
  const line = joinSides(patient, right, rect.width, ellipsis);
  return { id: 'top-bar', kind: 'text', rect, lines: [addBackground(line, 'bar')] };
}

/** The patient's wordings, wordiest first. That somebody is disabled is told in all of them. */
function writePatient(context: ViewContext): Line[] {
  const { model, patient, snapshot, glyphs, unicode } = context;
  const program: Line = [{ text: ' ' }, { text: 'footwatch', foreground: 'title' }, { text: '  ' }];
  if (patient === null) return [program];
  const profile = snapshot?.profile ?? null;
  const number: Span = { text: `${patient} `, foreground: 'bright' };
  const name: Span = { text: `${writeName(profile, context)} `, foreground: 'bright' };
  const born = makeShowable(profile?.birthdate ?? glyphs.dash, unicode);
  const walk = profile?.traceName ?? null;
  const quoted = walk && `"${cutText(makeShowable(walk, unicode), MAX_WALK_NAME_COLUMNS, glyphs.ellipsis)}"`;
  const disabled = profile?.disabled ? 'disabled' : null;
  const join = (facts: readonly (string | null)[]): Span => ({
    text: ` ${facts.filter((fact) => fact !== null).join(` ${glyphs.separator} `)}`,
    foreground: 'dim',
  });
  if (model.isPrivate) {
    return [
      [...program, number, name, join([disabled, 'names are hidden'])],
      [...program, number, name, join([disabled, 'hidden'])],
      [{ text: ' ' }, number, name, join([disabled])],
    ];
  }
  return [
    [...program, number, name, join([`born ${born}`, disabled, quoted && `walk ${quoted}`])],
    [...program, number, name, join([born, disabled, quoted])],
    [...program, number, name, join([born, disabled])],
    [...program, number, name, join([disabled])],
    [{ text: ' ' }, number, name, join([disabled])],
  ];
}

function writeState(context: ViewContext, room: number): Line {
  const { model, patient, status, snapshot, glyphs, zoneOffsetMinutes, unicode } = context;
  if (patient === null) return [];
  const { sign, word, role } = markShownState(status.state, context);
  if (context.isStatePending) return [{ text: sign, foreground: role }];
  const behind = status.state === 'live' ? findSecondsBehind(model.terminal) : null;
  const text = behind === null ? word.toUpperCase() : `${behind} s BEHIND`;
  const mark: Span = { text: `${sign} ${text}`, foreground: role };
  const age = status.ageSeconds === null ? glyphs.dash : formatAge(status.ageSeconds);
  switch (status.state) {
    case 'live':
      return [
        mark,
        { text: '  age ', foreground: 'dim' },
        { text: age.padStart(4), foreground: 'normal' },
        ...(model.size.columns < MIN_DELAY_COLUMNS ? [] : writeDelay(snapshot?.delaySeconds, glyphs.dash)),
      ];
    case 'stale':
      return [mark, { text: ` ${status.newest ? age.padStart(4) : 'no sample'}`, foreground: role }];
    case 'down': {
      const lastOk = snapshot?.health?.lastOkAtSeconds ?? null;
      const since = lastOk === null ? '' : ` since ${formatClockTime(lastOk, zoneOffsetMinutes)}`;
      const reason = makeShowable(snapshot?.health?.lastError ?? 'reason not known', unicode);
      return [mark, { text: `${since}: ${reason}`, foreground: role }];
    }
    case 'historical':
      return chooseFitting(writeHistorical(context), room);
    case 'replay': {
      const date =
        status.nowSeconds === null ? '' : ` of ${formatLocalDate(status.nowSeconds, zoneOffsetMinutes)}`;
      const motion = describeMotion(model.replay);
      const gap = status.isLive || model.replay?.motion === 'ended' ? '' : `, no sample for ${age}`;
      const lost = model.replay?.isStartLost && !model.replay.hasEarlier ? ', no more is kept' : '';
      const wordings = [`${motion}${date}${gap}${lost}`, `${motion}${gap}${lost}`, motion];
      return chooseFitting(
        wordings.map((text): Line => [mark, { text, foreground: role }]),
        room,
      );
    }
    case 'unknown':
    case 'unread':
      return [mark];
  }
}

/** How a recording is played, as far as that is not the ordinary way. */
function describeMotion(replay: Model['replay']): string {
  if (replay === null) return '';
  if (replay.isSeeking) return ' SEEKING';
  if (replay.motion !== 'playing') return ` ${replay.motion.toUpperCase()}`;
  return replay.speed === 1 ? '' : ` ${replay.speed}x`;
}

/** The time from the cacher's receipt of the newest sample to its display. */
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

/** The instant of the history that is shown, how long ago that was, and the state now; wordiest first. */
function writeHistorical(context: ViewContext): Line[] {
  const { model, status, glyphs, zoneOffsetMinutes } = context;
  const { history, selected, snapshots, nowMs } = model;
  const live = selected === null ? null : (snapshots.get(selected) ?? null);
  const { state } = assessPatient(live, nowMs);
  if (history === null || !status.newest) return [];
  const motion = history.play === null ? 'FROZEN' : `PLAYING ${history.speed}x`;
  const time = formatPreciseClockTime(history.atSeconds, zoneOffsetMinutes).slice(0, 10);
  const ago = status.ageSeconds === null ? '' : `  ${formatSpan(status.ageSeconds)} ago`;
  const { sign, word, role } = markShownState(state, context);
  const historical = (text: string): Span => ({ text: `${glyphs.frozen} ${text}`, foreground: 'warn' });
  const stateNow: Span = { text: `${sign} ${word}`, foreground: role };
  const stored: Span = {
    text: history.meanwhile.samples > 0 ? ` +${history.meanwhile.samples}` : '',
    foreground: 'dim',
  };
  return [
    [historical(`${motion} at ${time}${ago}`), { text: '   now ', foreground: 'dim' }, stateNow, stored],
    [historical(`${motion} ${time}${ago}  `), stateNow, stored],
    [historical(`${motion} ${time}  `), stateNow, stored],
    [historical(`${motion} ${time.slice(0, 8)} `), stateNow],
    [historical(`${time.slice(0, 8)} `), stateNow],
  ];
}

function writeClock({ status, zoneOffsetMinutes, glyphs }: ViewContext): string {
  return status.nowSeconds === null
    ? glyphs.dash.padStart(8)
    : formatClockTime(status.nowSeconds, zoneOffsetMinutes);
}
