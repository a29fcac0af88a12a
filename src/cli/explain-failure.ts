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

/** The error's first line and where in footwatch it was thrown. More may hold data of patients. */
function describeBug(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const place = error.stack?.match(/\((?:file:\/\/)?[^)]*\/((?:bin|src)\/[^)]*)\)/)?.[1];
  return `${error.name}: ${error.message.split('\n')[0]}${place === undefined ? '' : ` at ${place}`}`;
}
