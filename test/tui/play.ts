import type { Action } from '../../src/core/keys/action.ts';
import type { Effect, SamplesQuery } from '../../src/tui/model/effect.ts';
import type { Message } from '../../src/tui/model/message.ts';
import type { Model } from '../../src/tui/model/model.ts';
import type { Transition } from '../../src/tui/model/transition.ts';
import { update } from '../../src/tui/model/update.ts';

/** A message, or an action that stands for the message that it was chosen. */
export type Step = Action | Message;

/** Takes steps one after the other, and returns the last model. */
export function play(model: Model, ...steps: readonly Step[]): Model {
  return playToTransition(model, ...steps).model;
}

/** Takes steps one after the other, and returns the last model with the effects of the last step alone. */
export function playToTransition(model: Model, ...steps: readonly Step[]): Transition {
  return steps.reduce<Transition>(
    (before, step) => update(before.model, typeof step === 'string' ? { kind: 'acted', action: step } : step),
    { model, effects: [] },
  );
}

/** The messages of a text that is typed. */
export function typeText(text: string): Message[] {
  return [...text].map((key) => ({ kind: 'typed', key: key === ' ' ? 'space' : key }));
}

/** Finds the query for samples of a purpose; throws when there is none. */
export function findQuery(effects: readonly Effect[], purpose: SamplesQuery['purpose']): SamplesQuery {
  for (const effect of effects) {
    if (effect.kind === 'readSamples' && effect.query.purpose === purpose) return effect.query;
  }
  throw new Error(`no samples were requested for the purpose ${purpose}`);
}
