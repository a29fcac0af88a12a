import { guessMapping } from '../core/decoding/guess-mapping.ts';
import { outlineJson } from '../core/decoding/outline-json.ts';
import { parseBody } from '../core/decoding/parse-body.ts';
import type { AnswerFacts } from '../core/diagnosis/diagnose-api.ts';
import { BUILT_IN_INSOLES } from '../core/insole/built-in-insoles.ts';
import type { Insole } from '../core/insole/insole.ts';
import { formatFields } from './mapping-yaml.ts';

/** Tells the shape of an answer, and what settings would read it; null for one that is no JSON. */
export function explainAnswer(
  body: Uint8Array,
  insole: Insole,
  patientNames: readonly string[],
): AnswerFacts | null {
  const parsed = parseBody(body);
  if (parsed.kind === 'refused') return null;
  const { root } = parsed;
  const insoles = [insole, ...BUILT_IN_INSOLES.values()];
  const guessed = guessMapping({ root, before: null, insoles, patientNames });
  const fitting = guessed?.insole;
  const asInsole = fitting && fitting !== insole ? `insole: ${fitting.name}, ` : '';
  return {
    outline: outlineJson(root),
    fits: guessed === null ? null : `${asInsole}api.fields: ${formatFields(guessed.fields)}`,
  };
}
