import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Log } from '../cacher/log.ts';
import { HEADER_TEXT } from '../settings/sections/api-settings.ts';
import { explainFileError } from './explain-file-error.ts';
import type { LoadedSettings } from './load-settings.ts';
import { refuseSetting } from './refuse-setting.ts';

/** Headers by name. */
export type Headers = Readonly<Record<string, string>>;

/** How often the files are read again, at most: each is a few bytes. */
const READ_AGAIN_MS = 1000;
const FILE = /\$\{file:([^}]+)\}/g;

/**
 * Opens the configured headers. `${file:NAME}` in a value stands for the line of a file, which is read again while the headers
 * are used, so that a token that is renewed every hour works for years.
 *
 * @param log where a file that can no longer be used is told of, once; its last value goes on being sent
 * @param nowMs monotonic clock
 * @returns a function that gives the headers of this moment, the same object until a file changes
 * @throws CommandFailure when a file cannot be used, with one line that names the header and the file
 */
export function openHeaders(
  { settings, origins }: Pick<LoadedSettings, 'settings' | 'origins'>,
  log: Log | null,
  nowMs: () => number = () => performance.now(),
): () => Headers {
  const templates = Object.entries(settings['api.headers']);
  const lines = new Map<string, string>();
  for (const [name, template] of templates) {
    for (const file of listFiles(template)) {
      const reading = readLine(() => readFileSync(file));
      if (reading.kind === 'refused')
        throw refuseSetting(
          origins['api.headers'],
          `takes ${name} from a file that ${reading.reason}: ${file}`,
        );
      lines.set(file, reading.line);
    }
  }
  const fill = (): Headers =>
    Object.fromEntries(
      templates.map(([name, template]) => [
        name,
        template.replace(FILE, (_, file: string) => lines.get(file) ?? ''),
      ]),
    );
  let headers = fill();
  if (lines.size === 0) return () => headers;

  const faults = new Map<string, string>();
  const readAgain = async (file: string) => {
    const bytes = await readFile(file).catch((error: unknown) => error);
    const reading = readLine(() => {
      if (bytes instanceof Buffer) return bytes;
      throw bytes;
    });
    if (reading.kind === 'refused') {
      if (!faults.has(file))
        log?.error(
          { file, reason: reading.reason },
          'a file of headers cannot be used, its last line is sent',
        );
      faults.set(file, reading.reason);
      return;
    }
    if (faults.delete(file)) log?.info({ file }, 'a file of headers can be used again');
    if (lines.get(file) === reading.line) return;
    lines.set(file, reading.line);
    headers = fill();
  };
  let readAtMs = nowMs();
  return () => {
    if (nowMs() - readAtMs >= READ_AGAIN_MS) {
      readAtMs = nowMs();
      for (const file of lines.keys()) void readAgain(file);
    }
    return headers;
  };
}

function listFiles(template: string): readonly string[] {
  return [...template.matchAll(FILE)].map(([, file = '']) => file);
}

type LineReading =
  | { readonly kind: 'read'; readonly line: string }
  /** The reason follows "a file that". */
  | { readonly kind: 'refused'; readonly reason: string };

function readLine(read: () => Buffer): LineReading {
  const refuse = (reason: string): LineReading => ({ kind: 'refused', reason });
  let text: string;
  try {
    text = read().toString();
  } catch (error) {
    return refuse(`cannot be used (${explainFileError(error, 'read')})`);
  }
  const line = text.replace(/\r?\n$/, '');
  if (line.startsWith('\ufeff')) return refuse('begins with a byte order mark; must be one line of text');
  if (/[\r\n]/.test(line)) return refuse('has more than one line');
  if (line.trim() === '') return refuse('is empty; must be one line of text');
  if (line.trim() !== line) return refuse('has blanks around its line');
  if (!HEADER_TEXT.test(line)) return refuse('is no text in Latin-1');
  return { kind: 'read', line };
}
