import { KEY_MAP } from '../../core/keys/key-map.ts';
import { nameKey } from '../../core/keys/key-name.ts';
import type { PageAction } from '../keys/page-keys.ts';

/** A control that does what a key does, and names the key. */
export function ActionButton({
  action,
  act,
  words,
  label,
  isDisabled = false,
  isPressed,
}: {
  readonly action: PageAction;
  readonly act: (action: PageAction) => void;
  /** What it says beside the key. */
  readonly words: string;
  /** What it is called where its words do not say it. */
  readonly label?: string;
  readonly isDisabled?: boolean;
  /** Whether what it switches is on; absent where it switches nothing. */
  readonly isPressed?: boolean;
}) {
  const [key = ''] = KEY_MAP.find((binding) => binding.action === action)?.keys ?? [];
  return (
    <button
      type="button"
      disabled={isDisabled}
      aria-label={label}
      aria-pressed={isPressed}
      onClick={() => act(action)}
    >
      <kbd class={words === '' ? undefined : 'hint'}>{nameKey(key, true)}</kbd>
      {words !== '' && ` ${words}`}
    </button>
  );
}
