import type { TestContext } from 'vitest';
import type { FaultCacher, startStandby } from './fault-cacher.ts';
import type { SequenceApi } from './sequence-api.ts';
import { expectOnlyAnswers, type StoredSamples, sum, tallySamples } from './stored-samples.ts';

interface Pair {
  readonly first: FaultCacher;
  readonly second: Awaited<ReturnType<typeof startStandby>>;
}

/**
 * Stops two cachers of the same patients, and expects that nothing was lost or duplicated, and that the first polled until
 * the end while the second stood by.
 */
export async function endPair(
  { expect, task }: TestContext,
  { first, second }: Pair,
  api: SequenceApi,
  readAll: () => Promise<ReadonlyMap<number, StoredSamples>>,
): Promise<void> {
  for (const { cacher } of [second, first]) cacher.stop();
  const summaries = await Promise.all([first, second].map(({ cacher }) => cacher.finished));

  const lists = await readAll();
  const dropped = summaries.reduce((total, summary) => total + summary.dropped, 0);
  // Fetched by one and stored by the other, at the same time.
  const left = summaries.reduce(
    (total, each) => total + each.polls - each.failed - each.stored - each.dropped,
    0,
  );
  const tally = tallySamples(task.name, lists, { answered: sum(api.fetched) - left, dropped });
  task.meta.fault = tally;
  expect([...first.bugs, ...second.bugs]).toEqual([]);
  expect(tally).toMatchObject({ lost: 0, duplicated: 0 });
  expectOnlyAnswers(expect, lists, api);
  expect(second.polledAtMs).toEqual([]);
  expect(summaries[0]).toMatchObject({ dropped: 0 });
}
