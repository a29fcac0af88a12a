import type { PatientId } from '../core/patient.ts';
import { Refusal } from '../core/refusal.ts';

/** The most patients that a list may hold, so that a typing slip does not start a million polls. */
export const MAX_PATIENTS = 100_000;
const MAX_DIGITS = 9;
const RANGE = /^(\d+)(?:-(\d+))?$/;
/** How much of a part that is refused is shown. */
const MAX_SHOWN = 30;

/** Reads `1-6,9` as patients in ascending order, each once; a refusal names the part that is wrong, and which limit it is beyond. */
export function parsePatientList(text: string): PatientId[] | Refusal {
  const patients = new Set<PatientId>();
  for (const part of text.split(',')) {
    const range = parseRange(part.trim(), text);
    if (range instanceof Refusal) return range;
    for (let patient = range.from; patient <= range.to; patient++) patients.add(patient);
    if (patients.size > MAX_PATIENTS) return refuseCount('it names');
  }
  return [...patients].sort((a, b) => a - b);
}

function parseRange(part: string, whole: string): { readonly from: number; readonly to: number } | Refusal {
  if (part === '') return new Refusal(whole.trim() === '' ? 'it is empty' : 'a number is missing at a comma');
  const [, first, last = first] = RANGE.exec(part) ?? [];
  if (first === undefined || last === undefined) {
    const shown = JSON.stringify(part.length > MAX_SHOWN ? `${part.slice(0, MAX_SHOWN)}…` : part);
    return new Refusal(`${shown} is neither a whole number nor a range of two`);
  }
  if (Math.max(first.length, last.length) > MAX_DIGITS)
    return new Refusal(`a number has more than ${MAX_DIGITS} digits`);
  const [from, to] = [Number(first), Number(last)];
  if (to < from) return new Refusal(`the range ${from}-${to} runs backwards`);
  return to - from >= MAX_PATIENTS ? refuseCount(`the range ${from}-${to} has`) : { from, to };
}

function refuseCount(what: string): Refusal {
  return new Refusal(`${what} more than ${MAX_PATIENTS} numbers`);
}
