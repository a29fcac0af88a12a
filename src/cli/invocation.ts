import type { Settings } from '../settings/registry.ts';
import type { CompletionNode } from './completion/completion-node.ts';
import type { LoadedSettings } from './load-settings.ts';

/** What a command is told beside its settings. */
export interface Invocation {
  /** The flags that were given, by their names without dashes. */
  readonly flags: Readonly<Record<string, unknown>>;
  /** What was given beside the flags, such as files. */
  readonly operands: readonly string[];
  /** The configuration file that was read. */
  readonly file: string | null;
  /** What there is to complete: every command and its options. */
  readonly completion: readonly CompletionNode[];
}

/** A command ends with its exit code; a CommandFailure is one with a message. */
export type RunCommand = (
  settings: Settings,
  origins: LoadedSettings['origins'],
  invocation: Invocation,
) => Promise<number>;
