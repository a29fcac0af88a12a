/** Where the cacher logs what changed; pino fits. Fields hold figures and states, never the name of a patient. */
export interface Log {
  debug(fields: LogFields, message: string): void;
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
}

/** The data of a log line beside its message. */
export type LogFields = Readonly<Record<string, string | number | boolean | null>>;
