import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { openHeaders } from '../../src/cli/header-files.ts';
import { resolveSettings } from '../../src/settings/resolve-settings.ts';
import { createRecordingLog } from '../cacher/recording-log.ts';

const PLACE = 'footwatch.yaml: api.headers';

describe('headers from files', () => {
  let folder: string;
  let file: string;
  let nowMs = 0;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'footwatch-headers-'));
    file = join(folder, 'token');
    nowMs = 0;
    return () => rm(folder, { recursive: true });
  });

  function open(headers: Record<string, string>, log = createRecordingLog()) {
    const resolved = resolveSettings({
      flags: {},
      environment: { WARD: 'gait', TRICK: `${'$'}{file:/etc/passwd}` },
      file: { name: 'footwatch.yaml', content: { api: { headers } } },
    });
    if (resolved.kind === 'refused') throw new Error(resolved.message);
    return openHeaders(resolved, log, () => nowMs);
  }

  test('are filled in, beside others and variables', async () => {
    await writeFile(file, 'abc\n');
    const template = `Bearer ${'$'}{file:${file}}/${'$'}{WARD}`;
    expect(open({ authorization: template, 'x-other': 'plain' })()).toEqual({
      authorization: 'Bearer abc/gait',
      'x-other': 'plain',
    });
  });

  test('are read again when the file changes, once a second at most', async () => {
    await writeFile(file, 'first');
    const read = open({ authorization: `${'$'}{file:${file}}` });
    const first = read();
    expect(read()).toBe(first);
    // As secrets are renewed: another file takes the place of the old one.
    await writeFile(join(folder, 'new'), 'second\r\n');
    await rename(join(folder, 'new'), file);
    nowMs = 999;
    read();
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(read()).toBe(first);
    nowMs = 1000;
    read();
    await vi.waitFor(() => expect(read()).toEqual({ authorization: 'second' }));
  });

  test('keep the last line while a file cannot be used, and the log says so once', async () => {
    await writeFile(file, 'hunter2');
    const log = createRecordingLog();
    const read = open({ authorization: `${'$'}{file:${file}}` }, log);
    for (const content of [null, 'two\nlines', '', null]) {
      await (content === null ? rm(file, { force: true }) : writeFile(file, content));
      nowMs += 1000;
      read();
      await new Promise((resolve) => setTimeout(resolve, 30));
      expect(read()).toEqual({ authorization: 'hunter2' });
    }
    await writeFile(file, 'hunter3');
    nowMs += 1000;
    read();
    await vi.waitFor(() => expect(read()).toEqual({ authorization: 'hunter3' }));
    expect(log.lines).toEqual([
      `error a file of headers cannot be used, its last line is sent ${JSON.stringify({ file, reason: 'cannot be used (no such file)' })}`,
      `info a file of headers can be used again ${JSON.stringify({ file })}`,
    ]);
  });

  test.each([
    ['\ufeffabc', 'begins with a byte order mark; must be one line of text'],
    ['', 'is empty; must be one line of text'],
    ['\n', 'is empty; must be one line of text'],
    ['abc\ndef\n', 'has more than one line'],
    ['abc \n', 'has blanks around its line'],
    ['żółw', 'is no text in Latin-1'],
    ['a\0b', 'is no text in Latin-1'],
  ])('are refused at the start for a file of %j', async (content, reason) => {
    await writeFile(file, content);
    const complaint = `${PLACE} takes Authorization from a file that ${reason}: ${file}`;
    expect(() => open({ Authorization: `Bearer ${'$'}{file:${file}}` })).toThrow(complaint);
  });

  test('are refused at the start for a file that is not there', () => {
    const complaint = `${PLACE} takes Authorization from a file that cannot be used (no such file): ${file}`;
    expect(() => open({ Authorization: `${'$'}{file:${file}}` })).toThrow(complaint);
    expect(() => open({ Authorization: `${'$'}{file:${folder}}` })).toThrow('cannot be used (is a folder)');
  });

  test('never come from a file that a variable names', () => {
    expect(() => open({ authorization: `${'$'}{TRICK}` })).toThrow('needs the environment variable TRICK');
  });
});
