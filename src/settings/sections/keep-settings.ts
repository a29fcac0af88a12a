import { cleanText } from '../../core/clean-text.ts';
import { isWalkId, MAX_NOTE_LENGTH, WALK_ID_ALLOWED } from '../../core/kept-walk.ts';
import { Refusal } from '../../core/refusal.ts';
import { parsed, wholeNumber } from '../setting-kinds.ts';

/** The settings `keep.*`: walks that outlive the retention. */
export const KEEP_SETTINGS = {
  'keep.maxBytes': wholeNumber(1, 1_000_000_000_000, {
    environment: 'keep-max-bytes',
    argument: 'N',
    describe: 'How many bytes the samples of all kept walks of a patient may have',
    default: 50_000_000,
  }),
  'keep.note': parsed<string | null>({
    flag: 'note',
    argument: 'TEXT',
    describe: 'A line to remember the walk by',
    allowed: `a line of at most ${MAX_NOTE_LENGTH} characters`,
    parse: parseNote,
    default: null,
  }),
  'keep.kept': parsed<string | null>({
    flag: 'kept',
    argument: 'ID',
    describe: 'Read this kept walk, instead of what is retained',
    allowed: WALK_ID_ALLOWED,
    parse: (given) => (isWalkId(given) ? given : null),
    default: null,
  }),
};

/** A note is cleaned like any text from outside, but not cut without a word. */
function parseNote(given: string): string | Refusal {
  if (/[\r\n]/.test(given)) return new Refusal('it has several lines');
  if ([...given].length > MAX_NOTE_LENGTH)
    return new Refusal(`it is longer than ${MAX_NOTE_LENGTH} characters`);
  return cleanText(given) || new Refusal('it is empty');
}
