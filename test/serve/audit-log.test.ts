import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { AuditLogFailure, openAuditLog } from '../../src/serve/audit-log.ts';

const LINE = '{"at":"1970-01-01T00:00:00.000Z","who":"ann","from":"10.0.0.7","patient":3,"what":"stream"}\n';

let path: string;
let failures: string[];
const openLog = (at = path) =>
  openAuditLog(
    at,
    () => new Date(0),
    (reason) => failures.push(reason),
  );
const entry = (what = 'stream') => ({ who: 'ann', from: '10.0.0.7', patient: 3, what });
const readLog = () => readFileSync(path, 'utf8');

beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), 'footwatch-audit-')), 'audit.ndjson');
  failures = [];
});

test('appends a line a view to what is there, in a file that others cannot read', async () => {
  await openLog().write(entry());
  await openLog().write(entry());
  expect(readLog()).toBe(LINE + LINE);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('lines of many views at the same instant stand one after the other, in their order', async () => {
  const log = openLog();
  await Promise.all(Array.from({ length: 50 }, (_, index) => log.write(entry(`view ${index}`))));
  const views = readLog()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).what);
  expect(views).toEqual(Array.from({ length: 50 }, (_, index) => `view ${index}`));
});

test('goes on in a new file once the old one is moved away, without a signal', async () => {
  const log = openLog();
  await log.write(entry());
  renameSync(path, `${path}.1`);
  await log.write(entry());
  expect([readFileSync(`${path}.1`, 'utf8'), readLog()]).toEqual([LINE, LINE]);
});

test('a line that somebody else left unfinished is not gone on with', async () => {
  writeFileSync(path, '{"at":"1970-');
  await openLog().write(entry());
  expect(readLog()).toBe(`{"at":"1970-\n${LINE}`);
});

test('quotes what a proxy calls an address, so that it cannot write a line of its own', async () => {
  await openLog().write({ ...entry(), from: '1"}\n{"x":1' });
  expect(readLog().trimEnd().split('\n')).toHaveLength(1);
  expect(JSON.parse(readLog()).from).toBe('1"}\n{"x":1');
});

test.each([
  ['a full disk', () => '/dev/full', 'ENOSPC'],
  ['a folder', () => join(path, '..'), 'EISDIR'],
  ['a folder that is not there', () => join(path, 'x', 'audit.ndjson'), 'ENOENT'],
])('refuses on %s, and says so once until it can write again', async (_, where, code) => {
  const log = openLog(where());
  for (let tries = 0; tries < 3; tries++)
    await expect(log.write(entry())).rejects.toThrow(new AuditLogFailure(code));
  expect(failures).toEqual([code]);
});

test('says so anew when it fails again after it could be written', async () => {
  const log = openLog();
  mkdirSync(path);
  await expect(log.write(entry())).rejects.toThrow(AuditLogFailure);
  renameSync(path, `${path}.folder`);
  await log.write(entry());
  renameSync(path, `${path}.1`);
  mkdirSync(path);
  await expect(log.write(entry())).rejects.toThrow(AuditLogFailure);
  expect(failures).toEqual(['EISDIR', 'EISDIR']);
});

test('writes to a file that may be appended to and not read', async () => {
  appendFileSync(path, LINE);
  chmodSync(path, 0o200);
  await openLog().write(entry());
  chmodSync(path, 0o600);
  expect(readLog()).toBe(LINE + LINE);
});
