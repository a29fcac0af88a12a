import type { Settings } from '../settings/registry.ts';

/** Writes warnings to stderr, a line each, unless only errors are logged; as JSON where the settings ask for a log in JSON. */
export function reportWarnings(settings: Settings, warnings: readonly string[]): void {
  const level = settings['log.level'];
  if (settings['log.quiet'] || level === 'silent' || level === 'error') return;
  for (const msg of warnings) {
    const time = new Date().toISOString();
    const isJson = settings['log.format'] === 'json';
    const line = isJson ? JSON.stringify({ level: 'warn', time, msg }) : `footwatch: warning: ${msg}`;
    process.stderr.write(`${line}\n`);
  }
}
