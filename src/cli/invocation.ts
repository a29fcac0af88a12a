import type { CompletionNode } from './completion/completion-node.ts';
import type { LoadedSettings } from './load-settings.ts';

/** What a command is given beside its settings. */
export interface Invocation {
  /** The flags of the command line, by their names without dashes. */
  readonly flags: Readonly<Record<string, unknown>>;
  /** The arguments that are no flags, such as files. */
  readonly operands: readonly string[];
  /** What a shell can complete: every command and its options. */
  readonly completion: readonly CompletionNode[];
}

/** A command: resolves with its exit code. A `CommandFailure` ends it with a message. */
export type RunCommand = (loaded: LoadedSettings, invocation: Invocation) => Promise<number>;
