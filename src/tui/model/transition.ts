import type { Effect } from './effect.ts';
import type { Model } from './model.ts';

/** The next model, and the commands that have to be carried out because of it. */
export interface Transition {
  readonly model: Model;
  readonly effects: readonly Effect[];
}

/** Makes a transition to a model, by default without any effect. */
export function transitionTo(model: Model, ...effects: readonly Effect[]): Transition {
  return { model, effects };
}
