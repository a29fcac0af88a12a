import { expect, onTestFinished, test, vi } from 'vitest';
import { startCacher } from '../../src/cacher/cacher.ts';
import { startFollower } from '../../src/reader/follower.ts';
import { createModel } from '../../src/tui/model/create-model.ts';
import type { Message } from '../../src/tui/model/message.ts';
import { update } from '../../src/tui/model/update.ts';
import { view } from '../../src/tui/screens/view.ts';
import { answerBody } from '../cacher/api/http-server.ts';
import { createLateClock, useFakeTime } from '../cacher/fake-time.ts';
import { createRecordingLog } from '../cacher/recording-log.ts';
import { ScriptedClient } from '../cacher/scripted-client.ts';
import { frameToText } from './frame/frame-to-text.ts';
import { MemoryLink } from './memory-link.ts';

const PATIENTS = [1, 2, 3, 4, 5, 6];

/** Starts a cacher and a ward on one store. `look` reads the counts of states and the state of the links off the screen. */
function startWard(client: ScriptedClient) {
  useFakeTime();
  const link = new MemoryLink();
  const clocks = { nowMs: () => performance.now(), wallMs: Date.now };
  const fail = (error: unknown) => {
    throw error;
  };
  const cacher = startCacher({
    client,
    store: link.memory,
    patients: PATIENTS,
    sensorIds: [0, 1, 2, 3, 4, 5],
    intervalMs: 300,
    maxBackoffMs: 5000,
    retentionMs: 300_000,
    cleanupIntervalMs: 60_000,
    simulateAnomalies: 0,
    cycles: null,
    // The longest random back-off.
    random: () => 0.999,
    log: createRecordingLog(),
    onBug: fail,
    ...clocks,
    nowMs: createLateClock(1),
  });
  let model = createModel({
    size: { columns: 120, rows: 40 },
    nowMs: clocks.nowMs(),
    zoneOffsetMinutes: 0,
    patients: PATIENTS,
    selected: null,
    unicode: true,
    storeName: 'redis',
    replay: null,
  });
  const receive = (message: Message) => {
    const next = update(model, message);
    model = next.model;
    for (const effect of next.effects) {
      if (effect.kind === 'follow') follower.follow(effect.patients, effect.summaries);
    }
  };
  const follower = startFollower({
    store: link,
    nowMs: clocks.nowMs,
    onSnapshot: (snapshot) => receive({ kind: 'patientRead', snapshot }),
    onLink: (state) => receive({ kind: 'linkChanged', link: state }),
    onSummaries: (summaries, readAtMs) => receive({ kind: 'summariesRead', summaries, readAtMs }),
    onBug: fail,
  });
  follower.follow([], PATIENTS);
  onTestFinished(() => {
    follower.close();
    cacher.stop();
  });
  return {
    look: () => {
      receive({ kind: 'ticked', nowMs: clocks.nowMs(), zoneOffsetMinutes: 0 });
      const lines = frameToText(view(model)).split('\n');
      return { states: lines[0] ?? '', links: lines.findLast((line) => line.includes('redis')) ?? '' };
    },
  };
}

test('shows every patient as down for as long as the API fails and the cacher runs', async () => {
  let isFailing = false;
  const { look } = startWard(new ScriptedClient(() => (isFailing ? { failed: 'HTTP 500' } : answerBody())));
  await vi.advanceTimersByTimeAsync(3000);
  expect(look().states).toContain('● 6 live');
  isFailing = true;
  await vi.advanceTimersByTimeAsync(5000);
  for (let looks = 0; looks < 150; looks++) {
    await vi.advanceTimersByTimeAsync(400);
    const { states, links } = look();
    expect(states).toContain('× 6 down');
    expect(states).not.toContain('stale');
    expect(links).toContain('api fails for 6 of 6');
  }
});
