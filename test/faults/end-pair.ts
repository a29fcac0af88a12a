import type { TestContext } from 'vitest';
import type { FaultCacher, startStandby } from './fault-cacher.ts';
import type { SequenceApi } from './sequence-api.ts';
import { expectSound, type StoredSamples, sum, tallySamples } from './stored-samples.ts';

interface Pair {
  readonly first: FaultCacher;
  readonly second: Awaited<ReturnType<typeof startStandby>>;
}

/** Ends two cachers of the same patients: nothing is lost or twice, and the first, whose samples waited, went on polling. */
export async function endPair(
  { expect, task }: TestContext,
  { first, second }: Pair,
  api: SequenceApi,
  readAll: () => Promise<ReadonlyMap<number, StoredSamples>>,
): Promise<void> {
  for (const { cacher } of [second, first]) cacher.stop();
  const summaries = await Promise.all([first, second].map(({ cacher }) => cacher.finished));

  const held = await readAll();
  const dropped = summaries.reduce((total, summary) => total + summary.dropped, 0);
  const tally = tallySamples(task.name, held, { answered: sum(api.fetched), dropped });
  task.meta.fault = tally;
  expect([...first.bugs, ...second.bugs]).toEqual([]);
  expect(tally).toMatchObject({ lost: 0, duplicated: 0 });
  expectSound(expect, held, api);
  expect(second.polledAtMs).toEqual([]);
  expect(summaries[0]).toMatchObject({ dropped: 0 });
}
