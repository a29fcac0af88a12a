import { mkdtempSync, readFileSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { openRecording } from '../../src/cli/recording.ts';
import { SIX } from '../../src/core/insole/built-in-insoles.ts';
import { makeEntry } from '../store/fixtures.ts';

vi.mock('node:fs/promises', async (original) => ({ ...(await original<typeof fs>()) }));

const { sensorsJson, timestamp } = makeEntry(0);
const pair = [sensorsJson, timestamp] as const;

describe('a recording', () => {
  test('ends with its last complete line when the disk is full, and reports it once', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'footwatch-recording-')), 'walk');
    const failures: string[] = [];
    const open = vi.spyOn(fs, 'open').mockImplementationOnce(async (...args) => {
      open.mockRestore();
      const file = await fs.open(...args);
      const append = file.appendFile.bind(file);
      let calls = 0;
      // The disk is full in the middle of a line.
      file.appendFile = async (data) => {
        if (++calls < 3) return append(data);
        await append(String(data).slice(0, 20));
        throw Object.assign(new Error('full'), { code: 'ENOSPC' });
      };
      return file;
    });
    const recording = await openRecording(path, (reason) => failures.push(reason));
    for (let sample = 0; sample < 6; sample++) {
      recording.add(3, pair, SIX);
      await new Promise((resolve) => setImmediate(resolve));
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await recording.close();
    expect(failures).toEqual([`recording to ${path} has stopped: no space left`]);
    const lines = readFileSync(path, 'utf8').split('\n');
    expect(lines).toHaveLength(3);
    expect(lines.slice(0, 2).map((line) => JSON.parse(line).patient)).toEqual([3, 3]);
  });
});
