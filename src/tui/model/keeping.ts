import { formatBytes } from '../../core/format-bytes.ts';
import { MAX_MARKS, MAX_WORD_LENGTH } from '../../core/kept-walk.ts';
import { formatClockTime } from '../../core/time/clock-time.ts';
import { storeNowSeconds } from '../../reader/timed-snapshot.ts';
import type { KeepOutcome, WalkToKeep } from '../../store/kept-walks.ts';
import { pasteText, typeKey } from './filter-text.ts';
import type { Keeping, PendingMark } from './kept-state.ts';
import type { Model } from './model.ts';
import { type Transition, transitionTo } from './transition.ts';

/** The outcome of keeping a walk; `failed` when the store did not take it, with the reason. */
export type KeepAnswer = KeepOutcome | { readonly kind: 'failed'; readonly reason: string };

/** Nothing is marked yet. */
export const NO_KEEPING: Keeping = { marks: [], typing: null, notice: null };

/** Nothing is marked yet, and something has to be said. */
export function startWithFailure(failure: string, nowMs: number): Keeping {
  return { ...NO_KEEPING, notice: { wordings: [failure], isBad: true, atMs: nowMs } };
}

/** How long a notice stays. */
export const NOTICE_MS = 8000;
/** What is kept where no two marks say it: so long until the instant shown, or around an event. */
const SPAN_SECONDS = 120;

/** Whether what is on the screen can be kept and marked: the store is followed, and an instant of a patient is shown. */
export function canKeep(model: Model): boolean {
  return model.replay === null && findInstant(model) !== null;
}

/** Starts typing the word of a mark at the instant shown. */
export function startMark(model: Model): Model {
  const atSeconds = findInstant(model);
  if (!canKeep(model) || atSeconds === null || model.selected === null) return model;
  return change(model, { typing: { patient: model.selected, atSeconds, word: '' }, notice: null });
}

/** Takes a key while a mark's word is typed: Enter sets the mark, Esc gives it up, keys that write nothing are ignored. */
export function typeInMark(model: Model, key: string): Model {
  const { typing, marks } = model.keeping;
  if (typing === null) return model;
  if (key === 'escape') return change(model, { typing: null });
  if (key === 'enter' || key === 'return') {
    const set = { ...typing, word: typing.word.trim() };
    const all = [...marks, set].sort((a, b) => a.atSeconds - b.atSeconds).slice(-MAX_MARKS);
    return tell(
      change(model, { typing: null, marks: all }),
      describeMarks({ ...model, keeping: { ...model.keeping, marks: all } }, set),
    );
  }
  const word = typeKey(typing.word, key);
  return word === null ? model : typeWord(model, typing, word);
}

/** Takes a paste into the word of a mark. */
export function pasteIntoMark(model: Model, text: string): Model {
  const { typing } = model.keeping;
  return typing === null ? model : typeWord(model, typing, pasteText(typing.word, text));
}

/** Forgets the marks of the patient on the screen that belong to no kept walk. */
export function forgetMarks(model: Model): Model {
  const mine = listMarks(model);
  if (mine.length === 0) return model;
  const marks = model.keeping.marks.filter((mark) => !mine.includes(mark));
  return tell(change(model, { marks }), [
    `forgot ${count(mine.length, 'mark')} of patient ${model.selected}`,
    'marks forgotten',
  ]);
}

/** The marks of the patient on the screen that belong to no kept walk, in the order of time. */
function listMarks({ keeping, selected }: Model): readonly PendingMark[] {
  return keeping.marks.filter(({ patient }) => patient === selected);
}

/**
 * Asks the store to keep the span between the first and the last mark; without two marks, the two minutes until the instant
 * shown, or around the event.
 */
export function keep(model: Model): Transition {
  const span = findSpan(model);
  const { selected, snapshots, nowMs } = model;
  const snapshot = selected === null ? undefined : snapshots.get(selected);
  if (!canKeep(model) || span === null || snapshot === undefined) return transitionTo(model);
  const walk: WalkToKeep = {
    ...span,
    patient: snapshot.patient,
    note: null,
    marks: listMarks(model)
      .filter(({ atSeconds }) => atSeconds >= span.sinceSeconds && atSeconds <= span.untilSeconds)
      .map(({ atSeconds, word }) => ({ atSeconds, word })),
    keptAtSeconds: storeNowSeconds(snapshot, nowMs),
  };
  const notice = { wordings: [`keeping patient ${walk.patient}`, 'keeping'], isBad: false, atMs: null };
  return transitionTo(change(model, { notice }), { kind: 'keepWalk', walk });
}

/** Says what came of keeping a walk; the marks that belong to it now are no longer pending. */
export function receiveKept(model: Model, walk: WalkToKeep, answer: KeepAnswer, maxBytes: number): Model {
  const { marks } = model.keeping;
  if (answer.kind !== 'kept') return tell(model, describeFailure(answer, maxBytes), true);
  const size = formatBytes(answer.bytes);
  const left = marks.filter(
    ({ patient, atSeconds }) =>
      patient !== walk.patient || !walk.marks.some((mark) => mark.atSeconds === atSeconds),
  );
  return tell(change(model, { marks: left }), [
    `kept ${answer.id} of patient ${walk.patient}: ${count(answer.samples, 'sample')}, ${size}`,
    `kept ${answer.id}: ${count(answer.samples, 'sample')}, ${size}`,
    `kept ${answer.id}, ${size}`,
    'kept',
  ]);
}

function describeFailure(answer: Exclude<KeepAnswer, { kind: 'kept' }>, maxBytes: number): readonly string[] {
  switch (answer.kind) {
    case 'empty':
      return ['not kept: the store has no sample of that time'];
    case 'full': {
      const [limit, used, needed] = [maxBytes, answer.usedBytes, answer.neededBytes].map(formatBytes);
      return [
        `not kept: keep.maxBytes allows ${limit} a patient, ${used} are used, and this walk needs ${needed}`,
        `not kept: ${needed} needed, ${used} of ${limit} used (keep.maxBytes)`,
      ];
    }
    case 'refused':
    case 'failed':
      return [`not kept: ${answer.reason}`];
  }
}

/** The instant on the screen, Unix seconds; null when there is none. */
function findInstant({ mode, selected, snapshots, history, event }: Model): number | null {
  if (selected === null) return null;
  if (mode === 'event') return event?.startSeconds ?? null;
  if (mode !== 'patient') return null;
  if (history?.patient === selected) return history.atSeconds;
  return snapshots.get(selected)?.samples.at(-1)?.atSeconds ?? null;
}

function findSpan(model: Model): Pick<WalkToKeep, 'sinceSeconds' | 'untilSeconds'> | null {
  const marks = listMarks(model);
  const [first, last] = [marks[0], marks.at(-1)];
  if (first && last && last.atSeconds > first.atSeconds)
    return { sinceSeconds: first.atSeconds, untilSeconds: last.atSeconds };
  const atSeconds = findInstant(model);
  if (atSeconds === null) return null;
  const untilSeconds = model.mode === 'event' ? atSeconds + SPAN_SECONDS / 2 : atSeconds;
  return { sinceSeconds: untilSeconds - SPAN_SECONDS, untilSeconds };
}

function describeMarks(model: Model, { atSeconds }: PendingMark): readonly string[] {
  const at = formatClockTime(atSeconds, model.zoneOffsetMinutes);
  const span = findSpan(model);
  const [since, until] = [span?.sinceSeconds ?? 0, span?.untilSeconds ?? 0].map((seconds) =>
    formatClockTime(seconds, model.zoneOffsetMinutes),
  );
  return listMarks(model).length < 2
    ? [`marked ${at}; a second mark makes a span`, `marked ${at}`]
    : [`marked ${at}; K keeps ${since} to ${until}`, `marked ${at}`];
}

function typeWord(model: Model, typing: PendingMark, word: string): Model {
  const limited = [...word].slice(0, MAX_WORD_LENGTH).join('');
  return change(model, { typing: { ...typing, word: limited } });
}

function tell(model: Model, wordings: readonly string[], isBad = false): Model {
  return change(model, { notice: { wordings, isBad, atMs: model.nowMs } });
}

function change(model: Model, changes: Partial<Keeping>): Model {
  return { ...model, keeping: { ...model.keeping, ...changes } };
}

function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}
