import { describe, expect, test } from 'vitest';
import type { WalkToKeep } from '../../../src/store/kept-walks.ts';
import type { Model } from '../../../src/tui/model/model.ts';
import type { Transition } from '../../../src/tui/model/transition.ts';
import {
  eventfulSnapshot,
  exampleModel,
  exampleReplay,
  NOW_SECONDS,
  unseenSnapshot,
} from '../example-model.ts';
import { openFirstEvent } from '../example-screens.ts';
import { play, playToTransition, type Step, typeText } from '../play.ts';

const newest = eventfulSnapshot().samples.at(-1)?.atSeconds ?? 0;
const start = () => exampleModel(120, 40);
const enter: Step = { kind: 'typed', key: 'enter' };
const mark = (word = ''): Step[] => ['mark', ...typeText(word), enter];

function findWalk({ effects }: Transition): WalkToKeep | null {
  const effect = effects.find(({ kind }) => kind === 'keepWalk');
  return effect?.kind === 'keepWalk' ? effect.walk : null;
}
const keep = (model: Model) => findWalk(playToTransition(model, 'keep'));
const notice = (model: Model) => model.keeping.notice?.wordings[0];

describe('K', () => {
  test('keeps the two minutes until the newest sample', () => {
    const walk = keep(start());
    expect(walk).toEqual({
      patient: 2,
      sinceSeconds: newest - 120,
      untilSeconds: newest,
      note: null,
      marks: [],
      keptAtSeconds: NOW_SECONDS,
    });
  });

  test('keeps the two minutes until the instant of the history that is shown', () => {
    const frozen = play(start(), 'freeze', ...new Array(30).fill('secondEarlier'));
    const at = frozen.history?.atSeconds ?? 0;
    expect(at).toBeLessThan(newest - 25);
    expect(keep(frozen)).toMatchObject({ sinceSeconds: at - 120, untilSeconds: at });
  });

  test('keeps a minute on each side of the event that is shown', () => {
    const opened = openFirstEvent(start());
    const at = opened.event?.startSeconds ?? 0;
    expect(keep(opened)).toMatchObject({ sinceSeconds: at - 60, untilSeconds: at + 60 });
  });

  test('keeps nothing of a recording, of nobody, in the ward, and k only moves the cursor', () => {
    expect(keep(exampleModel(120, 40, { replay: exampleReplay() }))).toBeNull();
    expect(keep(exampleModel(120, 40, { patients: [], selected: null }))).toBeNull();
    expect(keep(exampleModel(120, 40, { snapshots: new Map([[2, unseenSnapshot(2)]]) }))).toBeNull();
    expect(keep(play(start(), 'ward'))).toBeNull();
    expect(findWalk(playToTransition(start(), 'up'))).toBeNull();
  });

  test('says what was kept, its id and its size, for some seconds', () => {
    const asked = playToTransition(start(), 'keep');
    expect(notice(asked.model)).toBe('keeping patient 2');
    const walk = findWalk(asked) as WalkToKeep;
    const answer = { kind: 'kept', id: '20261126-140322', samples: 400, bytes: 92_412 } as const;
    const kept = play(asked.model, { kind: 'walkKept', walk, answer, maxBytes: 5e7 });
    expect(notice(kept)).toBe('kept 20261126-140322 of patient 2: 400 samples, 92.4 kB');
    expect(kept.keeping.notice).toMatchObject({ isBad: false, atMs: kept.nowMs });
  });

  test('tells in one line why nothing was kept', () => {
    const asked = playToTransition(start(), 'keep');
    const walk = findWalk(asked) as WalkToKeep;
    const answer = (given: Extract<Step, { kind: 'walkKept' }>['answer']) =>
      play(asked.model, { kind: 'walkKept', walk, answer: given, maxBytes: 5e7 }).keeping.notice;
    expect(answer({ kind: 'full', usedBytes: 49_100_000, neededBytes: 2_060_000 })).toMatchObject({
      isBad: true,
      wordings: [
        'not kept: keep.maxBytes allows 50 MB a patient, 49.1 MB are used, and this walk needs 2.06 MB',
        'not kept: 2.06 MB needed, 49.1 MB of 50 MB used (keep.maxBytes)',
      ],
    });
    expect(answer({ kind: 'empty' })?.wordings).toEqual(['not kept: the store has no sample of that time']);
    expect(answer({ kind: 'failed', reason: 'connection refused' })?.wordings).toEqual([
      'not kept: connection refused',
    ]);
  });
});

describe('m', () => {
  test('marks an instant with a word, and K keeps the span between two of them', () => {
    const first = play(start(), 'freeze', ...new Array(40).fill('secondEarlier'), ...mark('turn left'));
    const from = first.history?.atSeconds ?? 0;
    expect(notice(first)).toMatch(/^marked \d\d:\d\d:\d\d; a second mark makes a span$/);
    const second = play(first, ...new Array(10).fill('secondLater'), ...mark());
    const to = second.history?.atSeconds ?? 0;
    expect(to).toBeGreaterThan(from);
    expect(notice(second)).toMatch(/^marked \d\d:\d\d:\d\d; K keeps \d\d:\d\d:\d\d to \d\d:\d\d:\d\d$/);
    const asked = playToTransition(second, 'keep');
    const walk = findWalk(asked) as WalkToKeep;
    expect(walk).toMatchObject({
      sinceSeconds: from,
      untilSeconds: to,
      marks: [
        { atSeconds: from, word: 'turn left' },
        { atSeconds: to, word: '' },
      ],
    });
    // What was kept is not kept again; what failed can be.
    const failed = { kind: 'walkKept', walk, answer: { kind: 'empty' }, maxBytes: 1 } as const;
    expect(keep(play(asked.model, failed))).toMatchObject({ marks: walk.marks });
    const answer = { kind: 'kept', id: 'a', samples: 1, bytes: 1 } as const;
    expect(keep(play(asked.model, { ...failed, answer }))).toMatchObject({
      sinceSeconds: to - 120,
      marks: [],
    });
  });

  test('goes with the walk where there is one mark only', () => {
    const marked = play(start(), ...mark('stops'));
    expect(keep(marked)).toMatchObject({
      sinceSeconds: newest - 120,
      marks: [{ atSeconds: newest, word: 'stops' }],
    });
  });

  test('takes every key for the word until Enter or Esc, K and q among them', () => {
    const typing = play(start(), 'mark');
    expect(typing.keeping.typing).toEqual({ patient: 2, atSeconds: newest, word: '' });
    const typed = play(
      typing,
      ...typeText('qK'),
      { kind: 'typed', key: 'S-k' },
      { kind: 'pasted', text: ' a\u001b[31m\nb' },
    );
    expect(typed.keeping.typing?.word).toBe('qKKa b');
    expect(play(typed, { kind: 'typed', key: 'backspace' }).keeping.typing?.word).toBe('qKKa ');
    const long = play(typing, ...typeText('w'.repeat(99)));
    expect(long.keeping.typing?.word).toHaveLength(40);
    const left = play(typed, { kind: 'typed', key: 'escape' });
    expect(left.keeping).toMatchObject({ typing: null, marks: [] });
  });

  test('is of the patient who was on the screen, and is forgotten by M', () => {
    const marked = play(start(), ...mark('a'), 'nextPatient', ...mark('b'));
    expect(keep(marked)).toMatchObject({ patient: 3, marks: [{ word: 'b' }] });
    const forgotten = play(marked, 'forgetMarks');
    expect(keep(forgotten)).toMatchObject({ patient: 3, marks: [] });
    expect(keep(play(forgotten, 'previousPatient'))).toMatchObject({ patient: 2, marks: [{ word: 'a' }] });
  });
});
