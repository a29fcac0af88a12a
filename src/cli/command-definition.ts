import type { SettingKey } from '../settings/registry.ts';
import type { RunCommand } from './invocation.ts';

/** A command as its help describes it, and how to load it. */
export interface CommandDefinition {
  /** What it does: a phrase that begins with a capital letter, without a full stop. */
  readonly describe: string;
  /** The settings whose flags it takes. */
  readonly settings: readonly SettingKey[];
  /** The arguments that are no flags, in the notation of usage lines. */
  readonly operands?: { readonly name: string; readonly describe: string; readonly areFiles: boolean };
  /** Set when the command itself says what the loaded settings warn of. */
  readonly showsWarnings?: true;
  /** Imports the command when it runs, so that `--help` starts fast. */
  readonly load: () => Promise<RunCommand>;
  /** Command lines that work as they are. */
  readonly examples: readonly string[];
}
