import type { SettingOrigin, SourceKind } from '../settings/resolve-settings.ts';
import { CommandFailure, EXIT } from './exit-code.ts';

/**
 * Makes the failure of a command that cannot work with the value of a setting. It names the place that the value came
 * from, and its exit code tells a wrong flag from a wrong environment or file.
 *
 * @param complaint what follows the place: `is "table"; must be ndjson or csv`
 */
export function refuseSetting({ kind, place }: SettingOrigin, complaint: string): CommandFailure {
  return new CommandFailure(getRefusalCode(kind), `${place} ${complaint}`);
}

/** The exit code for a wrong value from such a source. */
export function getRefusalCode(source: SourceKind): number {
  return source === 'flag' ? EXIT.wrongUsage : EXIT.wrongConfiguration;
}
