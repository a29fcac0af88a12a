import { expect, test, vi } from 'vitest';
import { EIGHT, SIX } from '../../src/core/insole/built-in-insoles.ts';
import { useFakeTime } from './fake-time.ts';
import { ScriptedClient } from './scripted-client.ts';
import { ScriptedStore } from './scripted-store.ts';
import { finishCacher, readPatient, startTestCacher } from './start-test-cacher.ts';

const answer = (count: number) =>
  JSON.stringify({
    firstname: 'Ada',
    trace: { sensors: Array.from({ length: count }, (_, id) => ({ id, value: id + 0.5, anomaly: false })) },
  }).replaceAll('.5,', count === 6 ? ',' : '.5,');

test('each patient is decoded and stored by what it wears', async () => {
  useFakeTime();
  const store = new ScriptedStore();
  const { cacher } = startTestCacher({
    client: new ScriptedClient((patient) => answer(patient === 3 ? 6 : 16)),
    store,
    patients: [1, 2, 3],
    sensorIds: null,
    insoleOf: (patient) => (patient === 1 ? EIGHT : SIX),
  });
  await vi.advanceTimersByTimeAsync(3000);
  const [one, two, three] = await Promise.all([1, 2, 3].map((patient) => readPatient(store, patient)));
  expect(one).toMatchObject({ insole: EIGHT, profile: { firstname: 'Ada' } });
  expect(one?.samples.at(-1)?.sensors.at(-1)).toEqual({ id: 15, value: 15.5, anomaly: false });
  expect(two).toMatchObject({
    retained: 0,
    health: { lastError: expect.stringContaining('must be an integer') },
  });
  expect(three).toMatchObject({ insole: SIX, samples: { length: three?.retained } });
  expect(three?.profile).not.toHaveProperty('insole');
  await finishCacher(cacher);
});
