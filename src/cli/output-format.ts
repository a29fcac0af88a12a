import { joinAlternatives } from '../settings/setting-kinds.ts';
import type { LoadedSettings } from './load-settings.ts';
import { refuseSetting } from './refuse-setting.ts';

/**
 * Chooses the output format: the one that is set, else the first that the command knows.
 *
 * @throws CommandFailure when the command does not know the format
 */
export function chooseFormat<const Format extends string>(
  { settings, origins }: LoadedSettings,
  known: readonly [Format, ...Format[]],
): Format {
  const wanted = settings['output.format'];
  if (wanted === null) return known[0];
  const format = known.find((name) => name === wanted);
  if (format !== undefined) return format;
  throw refuseSetting(origins['output.format'], `is "${wanted}"; must be ${joinAlternatives(known)}`);
}
