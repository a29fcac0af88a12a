import { isCommandRefusal, StoreUnavailable } from '../store/store.ts';
import { CommandFailure, EXIT } from './exit-code.ts';

/** Turns whatever ended a command into its exit code and one line for stderr. */
export function explainFailure(error: unknown): { readonly exitCode: number; readonly message: string } {
  if (error instanceof CommandFailure) return { exitCode: error.exitCode, message: error.message };
  if (error instanceof StoreUnavailable) {
    const hint = isCommandRefusal(error.message) ? '; run footwatch doctor to see what is missing' : '';
    return { exitCode: EXIT.unavailable, message: `Redis: ${error.message}${hint}` };
  }
  return {
    exitCode: EXIT.failed,
    message: `this is a bug in footwatch, please report it: ${describeBug(error)}`,
  };
}

/** What a log may tell of a bug: which error, and where in footwatch it was thrown. Its message may hold data of patients. */
export function nameBug(error: unknown): { readonly error: string; readonly place: string | null } {
  return error instanceof Error
    ? { error: error.name, place: findPlace(error) }
    : { error: 'unknown', place: null };
}

/** The error's first line and where in footwatch it was thrown. More may hold data of patients. */
function describeBug(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const place = findPlace(error);
  return `${error.name}: ${error.message.split('\n')[0]}${place === null ? '' : ` at ${place}`}`;
}

function findPlace({ stack }: Error): string | null {
  return stack?.match(/\((?:file:\/\/)?[^)]*\/((?:bin|src)\/[^)]*)\)/)?.[1] ?? null;
}
