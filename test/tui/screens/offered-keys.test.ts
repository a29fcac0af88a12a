import { describe, expect, test } from 'vitest';
import { KEY_MAP } from '../../../src/core/keys/key-map.ts';
import { nameKey } from '../../../src/core/keys/key-name.ts';
import type { Mode } from '../../../src/core/keys/screen-mode.ts';
import type { Model } from '../../../src/tui/model/model.ts';
import { readInput } from '../../../src/tui/model/read-input.ts';
import { update } from '../../../src/tui/model/update.ts';
import { drawBottomBar } from '../../../src/tui/screens/bottom-bar.ts';
import { view } from '../../../src/tui/screens/view.ts';
import { makeContext } from '../../../src/tui/screens/view-context.ts';
import {
  eventfulSnapshot,
  exampleModel,
  exampleReplay,
  exampleSnapshot,
  unseenSnapshot,
} from '../example-model.ts';
import { counted, keptList, openFirstEvent, troubledWard } from '../example-screens.ts';
import { play, typeText } from '../play.ts';

/** The named keys that the bar of a very wide screen offers. */
function listOffered(model: Model): string[] {
  const rect = { x: 0, y: 39, width: 400, height: 1 };
  const [line = []] = drawBottomBar(makeContext(model), rect).lines;
  return line.flatMap(({ text, foreground }) => (foreground === 'bright' ? [text.trim()] : []));
}

function press(model: Model, name: string) {
  const key = [...KEY_MAP.flatMap(({ keys }) => keys)].find((known) => nameKey(known, true) === name);
  const message = key === undefined ? null : readInput(model, { kind: 'key', key });
  return message === null ? { model, effects: [] } : update(model, message);
}

const wide = (changes: Partial<Model> = {}) => exampleModel(120, 40, changes);
const alone = (changes: Partial<Model> = {}) => wide({ patients: [2], ...changes });
const ofSnapshot = (snapshot = unseenSnapshot(2)) => alone({ snapshots: new Map([[2, snapshot]]) });

const SCREENS: Readonly<Record<string, Model>> = {
  patient: wide(),
  'one patient': alone(),
  'a patient never seen': ofSnapshot(),
  'a patient without anomalies': ofSnapshot(exampleSnapshot(2, { anomalies: [] })),
  'a patient of whom little is read': ofSnapshot(exampleSnapshot(2, { anomalies: null })),
  'a recording': alone({ replay: exampleReplay() }),
  'the first sample of a recording': alone({ replay: exampleReplay('playing', { hasEarlier: false }) }),
  'the first sample that is kept of a pipe': alone({
    replay: exampleReplay('halted', { hasEarlier: false, isStartLost: true }),
  }),
  'a fast recording': alone({ replay: exampleReplay('playing', { speed: 1000 }) }),
  'a slow recording': alone({ replay: exampleReplay('playing', { speed: 0.25 }) }),
  'a halted recording': alone({ replay: exampleReplay('halted') }),
  'the end of a recording': alone({ replay: exampleReplay('ended') }),
  'the end of a recording of one sample': alone({ replay: exampleReplay('ended', { hasEarlier: false }) }),
  'an event of a recording': openFirstEvent(alone({ replay: exampleReplay('halted') })),
  'help over a recording': alone({ mode: 'help', replay: exampleReplay() }),
  'a recording in which nobody is known': alone({ replay: exampleReplay(), snapshots: new Map() }),
  'no patient': wide({ patients: [], selected: null }),
  'no patient known yet': wide({ patients: null, selected: null }),
  'an enlarged panel': play(wide(), 'nextPanel', 'enlarge'),
  past: play(wide(), 'freeze', 'earlier'),
  'the oldest sample': play(wide(), 'freeze', ...new Array(500).fill('earlier')),
  'a slow playback': play(wide(), 'freeze', ...new Array(30).fill('earlier'), 'freeze'),
  'just frozen': play(wide(), 'freeze'),
  'the fastest playback': play(wide(), 'freeze', 'earlier', ...new Array(9).fill('faster')),
  ward: troubledWard(120, 40),
  'a filter that is typed': play(troubledWard(120, 40), 'filter'),
  'a typed filter': play(troubledWard(120, 40), 'filter', ...typeText('no')),
  'a filter nobody matches': play(troubledWard(120, 40), 'filter', ...typeText('xyzzy'), {
    kind: 'typed',
    key: 'enter',
  }),
  'a ward of nobody': wide({ mode: 'ward', patients: [], selected: null }),
  event: openFirstEvent(wide()),
  'an event in the middle': play(openFirstEvent(wide()), 'olderEvent'),
  'the oldest event': play(openFirstEvent(wide()), 'olderEvent', 'olderEvent'),
  'an event no longer retained': openFirstEvent(wide(), []),
  'the first seconds around an event': play(openFirstEvent(wide()), ...new Array(2000).fill('earlier')),
  'the last seconds around an event': play(openFirstEvent(wide()), ...new Array(2000).fill('later')),
  'an event with a few samples around it': openFirstEvent(wide(), eventfulSnapshot().samples.slice(-28)),
  'an event that is not read yet': play(wide(), 'open'),
  distribution: wide({ mode: 'distribution', distribution: counted() }),
  'the distribution of a recording': alone({ mode: 'distribution', replay: exampleReplay() }),
  'kept walks': keptList(wide(), 2),
  'kept walks of all': keptList(troubledWard(120, 40)),
  'no kept walks': wide({ mode: 'kept', kept: { patient: 2, walks: [], cursor: 0 } }),
  'kept walks that are not read yet': play(wide(), 'kept'),
  'a walk that was opened from the list': alone({ replay: exampleReplay(), isLeadingBack: true }),
  help: wide({ mode: 'help' }),
  'help over the ward': play(troubledWard(120, 40), 'help'),
};

describe('every key that the bottom bar offers does something', () => {
  test.each(Object.entries(SCREENS))('%s', (_, model) => {
    const offered = listOffered(model);
    expect(offered.length).toBeGreaterThan(0);
    const before = JSON.stringify(view(model));
    const useless = offered.filter((name) => {
      const { model: after, effects } = press(model, name);
      return effects.length === 0 && JSON.stringify(view(after)) === before;
    });
    expect(useless).toEqual([]);
  });

  test('on screens of every mode', () => {
    const modes: readonly Mode[] = ['patient', 'ward', 'event', 'distribution', 'kept', 'help'];
    expect(new Set(Object.values(SCREENS).map(({ mode }) => mode))).toEqual(new Set(modes));
  });
});

test('offers the keys of use on a patient, an event and the ward', () => {
  expect(listOffered(wide())).toEqual(
    expect.arrayContaining(['?', 'q', 'Enter', 'w', 'Space', '←', 'd', ']', '[', 'Tab', 'z', 'K', 'm', 'v']),
  );
  expect(listOffered(play(openFirstEvent(wide()), 'olderEvent'))).toEqual(
    expect.arrayContaining(['Esc', 'n', 'p']),
  );
  expect(listOffered(play(troubledWard(120, 40), 'filter'))).toEqual(['Enter', 'Esc']);
  expect(listOffered(alone())).not.toContain(']');
  expect(listOffered(alone())).not.toContain('Esc');
  expect(listOffered(alone({ replay: exampleReplay() }))).not.toContain('K');
  expect(listOffered(alone({ replay: exampleReplay(), isLeadingBack: true }))).toContain('Esc');
});
