import { createModel, type ModelOptions } from '../../src/tui/model/create-model.ts';
import type { Model } from '../../src/tui/model/model.ts';

/** The size of the screen that `startModel` assumes. */
export const START_SIZE = { columns: 120, rows: 40 };

/** The model of a dashboard that has read nothing yet: by default six patients, the first one selected. */
export function startModel(changes: Partial<ModelOptions> = {}): Model {
  const { patients = [1, 2, 3, 4, 5, 6] } = changes;
  return createModel({
    size: START_SIZE,
    nowMs: 0,
    zoneOffsetMinutes: 60,
    patients,
    selected: patients?.[0] ?? null,
    unicode: true,
    storeName: 'redis',
    replay: null,
    ...changes,
  });
}
