import type { Settings } from '../settings/registry.ts';
import { CommandFailure, EXIT } from './exit-code.ts';

/** The format asked for, the first of those that a command knows when none was. */
export function chooseFormat<const Format extends string>(
  settings: Settings,
  known: readonly [Format, ...Format[]],
): Format {
  const asked = settings['output.format'];
  if (asked === null) return known[0];
  const format = known.find((name) => name === asked);
  if (format !== undefined) return format;
  throw new CommandFailure(EXIT.wrongUsage, `--format is "${asked}", allowed is ${known.join(', ')}`);
}
