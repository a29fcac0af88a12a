import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openTerminal } from '../../../src/tui/blessed/open-terminal.ts';
import type { Model } from '../../../src/tui/model/model.ts';
import { update } from '../../../src/tui/model/update.ts';
import { view } from '../../../src/tui/screens/view.ts';
import { exampleHealth, exampleModel, exampleSnapshot, NOW_MS, walkSamples } from '../example-model.ts';
import { VirtualTerminal } from '../virtual-terminal.ts';

const SAMPLES = 60;
const HISTORY = 400;
const TICK_MS = 250;

/** Counts the bytes written for each new sample of a walk and the tick after it, at 120x40. */
async function countBytesOfSamples(walk: number, changes: Partial<Model>): Promise<number[]> {
  const terminal = new VirtualTerminal(120, 40);
  const { input, output } = terminal;
  const screen = openTerminal({ input, output, term: 'xterm-256color', colours: 256, unicode: true });
  const samples = walkSamples(walk, HISTORY + SAMPLES);
  let model = exampleModel(120, 40, { patients: [1], selected: 1, snapshots: new Map(), ...changes });
  const bytes: number[] = [];
  const draw = async (nowMs: number) => {
    model = update(model, { kind: 'ticked', nowMs, zoneOffsetMinutes: 60 }).model;
    screen.draw(view(model));
    await terminal.settle();
  };
  const startSeconds = samples[HISTORY]?.atSeconds ?? 0;
  for (let end = HISTORY; end <= samples.length; end++) {
    const before = Buffer.byteLength(output.written);
    const atSeconds = samples[end - 1]?.atSeconds ?? 0;
    const readAtMs = NOW_MS + (atSeconds - startSeconds) * 1000;
    const health = exampleHealth({ updatedAtSeconds: atSeconds, latencyMs: 3 + (end % 5), polls: end });
    const snapshot = exampleSnapshot(1, {
      samples: samples.slice(end - HISTORY, end),
      nowSeconds: atSeconds + 0.01,
      readAtMs,
      health,
      anomalies: [],
    });
    model = update(model, { kind: 'patientRead', snapshot }).model;
    await draw(readAtMs);
    await draw(readAtMs + TICK_MS);
    bytes.push(Buffer.byteLength(output.written) - before);
  }
  const whole = await terminal.seenCells();
  screen.close();
  // All the changes together show the same as the last frame drawn at once.
  const fresh = new VirtualTerminal(120, 40);
  const again = openTerminal({ ...fresh, term: 'xterm-256color', colours: 256, unicode: true });
  again.draw(view(model));
  expect(whole).toEqual(await fresh.seenCells());
  again.close();
  return bytes.slice(1);
}

const mean = (bytes: readonly number[]) => bytes.reduce((sum, count) => sum + count, 0) / bytes.length;

/** The bytes a sample that the README promises, with --light and without. */
function readPromise(): [light: number, full: number] {
  const numbers = /`watch --light` sends at most ([\d,]+) bytes a sample instead of ([\d,]+)/.exec(
    readFileSync('README.md', 'utf8'),
  );
  const [light, full] = (numbers ?? []).slice(1).map((text) => Number(text.replaceAll(',', '')));
  if (light === undefined || full === undefined) throw new Error('README.md promises no bytes a sample');
  return [light, full];
}

test.each([1, 2, 3, 4, 5])(
  'draws a sample in no more bytes than the README promises: walk %i',
  async (walk) => {
    const [light, full] = readPromise();
    expect(mean(await countBytesOfSamples(walk, {}))).toBeLessThanOrEqual(full);
    expect(mean(await countBytesOfSamples(walk, { traces: 'sweep', feet: 'numbers' }))).toBeLessThanOrEqual(
      light,
    );
  },
);
