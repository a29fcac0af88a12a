import type { Action } from '../../core/keys/action.ts';
import { findAction } from '../../core/keys/key-map.ts';
import type { InputEvent } from '../input/input-event.ts';
import { FILTER_KEYS } from './filter-text.ts';
import type { Message } from './message.ts';
import type { Model } from './model.ts';

/** These act as ever while the filter or the word of a mark is typed, by keys that write nothing. */
const ACTS_WHILE_TYPING: readonly Action[] = [
  'interrupt',
  'suspend',
  'redraw',
  'up',
  'down',
  'pageUp',
  'pageDown',
];

/** What the terminal's input asks for on the model's screen; null when it asks for nothing. Only keys act. */
export function readInput(model: Model, event: InputEvent): Message | null {
  const isTyping = (model.mode === 'ward' && model.ward.isTyping) || model.keeping.typing !== null;
  switch (event.kind) {
    case 'key':
      return readKey(event.key, isTyping);
    case 'alone':
      return findAction(event.key) === 'privacy' ? { kind: 'stoodAlone' } : null;
    case 'paste':
      return isTyping ? { kind: 'pasted', text: event.text } : null;
    case 'mouse':
    case 'reply':
      return null;
  }
}

function readKey(key: string, isTyping: boolean): Message | null {
  const action = findAction(key);
  if (isTyping && isForText(key, action)) return { kind: 'typed', key };
  return action === undefined ? null : { kind: 'acted', action };
}

function isForText(key: string, action: Action | undefined): boolean {
  const writes = key.length === 1 || FILTER_KEYS.includes(key);
  return writes || action === undefined || !ACTS_WHILE_TYPING.includes(action);
}
