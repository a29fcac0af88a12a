import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Colours, TerminalBackground } from '../../src/tui/frame/theme.ts';
import type { Model } from '../../src/tui/model/model.ts';
import { exampleModel } from '../../test/tui/example-model.ts';
import { counted, openFirstEvent, troubledWard } from '../../test/tui/example-screens.ts';
import { showModel } from '../../test/tui/golden/show-model.ts';
import { play } from '../../test/tui/play.ts';
import { paintCells } from './paint-cells.ts';

interface Picture {
  readonly name: string;
  readonly model: Model;
  readonly background?: TerminalBackground;
  readonly colours?: Colours;
}

const eventful = exampleModel(120, 40);
/** A link of 3,000 bytes a second that other traffic holds up: the light mode has turned itself on. */
const behind = exampleModel(120, 40, {
  terminal: {
    state: 'measured',
    roundTripMs: 850,
    bytesPerSecond: 2900,
    pictureAgeMs: 2600,
    secondsBehind: 3,
  },
  spared: { isLight: true, sinceMs: null },
});

/** The pictures in docs/pictures. */
const PICTURES: readonly Picture[] = [
  { name: 'patient-120x40', model: eventful },
  { name: 'patient-80x24', model: exampleModel(80, 24) },
  { name: 'patient-120x40-light', model: eventful, background: 'light' },
  { name: 'ward-120x40', model: troubledWard(120, 40) },
  { name: 'event-120x40', model: openFirstEvent(eventful) },
  { name: 'distribution-120x40', model: { ...eventful, mode: 'distribution', distribution: counted() } },
  { name: 'frozen-120x40', model: play(eventful, 'freeze', ...new Array(30).fill('earlier')) },
  { name: 'patient-80x24-ascii', model: exampleModel(80, 24, { unicode: false }), colours: 0 },
  { name: 'behind-120x40', model: behind },
  { name: 'help-120x40', model: { ...eventful, mode: 'help' } },
];

const FOLDER = 'docs/pictures';
/** Keeps pages that show several pictures fast to open. */
const MAX_BYTES = 200_000;

mkdirSync(FOLDER, { recursive: true });
for (const { name, model, background = 'dark', colours = 256 } of PICTURES) {
  const png = paintCells(await showModel(model, { colours, background }), background);
  if (png.length > MAX_BYTES) throw new Error(`${name} takes ${png.length} bytes`);
  const path = join(FOLDER, `${name}.png`);
  writeFileSync(path, png);
  process.stdout.write(`${path}  ${png.length} bytes\n`);
}
