import { describe, expect, test } from 'vitest';
import { Importer } from '../../src/cli/importer.ts';
import { SIX } from '../../src/core/insole/built-in-insoles.ts';
import { MemoryStore } from '../../src/store/memory-store.ts';
import { StoreUnavailable } from '../../src/store/store.ts';
import { AT } from '../store/fixtures.ts';

const ROW = {
  lineNumber: 1,
  patient: 3,
  timestampText: `${AT}.000`,
  sensorsText: '[{"anomaly":false,"id":0,"value":5}]',
  insole: SIX,
};

/** A store whose appends fail a number of times, each time after the entries were stored when `isReplyLost`. */
class FailingStore extends MemoryStore {
  failures: number;
  readonly #error: Error;
  readonly #isReplyLost: boolean;

  constructor(
    failures: number,
    { error, isReplyLost = false }: { error?: Error; isReplyLost?: boolean } = {},
  ) {
    super(() => AT * 1000);
    this.failures = failures;
    this.#error = error ?? new StoreUnavailable('connection lost');
    this.#isReplyLost = isReplyLost;
  }

  override async append(...args: Parameters<MemoryStore['append']>) {
    const fails = this.failures-- > 0;
    if (fails && !this.#isReplyLost) throw this.#error;
    const outcome = await super.append(...args);
    if (fails) throw this.#error;
    return outcome;
  }
}

/** Imports a row; gives the waits between attempts, how many entries are stored, and what went wrong. */
async function importRow(store: FailingStore) {
  const waits: number[] = [];
  const importer = new Importer(
    store,
    'samples',
    () => {},
    async (ms) => waits.push(ms),
  );
  let error: unknown = null;
  try {
    await importer.take(ROW);
    await importer.finish();
  } catch (thrown) {
    error = importer.explain(thrown);
  }
  return { waits, error, retained: (await store.read(3, 0)).retained };
}

describe('an import', () => {
  test('does not wait when the store answers', async () => {
    expect(await importRow(new FailingStore(0))).toEqual({ waits: [], error: null, retained: 1 });
  });

  test('repeats a page that a store in an outage of up to 7.75 s did not take, after longer and longer waits', async () => {
    const waits = [250, 500, 1000, 2000, 4000];
    expect(await importRow(new FailingStore(1))).toEqual({ waits: [250], error: null, retained: 1 });
    expect(await importRow(new FailingStore(5))).toEqual({ waits, error: null, retained: 1 });
  });

  test('stores a page once when only its reply was lost', async () => {
    const store = new FailingStore(2, { isReplyLost: true });
    expect(await importRow(store)).toEqual({ waits: [250, 500], error: null, retained: 1 });
  });

  test('gives up after the sixth attempt, with the exit code of a store that cannot be reached', async () => {
    const { waits, error, retained } = await importRow(new FailingStore(6));
    expect(waits).toHaveLength(5);
    expect(error).toMatchObject({ exitCode: 69, message: 'Redis: connection lost' });
    expect(retained).toBe(0);
  });

  test('repeats nothing after any other error', async () => {
    const bug = new TypeError('a bug');
    expect(await importRow(new FailingStore(1, { error: bug }))).toEqual({
      waits: [],
      error: bug,
      retained: 0,
    });
  });
});
