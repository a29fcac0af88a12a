import { Refusal } from '../core/refusal.ts';
import { MASK } from './mask-secrets.ts';
import type { SettingDefinition } from './setting-definition.ts';
import { parsed, type Rest, readText } from './setting-kinds.ts';

/** A secret: one line of text that is taken exactly as it is, blanks included, and never shown. */
export function secretText(rest: Omit<Rest<null>, 'secret'>): SettingDefinition<string | null> {
  return parsed<string | null>({
    ...rest,
    secret: true,
    allowed: 'one line of text',
    parse: () => null,
    read: (raw) => readText(raw, readLine),
    remark: remarkOnSecret,
    show: () => MASK,
  });
}

function readLine(given: string): string | Refusal {
  if (given === '') return new Refusal('it is empty');
  return /[\r\n]/.test(given) ? new Refusal('it has several lines') : given;
}

/** What a user should know of a secret: YAML takes one that begins with # for a comment, and blanks belong to it. */
function remarkOnSecret(value: string | null): string | null {
  if (value === null)
    return 'is empty, so that it is not set; in YAML a text that begins with # stands in quotes';
  return value === value.trim() ? null : 'begins or ends with a blank, which is taken as a part of it';
}
