import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { Store } from '../../../src/store/store.ts';
import { HEALTHY, makeEntries, nextPatient } from '../fixtures.ts';
import type { StoreSubject } from './store-subject.ts';

/** What every store promises about waking readers. */
export function describeWakeups(subject: StoreSubject): void {
  describe('Wake-ups', () => {
    let store: Store;
    beforeAll(() => {
      store = subject.store;
    });

    test('come when samples of the patient were stored, and only then', async () => {
      const [awaited, other] = [nextPatient(), nextPatient()];
      const wake = vi.fn();
      const subscription = await store.wakeOn([awaited], wake);
      expect(subscription.wakes).toBe(true);
      await store.write([
        { patient: other, entries: makeEntries(1) },
        { patient: awaited, entries: [], health: HEALTHY },
      ]);
      await store.write([{ patient: awaited, entries: makeEntries(2) }]);
      await vi.waitFor(() => expect(wake).toHaveBeenCalled());
      expect(wake.mock.calls).toEqual([[awaited]]);
      subscription.close();
    });

    test('come to a subscription made while another one closes', async () => {
      const patient = nextPatient();
      const first = await store.wakeOn([patient], () => {});
      const wake = vi.fn();
      const coming = store.wakeOn([patient], wake);
      first.close();
      const second = await coming;
      await store.write([{ patient, entries: makeEntries(1) }]);
      await vi.waitFor(() => expect(wake).toHaveBeenCalledOnce());
      second.close();
    });

    test('come to each subscription until it is closed, whatever becomes of the others', async () => {
      const patient = nextPatient();
      const [closed, open] = [vi.fn(), vi.fn()];
      const first = await store.wakeOn([patient], closed);
      const second = await store.wakeOn([patient], open);
      first.close();
      first.close();
      await store.write([{ patient, entries: makeEntries(1) }]);
      await vi.waitFor(() => expect(open).toHaveBeenCalledOnce());
      expect(closed).not.toHaveBeenCalled();
      second.close();
    });
  });
}
