import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { useFakeTime } from '../fake-time.ts';
import { type Fate, ScriptedStore } from '../scripted-store.ts';
import { createEntry, createTestQueue, HEALTH } from './create-test-queue.ts';

test('stores every entry exactly once and in order, or counts it as dropped, in any sequence of events', async () => {
  useFakeTime();
  const patient = fc.integer({ min: 1, max: 3 });
  const step = fc.oneof(
    { weight: 3, arbitrary: fc.record({ patient, anomalous: fc.boolean(), withHealth: fc.boolean() }) },
    { weight: 1, arbitrary: fc.record({ passMs: fc.constantFrom(1, 5, 30, 250, 1000) }) },
  );
  const fate: fc.Arbitrary<Fate> = fc.oneof(
    fc.constantFrom<Fate[]>('answered', 'down', 'lost', 'half'),
    patient.map((refused) => ({ refused })),
    fc.constantFrom(3, 40, 700).map((lateMs) => ({ lateMs })),
    fc.record({ unreachableFor: fc.uniqueArray(patient, { minLength: 1 }), isCarriedOut: fc.boolean() }),
  );
  const endsDown = fc.boolean();
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), fc.array(fate, { maxLength: 15 }), endsDown, run),
    { numRuns: 300 },
  );
});

type Step =
  | { readonly patient: number; readonly anomalous: boolean; readonly withHealth: boolean }
  | { readonly passMs: number };

async function run(steps: readonly Step[], fates: readonly Fate[], endsDown: boolean): Promise<void> {
  const store = new ScriptedStore(...fates);
  const { queue, counts, events, bugs } = createTestQueue(store, { maxEntriesPerPatient: 6 });
  const added = new Map<number, { second: number; anomalous: boolean }[]>([1, 2, 3].map((id) => [id, []]));
  for (const [index, step] of steps.entries()) {
    if ('passMs' in step) {
      await vi.advanceTimersByTimeAsync(step.passMs);
      continue;
    }
    const { patient, anomalous, withHealth } = step;
    queue.add(patient, { entry: createEntry(index + 1, anomalous), ...(withHealth && { health: HEALTH }) });
    added.get(patient)?.push({ second: index + 1, anomalous });
  }
  if (endsDown) store.otherwise = 'down';
  const closed = queue.close(60_000);
  await vi.advanceTimersByTimeAsync(150_000);
  await closed;

  let inStore = 0;
  let addedInAll = 0;
  for (const [patient, entries] of added) {
    const { samples, anomalies } = await store.readTimes(patient);
    const known = entries.filter(({ second }) => samples.includes(second));
    expect(samples).toEqual(known.map(({ second }) => second));
    expect(anomalies).toEqual(known.filter(({ anomalous }) => anomalous).map(({ second }) => second));
    inStore += samples.length;
    addedInAll += entries.length;
  }
  expect(counts.stored + counts.dropped).toBe(addedInAll);
  // A write that was carried out but never answered is counted as dropped.
  if (endsDown) expect(inStore).toBeGreaterThanOrEqual(counts.stored);
  else expect(inStore).toBe(counts.stored);
  expect(bugs).toEqual([]);
  // A state is reported again only with another reason.
  const states = events.filter((event) => /^(back|down|degraded)/.test(event));
  expect(states.filter((state, index) => state === (states[index - 1] ?? 'back'))).toEqual([]);
  for (const patient of added.keys()) {
    expectAlternation(events.filter((event) => event.startsWith(`${patient} `)));
  }
  expect(vi.getTimerCount()).toBe(0);
}

/** Refusals and their ends alternate. */
function expectAlternation(events: readonly string[]): void {
  const isGood = (event: string) => event.endsWith('accepted');
  expect(events.map(isGood)).toEqual(events.map((_, index) => index % 2 === 1));
}
