import type { Settings } from '../src/core/settings.ts';
import type { LoadedSettings } from './load-settings.ts';

/** What a command is told beside its settings. */
export interface Invocation {
  /** The flags that were given, by their names without dashes. */
  readonly flags: Readonly<Record<string, unknown>>;
  /** The configuration file that was read. */
  readonly file: string | null;
}

/** A command ends with its exit code; a CommandFailure is one with a message. */
export type RunCommand = (
  settings: Settings,
  origins: LoadedSettings['origins'],
  invocation: Invocation,
) => Promise<number>;
