import { afterAll, beforeAll, describe } from 'vitest';
import type { Store } from '../../../src/store/store.ts';
import { describeAppending } from './appending.ts';
import { describeInsoles } from './insoles.ts';
import { describeKeeping } from './keeping.ts';
import { describeLeases } from './leases.ts';
import { describePaging } from './paging.ts';
import { describePatients } from './patients.ts';
import { describeReading } from './reading.ts';
import { StoreSubject } from './store-subject.ts';
import { describeSummaries } from './summaries.ts';
import { describeTrimming } from './trimming.ts';
import { describeWakeups } from './wakeups.ts';
import { describeWriting } from './writing.ts';

/** Tests what every store promises. One store serves all tests, each with patients of its own. */
export function describeStore(name: string, open: () => Promise<Store>): void {
  describe(`${name}, as any store`, () => {
    const subject = new StoreSubject();
    beforeAll(async () => {
      subject.store = await open();
    });
    afterAll(() => subject.store.close());

    describeInsoles(subject);
    describeWriting(subject);
    describeReading(subject);
    describePatients(subject);
    describePaging(subject);
    describeTrimming(subject);
    describeLeases(subject);
    describeKeeping(subject);
    describeAppending(subject);
    describeSummaries(subject);
    describeWakeups(subject);
  });
}
