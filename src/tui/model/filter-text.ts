import { cleanText } from '../../core/clean-text.ts';

const MAX_CHARACTERS = 40;

/** Keys that change the text of the filter although they write nothing, and act otherwise elsewhere. */
export const FILTER_KEYS: readonly string[] = ['C-u', 'C-w'];

/** The text of the filter after a key; null when the key writes nothing. */
export function typeKey(text: string, key: string): string | null {
  switch (key) {
    case 'backspace':
      return [...text].slice(0, -1).join('');
    case 'C-w':
      return text.replace(/\S+\s*$/, '');
    case 'C-u':
      return '';
    default: {
      const character = readCharacter(key);
      return character === null ? null : limit(text + character);
    }
  }
}

/** The text of the filter after a paste: on one line, without anything that is no text. */
export function pasteText(text: string, pasted: string): string {
  return limit(text + cleanText(pasted));
}

/** The character that a key writes; null when it writes none. */
function readCharacter(key: string): string | null {
  if (key === 'space') return ' ';
  const text = /^S-[a-z]$/.test(key) ? key.slice(2).toUpperCase() : key;
  return [...text].length === 1 && /[^\p{C}]/u.test(text) ? text : null;
}

function limit(text: string): string {
  return [...text].slice(0, MAX_CHARACTERS).join('');
}
