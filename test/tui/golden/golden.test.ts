import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Cell } from '../virtual-terminal.ts';
import { allPairs } from './all-pairs.ts';
import { cellsToText } from './cells-to-text.ts';
import { chooseSceneTheme, FACTORS, makeModel, SCENES, type Scene, VIEWS } from './golden-models.ts';
import { showModel } from './show-model.ts';

/** Checks what holds for every screen, whatever is on it. */
function expectSound(scene: Scene, cells: readonly (readonly Cell[])[]): void {
  for (const { text, foreground, background } of cells.flat()) {
    if (scene.colours === 'mono') expect([foreground, background]).toEqual([null, null]);
    if (scene.colours === '16') expect(Math.max(foreground ?? 0, background ?? 0)).toBeLessThan(16);
    if (scene.characters === 'ascii') expect(text).toMatch(/^[ -~]?$/);
    // Neither escapes nor direction overrides of a name get through.
    expect(text).not.toMatch(/[\u202a-\u202e\u2066-\u2069\p{Cc}]/u);
  }
}

async function expectGolden(name: string, view: string, scene: Scene): Promise<void> {
  const shown = VIEWS[view]?.(makeModel(scene));
  if (!shown) throw new Error(`there is no view ${view}`);
  const cells = await showModel(shown, chooseSceneTheme(scene));
  expectSound(scene, cells);
  await expect(cellsToText(cells)).toMatchFileSnapshot(`screens/${name}.txt`);
}

const nameScene = (scene: Scene) => Object.values(scene).join('-');
const PAIRS = allPairs(FACTORS);

describe.each(Object.keys(VIEWS))('%s', (view) => {
  test.each(SCENES.map((scene) => [nameScene(scene), scene] as const))('%s', async (name, scene) => {
    await expectGolden(`${view}-${name}`, view, scene);
  });
});

describe('the patient view, for every pair of what makes screens differ', () => {
  test.each(PAIRS.map((scene) => [nameScene(scene), scene] as const))('%s', async (name, scene) => {
    await expectGolden(`pairs/${name}`, 'patient', scene);
  });
});

test('keeps no golden screen of a view or scene that is gone', () => {
  const files = readdirSync(new URL('screens', import.meta.url), { recursive: true });
  const drawn = new Set([
    'pairs',
    ...PAIRS.map((scene) => join('pairs', `${nameScene(scene)}.txt`)),
    ...Object.keys(VIEWS).flatMap((view) => SCENES.map((scene) => `${view}-${nameScene(scene)}.txt`)),
  ]);
  expect(files.filter((file) => !drawn.has(String(file)))).toEqual([]);
});
