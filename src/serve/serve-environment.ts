import type { HttpBindings } from '@hono/node-server';
import type { GuardVariables } from './access/guard.ts';

/** The environment of every request. */
export interface ServeEnvironment {
  Bindings: HttpBindings;
  Variables: GuardVariables;
}
