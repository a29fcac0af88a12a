import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { INSOLE_VIEWS, insoleModel, insoleSnapshot, SHOWN_INSOLES } from '../insole-models.ts';
import { cellsToText } from './cells-to-text.ts';
import { showModel } from './show-model.ts';

const SIZES = ['80x24', '120x40', '200x60'];
const THEME = { colours: 256, background: 'dark' } as const;

describe.each(Object.entries(SHOWN_INSOLES))('the insole %s', (name, insole) => {
  const snapshot = insoleSnapshot(insole);
  test.each(Object.keys(INSOLE_VIEWS).flatMap((view) => SIZES.map((size) => [view, size] as const)))(
    '%s at %s',
    async (view, size) => {
      const [columns = 0, rows = 0] = size.split('x').map(Number);
      const model = INSOLE_VIEWS[view]?.(insoleModel(columns, rows, snapshot));
      if (model === undefined) throw new Error(`there is no view ${view}`);
      await expect(cellsToText(await showModel(model, THEME))).toMatchFileSnapshot(
        `insole-screens/${name}-${view}-${size}.txt`,
      );
    },
  );
});

test('keeps no golden screen of an insole, view or size that is gone', () => {
  const drawn = Object.keys(SHOWN_INSOLES).flatMap((name) =>
    Object.keys(INSOLE_VIEWS).flatMap((view) => SIZES.map((size) => `${name}-${view}-${size}.txt`)),
  );
  expect(readdirSync(new URL('insole-screens', import.meta.url)).sort()).toEqual(drawn.sort());
});
