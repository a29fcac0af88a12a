import type { Refusal } from '../core/refusal.ts';

/** A part of a JSON Schema. */
export type FileSchema = Readonly<Record<string, unknown>>;

/** How a shell completes the value of an option; `none` is a value that cannot be guessed. */
export type ValueCompletion =
  | { readonly kind: 'switch' }
  | { readonly kind: 'none' }
  | { readonly kind: 'patients' }
  | { readonly kind: 'files' }
  | { readonly kind: 'words'; readonly words: readonly string[] };

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Everything there is to know of one setting: how it is named, read, shown, completed and described. */
export interface SettingDefinition<T> {
  /** The long flag without dashes; the name of the environment variable follows from it. */
  readonly flag?: string;
  /** For a setting without a flag: what its flag would be called, from which its environment variable follows. */
  readonly environment?: string;
  /** A letter that stands for the flag. */
  readonly short?: string;
  /** The placeholder of the flag's value; a switch has none. */
  readonly argument?: string;
  /** What the setting does, as the help says it: a phrase that begins with a capital letter, without a full stop. */
  readonly describe: string;
  /** What is allowed, as a message says it after "must be". */
  readonly allowed: string;
  /** What a configuration file may hold, as JSON Schema. */
  readonly fileSchema: FileSchema;
  readonly completion: ValueCompletion;
  readonly default: T;
  /** The default in words, where it depends on the command or on other settings. */
  readonly defaultText?: string;
  /** Set when the value may be a secret: messages then leave it out. */
  readonly secret?: true;
  /** Set when the flag may be given several times: the texts are joined by commas. */
  readonly repeats?: true;

  /** Reads a flag's text or a configuration file's value; a refusal, or null, for what is not allowed. */
  read(raw: unknown): T | Refusal | null;

  /** What a user should know of a value, or of the empty one of a file, as a message says it after the place; null for nothing. */
  remark?(value: T | null): string | null;

  /** Fills in what the value takes from environment variables. */
  expand?(value: T, environment: Environment): Expansion<T>;

  /** Shows a value other than null as a configuration file would hold it, with secrets masked. */
  show(value: NonNullable<T>): unknown;
}

/** A value whose environment variables were filled in, or what is wrong with one of them. */
export type Expansion<T> =
  | { readonly kind: 'expanded'; readonly value: T }
  | { readonly kind: 'refused'; readonly reason: string };
